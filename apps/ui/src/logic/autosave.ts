/**
 * Keeps what a person types: 300 ms after the last key, at once when told to, one save at a time.
 * What was typed while a save was on its way goes with the next one; what could not be saved stays
 * and is tried again. An answer is given up only after the save that carried its newest value.
 */

import type { ValueView } from '../api/generated/api';

export type Answer = ValueView | null;
export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed';

export interface Saving<R> {
  send(answers: { field: string; value: Answer }[], page: number): Promise<R>;
  /** `settled`: the fields whose newest value this reply holds. */
  saved(reply: R, settled: string[]): void;
  failed(error: unknown): void;
  state(state: SaveState): void;
  /** Whether what could not be saved is tried again; not any more when the wallet closed. */
  goesOn(): boolean;
}

export const QUIET_MS = 300;
export const RETRY_MS = 5000;

export class Autosave<R> {
  private waiting = new Map<string, Answer>();
  private turned = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<boolean> | null = null;

  constructor(private readonly saving: Saving<R>, private page: number) {}

  type(field: string, value: Answer): void {
    this.waiting.set(field, value);
    this.later(QUIET_MS);
    if (!this.running) this.saving.state('waiting');
  }

  /** The person went to another page. */
  turn(page: number): Promise<boolean> {
    this.turned ||= page !== this.page;
    this.page = page;
    return this.flush();
  }

  get pending(): boolean {
    return this.waiting.size > 0 || this.turned;
  }

  /** Saves now whatever there is; true when nothing is left to save. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    if (this.running) {
      await this.running;
      return this.pending ? this.flush() : true;
    }
    if (!this.pending) return true;
    this.running = this.save();
    return this.running;
  }

  private async save(): Promise<boolean> {
    const [sent, turned] = [this.waiting, this.turned];
    this.waiting = new Map();
    this.turned = false;
    this.saving.state('saving');
    try {
      const reply = await this.saving.send([...sent].map(([field, value]) => ({ field, value })), this.page);
      this.running = null;
      this.saving.saved(reply, [...sent.keys()].filter((field) => !this.waiting.has(field)));
      this.saving.state(this.pending ? 'waiting' : 'saved');
      return true;
    } catch (error) {
      this.running = null;
      // What was typed since then is newer.
      for (const [field, value] of sent) if (!this.waiting.has(field)) this.waiting.set(field, value);
      this.turned ||= turned;
      this.saving.failed(error);
      this.saving.state('failed');
      if (this.saving.goesOn()) this.later(RETRY_MS);
      else this.waiting.clear();
      return false;
    }
  }

  private later(wait: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), wait);
  }
}
