/** One thing that was just done and can still be taken back; it is final when the time is over. */

import { reactive } from 'vue';

export interface Undoable {
  text: string;
  /** Takes it back. */
  undo(): void | Promise<void>;
  /** Makes it final; for what is only put off until then. */
  done?(): void | Promise<void>;
}

export const UNDO_MS = 10_000;

export class Undo {
  readonly state = reactive<{ offered: { text: string } | null }>({ offered: null });
  private current: Undoable | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** What was offered before becomes final. */
  offer(undoable: Undoable): void {
    void this.end();
    this.current = undoable;
    this.state.offered = { text: undoable.text };
    this.resume();
  }

  async take(): Promise<void> {
    const current = this.clear();
    await current?.undo();
  }

  async end(): Promise<void> {
    const current = this.clear();
    await current?.done?.();
  }

  /** While somebody is on it the time stands still. */
  pause(): void {
    clearTimeout(this.timer);
  }

  resume(): void {
    clearTimeout(this.timer);
    if (this.current) this.timer = setTimeout(() => void this.end(), UNDO_MS);
  }

  private clear(): Undoable | null {
    clearTimeout(this.timer);
    const { current } = this;
    this.current = null;
    this.state.offered = null;
    return current;
  }
}
