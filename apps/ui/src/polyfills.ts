/**
 * What the oldest supported engines (Chromium 89, Safari 15.0) lack and the libraries call.
 * Without it an old web view stops at a blank page instead of showing a certificate.
 */

export function at<T>(this: readonly T[], index: number): T | undefined {
  const place = Math.trunc(index) || 0;
  return this[place < 0 ? this.length + place : place];
}

export function hasOwn(object: object, key: PropertyKey): boolean {
  return Object.prototype.hasOwnProperty.call(object, key);
}

/** Adds what is missing and leaves alone what is there. */
export function addMissing(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { configurable: true, writable: true, value });
}

addMissing(Array.prototype, 'at', at);
addMissing(Object, 'hasOwn', hasOwn);
