/** Quiet zone of a QR code, in modules; part of the white, in every theme. */
export const QUIET = 4;

/**
 * Whole device pixels a module, as many as fit into `room` CSS pixels; at least one.
 * A fraction would blur the edges between modules and cost reading distance.
 */
export function pixelsPerModule(size: number, room: number, ratio: number): number {
  return Math.max(1, Math.floor((room * ratio) / (size + 2 * QUIET)));
}

/** Black on white with the quiet zone, one byte a module in, RGBA rows out at one pixel a module. */
export function drawModules(modules: Uint8Array, size: number): Uint8ClampedArray<ArrayBuffer> {
  const side = size + 2 * QUIET;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (modules[row * size + column] !== 1) continue;
      const at = ((row + QUIET) * side + column + QUIET) * 4;
      pixels.fill(0, at, at + 3);
    }
  }
  return pixels;
}
