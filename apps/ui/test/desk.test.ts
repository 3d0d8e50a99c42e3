import { describe, expect, test, vi } from 'vitest';
import { effectScope, ref } from 'vue';

import type { DeskActRequest, DeskCaseView, DeskMaterialView, DeskView } from '../src/api/generated/api';
import { found, judgements, keptChoices, keptReasons, missingOfRefusal, nextUnjudged, panelOf, wordOf } from '../src/logic/desk';
import { useDesk } from '../src/state/desk';
import { usePictures } from '../src/state/pictures';
import { failure, host, settle, type Answer } from './support/host';

const SOURCE = { title: '', clause: '', number: null, in_force: true, proposed: false, since: null, note: null, losing: [] };
const remedy = (kind: 'reconsideration' | 'lawsuit') => ({ kind, where_to: '区政府', within: null, until: null, source: SOURCE });
const material = (id: string, more: Partial<DeskMaterialView> = {}): DeskMaterialView => ({
  id, name: id, source: 'files', from: null, files: [], deferrable: false, judgement: null, errors: [], common_errors: [{ id: 'blurred', number: 1, text: '', wrong: null, right: null }], may: ['missing', 'unfit', 'fit'], ...more,
});
const kase = (materials: DeskMaterialView[], more: Partial<DeskCaseView> = {}): DeskCaseView => ({
  case: 'c', version: 3, applicant: '周桂芳', service: 's', service_name: '证', number: '1', received_at: '2026-03-02T00:00:00Z', phase: 'submitted', holder: 'intake', days_left: null, answers: [], materials,
  judged: materials.filter(({ judgement }) => judgement).length, conditions: [], gaps: [], allowed: ['judge'], refusals: [], remedies: [remedy('reconsideration'), remedy('lawsuit')], life: [], documents: [], route: { kind: 'app', name: '这里', to: null }, routes: [], short_messages: [], complete: true, notice: null, ruling: null, ...more,
});
const refusal = (id: string) => ({ id, reason: '不满半年', clause: '第二条', clause_text: '半年以上', again_from: null, advice: null });
const QUEUE: DeskView = { name: '李', office: '窗口', roles: ['intake'], now: '2026-03-02T00:00:00Z', groups: [], done: [] };

describe('the checklist', () => {
  test('keys 1, 2, 3 follow the buttons, whatever the order of the core', () => {
    expect(judgements(material('a'))).toEqual(['fit', 'missing', 'unfit']);
    expect(judgements(material('a', { may: ['not_confirmed', 'fit'] }))).toEqual(['fit', 'not_confirmed']);
  });

  test('what may come later has its own word', () => {
    expect(wordOf(material('a', { deferrable: true }), 'missing')).toBe('deferred');
    expect(wordOf(material('a', { deferrable: true }), 'fit')).toBe('fit');
    expect(wordOf(material('a'), 'missing')).toBe('missing');
  });

  test('after a judgement the next open one, around the end, and the same when none is open', () => {
    const view = kase([material('a'), material('b', { judgement: 'fit' }), material('c')]);
    expect(nextUnjudged(view, 'a')).toBe('c');
    expect(nextUnjudged(view, 'c')).toBe('a');
    expect(nextUnjudged(kase([material('a', { judgement: 'fit' })]), 'a')).toBe('a');
    expect(nextUnjudged(kase([]), null)).toBeNull();
  });
});

describe('a decision against someone (rule L9)', () => {
  test('wants a reason of the list and both remedies', () => {
    const view = kase([], { refusals: [refusal('short')] });
    expect(missingOfRefusal(view, [])).toBe('reason');
    expect(missingOfRefusal(view, ['made_up'])).toBe('reason');
    expect(missingOfRefusal(view, ['short'])).toBeNull();
    expect(missingOfRefusal({ ...view, remedies: [remedy('lawsuit')] }, ['short'])).toBe('reconsideration');
    expect(missingOfRefusal({ ...view, remedies: [remedy('reconsideration')] }, ['short'])).toBe('lawsuit');
  });

  test('the desk of who may decide opens with the decision', () => {
    expect(panelOf(kase([], { allowed: ['grant', 'judge'] }))).toBe('decide');
    expect(panelOf(kase([], { allowed: ['accept', 'judge'] }))).toBe('check');
  });
});

describe('what was chosen and not sent', () => {
  test('is kept while the material still takes it', () => {
    const choices = { a: { judgement: 'unfit', errors: ['blurred'] }, b: { judgement: 'fit', errors: [] }, gone: { judgement: 'fit', errors: [] } } as const;
    const view = kase([material('a'), material('b', { may: [] })]);
    expect(Object.keys(keptChoices(choices as never, view))).toEqual(['a']);
    expect(keptChoices({ a: { judgement: 'unfit', errors: ['old_error'] } }, view)).toEqual({});
    expect(keptChoices({ a: { judgement: 'fit', errors: [] } }, kase([material('a', { judgement: 'fit' })]))).toEqual({});
    expect(keptReasons(['short', 'gone'], kase([], { refusals: [refusal('short')] }))).toEqual(['short']);
  });
});

test('the queue is searched by person, item and number', () => {
  const item = (name: string, number: string) => ({ case: number, applicant: name, service_name: '居住证签注', number, phase: 'submitted', holder: 'intake', due: null, left: null, unit: null, provisional: false, possible_duplicate: false });
  const queue: DeskView = { ...QUEUE, groups: [{ code: 'soon', items: [item('周＊＊', '云居 2026 03 0042')] }, { code: 'later', items: [item('孙＊', '47')] }] };
  const names = (wanted: string) => found(queue, wanted).flatMap(({ items }) => items.map(({ applicant }) => applicant));
  expect(names('')).toHaveLength(2);
  expect(names('周')).toEqual(['周＊＊']);
  expect(names('２０２６03')).toEqual(['周＊＊']);
  expect(names('签注')).toHaveLength(2);
  expect(names('王')).toEqual([]);
});

describe('the desk', () => {
  async function desk(answers: Record<string, Answer>) {
    const id = ref<string | null>('c');
    const rig = await host({ 'desk.queue': () => QUEUE, ...answers });
    const scope = effectScope();
    const work = scope.run(() => useDesk(rig.app, id))!;
    await settle();
    return { ...rig, id, work, scope };
  }
  const acts = (calls: { name: string; request: Record<string, unknown> }[]) => calls.filter(({ name }) => name === 'desk.act').map(({ request }) => request as unknown as DeskActRequest);

  test('opens nothing by itself: each opening is logged', async () => {
    const { id, names, scope } = await desk({ 'desk.case': () => kase([material('a')]) });
    expect(names().filter((name) => name === 'desk.case')).toHaveLength(1);
    id.value = null;
    await settle();
    expect(names().filter((name) => name === 'desk.case')).toHaveLength(1);
    scope.stop();
  });

  test('a judgement carries the version that was seen, and the next material is at hand', async () => {
    const { work, calls, scope } = await desk({
      'desk.case': () => kase([material('a'), material('b')]),
      'desk.act': () => kase([material('a', { judgement: 'fit' }), material('b')], { version: 4 }),
    });
    expect(work.left).toBe(2);
    await work.press(work.current!, 'fit');
    expect(acts(calls)).toEqual([{ case: 'c', version: 3, act: { kind: 'judge', material: 'a', judgement: 'fit', errors: [] } }]);
    expect([work.cursor, work.left, work.choices]).toEqual(['b', 1, {}]);
    scope.stop();
  });

  test('what is unfit is recorded only with its error', async () => {
    const { work, calls, scope } = await desk({ 'desk.case': () => kase([material('a')]), 'desk.act': () => kase([material('a', { judgement: 'unfit', errors: ['blurred'] })]) });
    await work.press(work.current!, 'unfit');
    expect(acts(calls)).toEqual([]);
    await work.judge('a', { judgement: 'unfit', errors: [] });
    expect(acts(calls)).toEqual([]);
    await work.judge('a', { judgement: 'unfit', errors: ['blurred'] });
    expect(acts(calls)[0]?.act).toEqual({ kind: 'judge', material: 'a', judgement: 'unfit', errors: ['blurred'] });
    scope.stop();
  });

  test('rule_S6: a case that moved on is said, read anew, and what still applies is kept', async () => {
    let moved = false;
    const { app, work, scope, names } = await desk({
      'desk.case': () => (moved ? kase([material('a'), material('b', { may: [] })], { version: 9, refusals: [refusal('short')] }) : kase([material('a'), material('b')], { refusals: [refusal('short'), refusal('home')] })),
      'desk.act': () => { moved = true; throw failure({ kind: 'conflict', code: 'desk.stale' }); },
    });
    work.choices['b'] = { judgement: 'unfit', errors: [] };
    work.reasons = ['short', 'home'];
    await work.press(work.current!, 'fit');
    await settle();
    expect(work.stale).toBe(true);
    expect(work.view?.version).toBe(9);
    expect(work.choices).toEqual({ a: { judgement: 'fit', errors: [] } });
    expect(work.reasons).toEqual(['short']);
    expect(names().filter((name) => name === 'desk.case')).toHaveLength(2);
    expect(app.state.error).toBeNull();
    scope.stop();
  });

  test('another failure is shown and keeps the choice', async () => {
    const { app, work, scope } = await desk({ 'desk.case': () => kase([material('a')]), 'desk.act': () => { throw failure({ kind: 'offline', code: 'desk.offline' }); } });
    await work.press(work.current!, 'fit');
    expect(app.state.error?.code).toBe('desk.offline');
    expect(work.choices).toEqual({ a: { judgement: 'fit', errors: [] } });
    expect(work.stale).toBe(false);
    scope.stop();
  });

  test('another case forgets what was chosen for the one before', async () => {
    const { id, work, scope } = await desk({ 'desk.case': ({ case: wanted }: { case: string }) => kase([material('a')], { case: wanted, allowed: ['refuse'] }) });
    work.choices['a'] = { judgement: 'unfit', errors: [] };
    work.verdict = 'refuse';
    work.reasons = ['short'];
    id.value = 'd';
    await settle();
    expect([work.view?.case, work.choices, work.verdict, work.reasons]).toEqual(['d', {}, null, []]);
    scope.stop();
  });
});

test('a page is asked for once, and again only after it failed; all are forgotten with the screen', async () => {
  const urls = new Set<string>();
  vi.stubGlobal('URL', { createObjectURL: () => { const url = `blob:${urls.size}`; urls.add(url); return url; }, revokeObjectURL: (url: string) => urls.delete(url) });
  let broken = true;
  const { app, names } = await host({ 'desk.file': () => { if (broken) throw failure({ code: 'desk.offline' }); return { media_type: 'image/jpeg' }; } });
  const scope = effectScope();
  const { pages, read } = scope.run(() => usePictures(app))!;
  await read('c', 'f');
  expect(pages['f']?.state).toBe('failed');
  broken = false;
  await read('c', 'f');
  await read('c', 'f');
  expect([pages['f']?.state, names().length, urls.size]).toEqual(['ready', 2, 1]);
  scope.stop();
  expect([pages['f'], urls.size]).toEqual([undefined, 0]);
  vi.unstubAllGlobals();
});
