/**
 * The bytes of one call in either direction: `[u32 big-endian JSON length][JSON, UTF-8][raw bytes]`.
 * Pictures and code modules travel as bytes, without base64.
 */

export interface Frame {
  json: unknown;
  bytes: Uint8Array;
}

export function encodeFrame(json: unknown, bytes: Uint8Array = new Uint8Array()): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const frame = new Uint8Array(4 + text.length + bytes.length);
  new DataView(frame.buffer).setUint32(0, text.length);
  frame.set(text, 4);
  frame.set(bytes, 4 + text.length);
  return frame;
}

/** Throws a `RangeError` when the frame is shorter than it says, a `SyntaxError` when it holds no JSON. */
export function decodeFrame(frame: Uint8Array): Frame {
  if (frame.length < 4) throw new RangeError('frame is shorter than its header');
  const length = new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getUint32(0);
  if (frame.length < 4 + length) throw new RangeError('frame is shorter than it says');
  return {
    json: JSON.parse(new TextDecoder().decode(frame.subarray(4, 4 + length))) as unknown,
    bytes: frame.subarray(4 + length),
  };
}
