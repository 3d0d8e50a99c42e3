// The browser host's clock is a file: it stands still until a test moves it.
import { renameSync, writeFileSync } from 'node:fs';

/** The instant at which every journey begins. */
export const START = '2026-03-02T09:00:00+08:00';

/**
 * The platform's clock ticks while the apps' stand still: it starts earlier, so that nothing
 * it signs is ahead of them (rule C10 would refuse to show).
 */
export const PLATFORM_START = '2026-03-02T08:55:00+08:00';

export class FileClock {
  #path;
  #now;

  constructor(path) {
    this.#path = path;
    this.set(START);
  }

  get setting() {
    return `@${this.#path}`;
  }

  get now() {
    return new Date(this.#now * 1000).toISOString().replace('.000Z', 'Z');
  }

  set(instant) {
    this.#now = Date.parse(instant) / 1000;
    this.#write();
  }

  advance(seconds) {
    this.#now += seconds;
    this.#write();
  }

  // Renamed into place, so that a reader never sees half an instant.
  #write() {
    writeFileSync(`${this.#path}.new`, this.now);
    renameSync(`${this.#path}.new`, this.#path);
  }
}
