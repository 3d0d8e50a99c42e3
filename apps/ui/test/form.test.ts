import { createI18n } from 'vue-i18n';
import { describe, expect, test } from 'vitest';
import { createSSRApp, h, type Component } from 'vue';
import { renderToString } from 'vue/server-renderer';

import zh from '../src/i18n/catalogue/zh-Hans';
import more from '../src/i18n/catalogue/zh-Hans-more';
import type { FieldProblemView, FormFieldView, InputView, SourceView, ValueView } from '../src/api/generated/api';
import { isKnown, knownGroups } from '../src/screens/drafts/known';
import { stepsOf, whereItGoesOn } from '../src/screens/drafts/steps';
import { useAnswerWords } from '../src/state/answer-words';
import CommonError from '../src/ui/CommonError.vue';
import FormField from '../src/ui/FormField.vue';

const basis: SourceView = { title: '规定', clause: '第十条', number: null, in_force: true, proposed: false, since: null, note: null, losing: [] };
const text = (value: string): ValueView => ({ kind: 'text', value });
const field = (id: string, more: Partial<FormFieldView> = {}): FormFieldView => ({
  id, label: id, help: null, purpose: '寄证', visible: true, input: { kind: 'person_name' }, needed: true, editable: true, value: null, typed: null, origin: null, problems: [], ...more,
});
const known = (id: string, source: string, more: Partial<FormFieldView> = {}) => field(id, { value: text(id), origin: { kind: 'known', source, basis }, ...more });
const problem = (code: string, params: FieldProblemView['params'] = {}): FieldProblemView => ({ code, params, text: null, only_missing: false, common_error: null });

const i18n = () => createI18n({ legacy: false, locale: 'zh-Hans', messages: { 'zh-Hans': { ...zh, ...more } as never }, missingWarn: false });
const html = (component: Component, props: Record<string, unknown>) => renderToString(createSSRApp({ render: () => h(component, props) }).use(i18n()));
/** Runs inside a component, where texts are. */
async function words(): Promise<ReturnType<typeof useAnswerWords>> {
  let found!: ReturnType<typeof useAnswerWords>;
  await html({ setup: () => { found = useAnswerWords(); return () => null; } }, {});
  return found;
}

describe('what need not be typed', () => {
  test('stands in one group for each certificate, in the order of the page', () => {
    const fields = [known('name', '身份凭证'), known('address', '居住证'), field('phone'), known('id', '身份凭证'), field('age', { value: { kind: 'number', value: 76 }, origin: { kind: 'computed' } })];
    expect(knownGroups(fields, new Set()).map(({ source, fields }) => [source, fields.map(({ id }) => id)])).toEqual([['身份凭证', ['name', 'id']], ['居住证', ['address']], [null, ['age']]]);
  });

  test('only what is editable opens, and what is hidden stays away', () => {
    const opened = new Set(['name', 'address']);
    expect(isKnown(known('name', 's', { editable: false }), opened)).toBe(true);
    expect(isKnown(known('address', 's'), opened)).toBe(false);
    expect(knownGroups([known('hidden', 's', { visible: false })], new Set())).toEqual([]);
  });

  test('an answer without a value is asked', () => expect(isKnown(field('name', { origin: { kind: 'known', source: 's', basis } }), new Set())).toBe(false));
});

describe('steps', () => {
  const draft = { id: 'd', page: 1, pages: [{ title: '本人', needed: 2, ready: 2 }, { title: '收证', needed: 2, ready: 1 }] } as never;
  test('are done when everything needed is there, and end with the materials', () => expect(stepsOf(draft, '材料').map(({ title, done }) => [title, done])).toEqual([['本人', true], ['收证', false], ['材料', false]]));
  test('go on at the page, and behind the last page at the materials', () => {
    expect(whereItGoesOn(draft)).toMatchObject({ name: 'draft', params: { page: 1 } });
    expect(whereItGoesOn({ ...(draft as object), page: 2 } as never)).toMatchObject({ name: 'draft-materials' });
    expect(whereItGoesOn({ ...(draft as object), page: 0, pages: [] } as never)).toMatchObject({ name: 'draft-materials' });
  });
});

describe('answers and problems in words', () => {
  test.each<[InputView, ValueView, string]>([
    [{ kind: 'yes_no' }, { kind: 'bool', value: true }, '是'],
    [{ kind: 'money', min: 0, max: 1 }, { kind: 'number', value: 120_050 }, '1200.50 元'],
    [{ kind: 'phone' }, text('13900001234'), '139 0000 1234'],
    [{ kind: 'choices', options: [{ id: 'a', label: '公交' }, { id: 'b', label: '公园' }], min: 0, max: 2 }, { kind: 'choices', value: ['a', 'b'] }, '公交、公园'],
    [{ kind: 'choice', options: [{ id: 'a', label: '本地' }] }, text('gone'), 'gone'],
  ])('%o', async (input, value, said) => expect((await words()).answer({ input }, value)).toBe(said));

  test.each<[FieldProblemView, InputView, string]>([
    [problem('too_short', { missing: 3 }), { kind: 'phone' }, '还差 3 位，手机号是 11 位。'],
    [problem('missing'), { kind: 'yes_no' }, '选一个。'],
    [problem('out_of_range', { min: 100, max: 250_050 }), { kind: 'money', min: 0, max: 1 }, '要在 1 元到 2500.50 元之间。'],
    [problem('bad_date', { earliest: '1900-01-01' }), { kind: 'date', earliest: null, latest: null }, '最早是 1900 年 1 月 1 日。'],
    [problem('wrong_type'), { kind: 'date', earliest: null, latest: null }, '没有这一天，看看年、月、日。'],
    [{ ...problem('check'), text: '出生日期不能晚于今天。' }, { kind: 'date', earliest: null, latest: null }, '出生日期不能晚于今天。'],
    [problem('a code of a later core'), { kind: 'phone' }, '这一项还不对，再看一遍。'],
  ])('%o', async (one, input, said) => expect((await words()).problem(one, { input }).replace(/\u00a0/g, ' ')).toBe(said));
});

describe('a field', () => {
  const wrong = field('phone', { input: { kind: 'phone' }, problems: [{ ...problem('too_short', { missing: 3 }), common_error: { id: 'e', number: 2, text: '没写完', wrong: '139', right: '139 0000 1234' } }] });

  test('is silent until the person was there', async () => {
    expect(await html(FormField, { field: wrong, value: text('139'), visited: false })).not.toContain('还差');
  });
  test('ties its error to the input, with the published example', async () => {
    const out = await html(FormField, { field: wrong, value: text('139'), visited: true });
    expect(out).toContain('aria-invalid="true"');
    expect(out).toMatch(/aria-describedby="[^"]*field-phone-bad/);
    expect(out).toContain('常见错误 2');
  });
  test('of every kind has a label or a legend', async () => {
    const kinds: InputView[] = [
      { kind: 'text', max: 9 }, { kind: 'long_text', max: 9 }, { kind: 'number', min: 0, max: 9 }, { kind: 'money', min: 0, max: 9 }, { kind: 'date', earliest: null, latest: null }, { kind: 'yes_no' }, { kind: 'declaration' },
      { kind: 'choice', options: [{ id: 'a', label: 'A' }] }, { kind: 'choices', options: [{ id: 'a', label: 'A' }], min: 0, max: 1 }, { kind: 'person_name' }, { kind: 'citizen_id' }, { kind: 'credit_code' }, { kind: 'phone' }, { kind: 'address' },
    ];
    for (const input of kinds) {
      const out = await html(FormField, { field: field('the-label', { input }), value: null, visited: false });
      expect(out, input.kind).toMatch(/<legend|<label/);
      expect(out, input.kind).toContain('id="field-the-label"');
    }
  });
});

test('a common error without an example is only a sentence', async () => {
  expect(await html(CommonError, { error: { id: 'e', number: 1, text: '只拍了一面', wrong: null, right: null } })).not.toContain('<s');
});
