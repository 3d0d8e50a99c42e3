import { expect, test } from 'vitest';

import { addMissing, at, hasOwn } from '../src/polyfills';

test.each([0, 1, -1, -3, 5, -9, NaN, 1.9])('at(%d) is the one of the language', (index) => {
  expect(at.call([1, 2, 3], index)).toBe([1, 2, 3].at(index));
});

test('hasOwn is the one of the language', () => {
  expect(hasOwn({ a: 1 }, 'a')).toBe(true);
  expect(hasOwn({ a: 1 }, 'toString')).toBe(false);
  expect(hasOwn(Object.create(null) as object, 'a')).toBe(false);
});

test('only what is missing is added', () => {
  const target: Record<string, unknown> = { there: 1 };
  addMissing(target, 'there', 2);
  addMissing(target, 'missing', 3);
  expect(target['there']).toBe(1);
  expect(target['missing']).toBe(3);
  expect(Object.keys(target)).toEqual(['there']);
});
