/** A file in pieces: what is read of it at once stays small, however long it is. */

export const PIECE = 1 << 20;

export interface PieceSource {
  size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** Every piece in order; the last one says so, and an empty file is one empty last piece. */
export async function* pieces(file: PieceSource): AsyncGenerator<{ bytes: Uint8Array; last: boolean; percent: number }> {
  for (let from = 0; ; from += PIECE) {
    const to = Math.min(from + PIECE, file.size);
    const bytes = new Uint8Array(await file.slice(from, to).arrayBuffer());
    yield { bytes, last: to >= file.size, percent: file.size === 0 ? 100 : Math.floor((to / file.size) * 100) };
    if (to >= file.size) return;
  }
}

/** A size as people say it. */
export function sizeOf(bytes: number): { unit: 'megabytes' | 'kilobytes'; n: string } {
  return bytes >= 1_000_000 ? { unit: 'megabytes', n: (bytes / 1_000_000).toFixed(1) } : { unit: 'kilobytes', n: String(Math.max(1, Math.round(bytes / 1_000))) };
}
