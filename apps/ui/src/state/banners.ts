/**
 * Reminders that rang while the app is open: one at a time, and quietly. Those that wait become one
 * that counts them; what is not looked at goes by itself, for it stands in the inbox.
 */

import { reactive } from 'vue';

import type { ReminderView } from '../api/generated/api';

export interface Banner {
  /** Null for one that only counts. */
  reminder: ReminderView | null;
  count: number;
  link: string;
}

export const BANNER_MS = 20_000;

export class Banners {
  readonly state = reactive<{ shown: Banner | null }>({ shown: null });
  private waiting: ReminderView[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private held = false;

  add(reminder: ReminderView): void {
    if (this.state.shown?.reminder?.id === reminder.id) this.state.shown = alone(reminder);
    else {
      this.waiting = [...this.waiting.filter(({ id }) => id !== reminder.id), reminder];
      this.next();
    }
  }

  /** The one that is shown was seen; the next one comes. */
  dismiss(): void {
    this.end();
    this.next();
  }

  clear(): void {
    this.waiting = [];
    this.end();
  }

  /** While nobody can look at one, or must not, none is shown and no time passes. */
  hold(held: boolean): void {
    this.held = held;
    const { shown } = this.state;
    if (held && shown) {
      if (shown.reminder) this.waiting.unshift(shown.reminder);
      else this.waiting.unshift(...this.counted);
      this.end();
    }
    this.next();
  }

  /** While somebody is on it the time stands still. */
  pause(): void {
    clearTimeout(this.timer);
  }

  resume(): void {
    clearTimeout(this.timer);
    if (this.state.shown) this.timer = setTimeout(() => this.dismiss(), BANNER_MS);
  }

  /** Those behind a banner that only counts. */
  private counted: ReminderView[] = [];

  private next(): void {
    if (this.held || this.state.shown || this.waiting.length === 0) return;
    const [first, ...others] = this.waiting;
    if (others.length === 0) this.state.shown = alone(first!);
    else {
      this.counted = this.waiting;
      this.state.shown = { reminder: null, count: this.waiting.reduce((sum, { count }) => sum + count, 0), link: '/messages' };
    }
    this.waiting = [];
    this.resume();
  }

  private end(): void {
    clearTimeout(this.timer);
    this.state.shown = null;
    this.counted = [];
  }
}

const alone = (reminder: ReminderView): Banner => ({ reminder, count: reminder.count, link: reminder.link });
