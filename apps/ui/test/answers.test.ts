import { describe, expect, test } from 'vitest';

import { dateAnswer, dateParts, groupedAnswer, moneyAnswer, moneyText, numberAnswer, textAnswer, yuanOf } from '../src/logic/answers';
import { caretIn, grouped } from '../src/logic/groups';

describe('what is typed becomes a typed value, or stays as it was typed', () => {
  test.each([
    ['12', { kind: 'number', value: 12 }], ['１２', { kind: 'number', value: 12 }], ['1,200', { kind: 'number', value: 1200 }],
    ['-3', { kind: 'number', value: -3 }], ['十二', { kind: 'text', value: '十二' }], ['1.5', { kind: 'text', value: '1.5' }], ['', null],
  ])('number %s', (typed, value) => expect(numberAnswer(typed)).toEqual(value));

  test.each([
    ['12', 1200], ['12.5', 1250], ['12.50', 1250], ['１２．０５', 1205], ['0.01', 1], ['1,000', 100_000],
  ])('%s yuan are %i fen', (typed, fen) => expect(moneyAnswer(typed)).toEqual({ kind: 'number', value: fen }));

  test.each(['12.345', '-1', '十二元', '1..2'])('%s is no amount and is kept', (typed) => expect(moneyAnswer(typed)).toEqual({ kind: 'text', value: typed }));

  test('every fen comes back as it was', () => {
    for (const fen of [0, 1, 10, 99, 100, 101, 120_050, 99_999_999]) expect(moneyAnswer(yuanOf(fen))).toEqual({ kind: 'number', value: fen });
    expect(moneyText({ kind: 'text', value: '12.' })).toBe('12.');
  });

  test('an ID number is kept without gaps, its X large', () => expect(groupedAnswer('110105 19491231 002x')).toEqual({ kind: 'text', value: '11010519491231002X' }));
  test('an empty line takes the answer away', () => expect(textAnswer('')).toBeNull());
});

describe('days', () => {
  test.each([
    [['1949', '12', '31'], { kind: 'day', value: '1949-12-31' }], [['1949', '1', '2'], { kind: 'day', value: '1949-01-02' }],
    [['2023', '2', '29'], { kind: 'text', value: '2023-2-29' }], [['2024', '2', '29'], { kind: 'day', value: '2024-02-29' }],
    [['1949', '', ''], { kind: 'text', value: '1949--' }], [['', '', ''], null], [['49', '12', '31'], { kind: 'text', value: '49-12-31' }],
  ])('%s', ([year, month, day], value) => expect(dateAnswer({ year: year!, month: month!, day: day! })).toEqual(value));

  test('half a day comes back in its three places', () => {
    for (const parts of [{ year: '1949', month: '', day: '' }, { year: '', month: '2', day: '' }, { year: '2023', month: '2', day: '29' }, { year: '1949', month: '12', day: '31' }]) {
      expect(dateParts(dateAnswer(parts))).toEqual(parts);
    }
  });
});

describe('groups', () => {
  test.each([
    ['13900001234', 'phone', '139 0000 1234'], ['139 0000 12', 'phone', '139 0000 12'], ['139000012345', 'phone', '139 0000 12345'],
    ['0951-123', 'phone', '0951-123'], ['11010519491231002X', 'citizen_id', '110105 19491231 002X'], ['', 'phone', ''],
  ] as const)('%s', (typed, kind, shown) => expect(grouped(typed, kind)).toBe(shown));

  test('the caret stays behind the digit that was typed last', () => {
    expect(caretIn('139 0000', '1390')).toBe(5);
    expect(caretIn('139 0000 1234', '139 00')).toBe(6);
    expect(caretIn('139', '')).toBe(0);
  });
});
