import { describe, expect, test } from 'vitest';

import { NO_COUNTS, total } from '../src/logic/counts';
import { ageOf, clockOf, dayOf, isSameDay, parseDay, spanOf } from '../src/logic/dates';
import { digitsOf, grouped } from '../src/logic/digits';
import { limitOf } from '../src/logic/limit';
import { masked } from '../src/logic/mask';
import { drawModules, pixelsPerModule, QUIET } from '../src/logic/modules';
import { ScannerBuffer } from '../src/logic/scanner';

describe('dates', () => {
  test('a day is a calendar day in every time zone', () => {
    expect(parseDay('1959-10-18')).toEqual({ year: 1959, month: 10, day: 18 });
    expect(parseDay('1959-10-18T00:00:00Z')).toBeNull();
  });
  test.each([[0, 'now', 0], [59, 'now', 0], [60, 'minutes', 1], [3599, 'minutes', 59], [3600, 'hours', 1], [86_399, 'hours', 23], [3 * 86_400, 'days', 3]])('%d seconds', (seconds, unit, n) => {
    expect(ageOf(seconds)).toEqual({ unit, n });
  });
  test('a wait is never said shorter than it is', () => {
    expect(spanOf(42)).toEqual({ unit: 'seconds', n: 42 });
    expect(spanOf(61)).toEqual({ unit: 'minutes', n: 2 });
    expect(spanOf(3601)).toEqual({ unit: 'hours', n: 2 });
  });
  test('the same day', () => {
    expect(isSameDay('2026-03-02T01:00:00Z', '2026-03-02T15:59:00Z')).toBe(true);
    expect(isSameDay('2026-03-02T15:59:00Z', '2026-03-02T16:01:00Z')).toBe(false);
    expect(dayOf('2026-03-02T16:01:00Z')).toEqual({ year: 2026, month: 3, day: 3 });
    expect(clockOf('2026-03-02T01:05:00Z')).toBe('9:05');
  });
});

describe('digits', () => {
  test('whatever separates them is understood', () => {
    expect(digitsOf('3107 0186', 8)).toBe('31070186');
    expect(digitsOf('３１０７－０１８６9', 8)).toBe('31070186');
  });
  test('printed in two groups', () => {
    expect(grouped('31070186')).toBe('3107 0186');
    expect(grouped('31070')).toBe('3107 0');
    expect(grouped('3107')).toBe('3107');
  });
});

describe('a limit', () => {
  test.each([
    [0, { at: 0, minutes: 15, over: false }],
    [1, { at: 1 / 900, minutes: 15, over: false }],
    [450, { at: 0.5, minutes: 8, over: false }],
    [900, { at: 1, minutes: 0, over: true }],
    [5000, { at: 1, minutes: 0, over: true }],
  ])('%i seconds after its beginning', (now, said) => {
    const { at, ...rest } = limitOf(0, 900, now);
    expect(at).toBeCloseTo(said.at);
    expect(rest).toEqual({ minutes: said.minutes, over: said.over });
  });

  test('a clock that is behind never makes it longer than it is', () => {
    expect(limitOf(1000, 1900, 400)).toEqual({ at: 0, minutes: 15, over: false });
  });
});

test('a masked number shows its ends only', () => {
  expect(masked('99010819591018002X')).toBe('99************002X');
  expect(masked('12')).toBe('**');
});

describe('code on the screen', () => {
  test('whole device pixels a module, quiet zone counted', () => {
    expect(pixelsPerModule(93, 374, 2)).toBe(7);
    expect(pixelsPerModule(93, 374, 1)).toBe(3);
    expect(pixelsPerModule(117, 50, 1)).toBe(1);
  });
  test('black on white with four modules of white around', () => {
    const pixels = drawModules(new Uint8Array([1, 0, 0, 1]), 2);
    const side = 2 + 2 * QUIET;
    const at = (row: number, column: number) => [...pixels.subarray((row * side + column) * 4, (row * side + column) * 4 + 4)];
    expect(pixels.length).toBe(side * side * 4);
    expect(at(QUIET, QUIET)).toEqual([0, 0, 0, 255]);
    expect(at(QUIET, QUIET + 1)).toEqual([255, 255, 255, 255]);
    expect(at(QUIET + 1, QUIET + 1)).toEqual([0, 0, 0, 255]);
    for (let i = 0; i < side; i += 1) {
      expect(at(QUIET - 1, i)).toEqual([255, 255, 255, 255]);
      expect(at(i, side - QUIET)).toEqual([255, 255, 255, 255]);
    }
  });
});

describe('a scanner that types', () => {
  const type = (buffer: ScannerBuffer, text: string, gap: number, from = 1000) => {
    [...text].forEach((key, i) => buffer.key(key, from + i * gap));
    return buffer.key('Enter', from + text.length * gap);
  };
  test('is read at its Enter', () => {
    expect(type(new ScannerBuffer(), 'TB1:7WPSNBKEMY', 8)).toBe('TB1:7WPSNBKEMY');
  });
  test('a person who types is not a scanner', () => {
    expect(type(new ScannerBuffer(), 'TB1:7WPSNBKEMY', 400)).toBeNull();
  });
  test('a lone Enter and single keys are nothing', () => {
    const buffer = new ScannerBuffer();
    expect(buffer.key('Enter', 5)).toBeNull();
    buffer.key('s', 1000);
    expect(buffer.busy).toBe(false);
  });
  test('keys without a letter do not disturb it', () => {
    const buffer = new ScannerBuffer();
    ['Shift', ...'TB1:7WPSNBKEMY'].forEach((key, i) => buffer.key(key, 100 + i));
    expect(buffer.key('Enter', 130)).toBe('TB1:7WPSNBKEMY');
  });
});

test('counts hold words and nothing else', () => {
  expect(total({ ...NO_COUNTS, valid: 34, revoked: 1, cannot_tell: 2 })).toBe(37);
});
