/** What the elements of the gallery show. All of it is invented. */

import type { CommonErrorView, DaysLeftView, FormFieldView, SampleView, SourceView } from '../src/api/generated/api';

export const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60" width="60" height="60"><rect width="60" height="60" fill="#dfe6e1"/><circle cx="30" cy="24" r="11" fill="#8a6a55"/><path d="M8 60c3-18 12-24 22-24s19 6 22 24z" fill="#37203f"/></svg>';

export const SOURCE: SourceView = {
  title: '云泉市老年人优待办法', clause: '第六条', number: '云政发〔2024〕3 号', in_force: true, proposed: false, since: '2024-05-01', note: null,
  losing: [{ text: '旧办法第九条：三十日内', why: '与上位法不一致' }],
};

export const ERROR: CommonErrorView = { id: 'phone', number: 2, text: '号码没写完，快递打不通。', wrong: '139 0000 12', right: '139 0000 1234' };

export const SAMPLES: SampleView[] = [
  { title: '一寸照片', markdown: null, svg: PICTURE },
  { title: '样表', markdown: '| 项目 | 填写 |\n| --- | --- |\n| 姓名 | 周样例 |\n| 要实体卡吗 | ☑ 要 |', svg: null },
];

export const NOTES = '## 还要知道\n\n优待证只用来享受优待，**不代替**身份证。\n\n1. 丢了可以补办\n2. 搬家凭新住址换证';

const field = (id: string, label: string, input: FormFieldView['input'], more: Partial<FormFieldView> = {}): FormFieldView => ({
  id, label, help: null, purpose: '寄证', visible: true, input, needed: true, editable: true, value: null, typed: null, origin: null, problems: [], ...more,
});
const problem = (code: string, params: Record<string, string | number> = {}) => [{ code, params, text: null, only_missing: false, common_error: null }];

export const FIELDS: FormFieldView[] = [
  field('empty', '姓名', { kind: 'person_name' }),
  field('phone', '收件电话', { kind: 'phone' }, { value: { kind: 'text', value: '1390000123' }, problems: [{ ...problem('too_short', { missing: 1 })[0]!, common_error: ERROR }] }),
  field('citizen', '身份证号', { kind: 'citizen_id' }, { value: { kind: 'text', value: '11010519491231002X' } }),
  field('code', '统一社会信用代码', { kind: 'credit_code' }, { value: { kind: 'text', value: '91640100MA00000000' }, problems: problem('bad_check_character') }),
  field('born', '出生日期', { kind: 'date', earliest: null, latest: null }, { value: { kind: 'text', value: '2023-2-29' }, problems: problem('wrong_type') }),
  field('card', '要实体卡吗', { kind: 'yes_no' }, { value: { kind: 'bool', value: true } }),
  field('household', '户口情况', { kind: 'choice', options: [{ id: 'a', label: '户口在本地' }, { id: 'b', label: '户口在外地，常住本地已满半年' }] }, { problems: problem('missing') }),
  field('benefits', '想先开通哪些优待', { kind: 'choices', min: 0, max: 2, options: ['公交', '公园景点', '图书馆'].map((label) => ({ id: label, label })) }, { needed: false, help: '不选也都能用，只是先后。', value: { kind: 'choices', value: ['公交'] } }),
  field('people', '几个人', { kind: 'number', min: 1, max: 9 }, { value: { kind: 'number', value: 12 }, problems: problem('out_of_range', { min: 1, max: 9 }) }),
  field('money', '出资额', { kind: 'money', min: 0, max: 100_000_00 }, { value: { kind: 'number', value: 120_050 } }),
  field('address', '现住址', { kind: 'address' }, { value: { kind: 'text', value: '云泉区石桥镇\n石桥沟村 11 号' } }),
  field('story', '还想说的', { kind: 'long_text', max: 20 }, { needed: false, value: { kind: 'text', value: '周一到周五上午都在家，请先打电话。' } }),
  field('truthful', '以上内容属实。', { kind: 'declaration' }, { problems: problem('not_declared') }),
];

function line(from: number, count: number, today: number): DaysLeftView['line'] {
  return Array.from({ length: count }, (_, i) => {
    const date = new Date(Date.UTC(2026, 1, from + i)).toISOString().slice(0, 10);
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    const makeUp = date === '2026-02-28';
    const counted = i > 0 && (makeUp || (weekday !== 0 && weekday !== 6));
    return { date, counted, why: makeUp ? 'make_up_day' : counted ? 'working_day' : 'weekly_day_off', today: i === today, name: makeUp ? '春节补班' : null };
  });
}

const days = (left: number, entries: DaysLeftView['line'], overdue = false): DaysLeftView => ({
  kind: 'decision', left, unit: 'working', due: entries.at(-1)!.date, overdue, provisional: false, today: entries.find(({ today }) => today)!.date, rule: SOURCE, promise_days: 10, law_days: 20, silence_accepts: false, stopped: null, line: entries,
});

export const DAYS: DaysLeftView[] = [days(6, line(25, 14, 5)), days(17, line(25, 30, 5)), days(0, line(25, 14, 13), true)];
