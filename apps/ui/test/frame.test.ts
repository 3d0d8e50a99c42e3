import { expect, test } from 'vitest';

import { decodeFrame, encodeFrame } from '../src/api/frame';

test('a frame comes back as it was, with Hanzi and bytes', () => {
  const back = decodeFrame(encodeFrame({ name: '周桂芳' }, new Uint8Array([0, 1, 255])));
  expect(back.json).toEqual({ name: '周桂芳' });
  expect([...back.bytes]).toEqual([0, 1, 255]);
});

test('the length is big-endian and counts bytes, not letters', () => {
  expect([...encodeFrame('证').subarray(0, 4)]).toEqual([0, 0, 0, 5]);
});

test.each([[[]], [[0, 0, 0]], [[0, 0, 0, 9, 123, 125]], [[255, 255, 255, 255]]])('a frame cut short is refused: %j', (bytes) => {
  expect(() => decodeFrame(new Uint8Array(bytes))).toThrow(RangeError);
});

test('a frame inside a larger buffer is read at its own place', () => {
  const frame = encodeFrame({ ok: 1 }, new Uint8Array([7]));
  const larger = new Uint8Array(frame.length + 8);
  larger.set(frame, 8);
  expect(decodeFrame(larger.subarray(8)).json).toEqual({ ok: 1 });
});
