/** The inbox in the order in which it is read: what waits on top, the last weeks by day, the rest by month. */

import type { MessageView } from '../api/generated/api';
import { dayOf } from './dates';

export interface DayOfMessages {
  /** An instant of that day. */
  at: string;
  messages: MessageView[];
}

export interface MonthOfMessages {
  /** An instant of that month. */
  at: string;
  count: number;
  unread: number;
  days: DayOfMessages[];
}

export interface Inbox {
  top: MessageView[];
  days: DayOfMessages[];
  months: MonthOfMessages[];
  unread: number;
  /** When the oldest was told that was not read; null when everything was. */
  oldest: string | null;
}

/** A line of the list: looks of one officer at one case that follow each other are one. */
export interface Line extends MessageView {
  /** The messages behind it. */
  ids: string[];
}

/** Each message stands in exactly one of top, days and months: nothing is lost, however long one was away. */
export function inboxOf(messages: readonly MessageView[], now: string): Inbox {
  const top = waiting(messages);
  const days = byDay(messages.filter((message) => !top.includes(message)));
  const recent = days.filter(({ at }) => Date.parse(at) > Date.parse(now) - RECENT_MS);
  const unread = messages.filter(({ read }) => !read);
  return {
    top, days: recent, months: byMonth(days.slice(recent.length)), unread: unread.length,
    oldest: unread.map(({ at }) => at).sort((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null,
  };
}

export function folded(messages: readonly MessageView[]): Line[] {
  const lines: Line[] = [];
  for (const message of messages) {
    const last = lines.at(-1);
    if (last && message.code === 'look' && last.code === 'look' && last.case === message.case && last.params.actor === message.params.actor) {
      last.ids.push(message.id);
      last.read &&= message.read;
    } else lines.push({ ...message, ids: [message.id] });
  }
  return lines;
}

/** How many lines of a full day stand there before the others are asked for: none that was not read is hidden. */
export function openLines(lines: readonly Line[]): number {
  if (lines.length <= FULL_DAY + 1) return lines.length;
  const unread = lines.reduce((last, { read }, i) => (read ? last : i + 1), 0);
  return Math.max(FULL_DAY, unread);
}

export function byDay(messages: readonly MessageView[]): DayOfMessages[] {
  const days: DayOfMessages[] = [];
  const key = (at: string) => { const { year, month, day } = dayOf(at); return `${year}-${month}-${day}`; };
  for (const message of [...messages].sort(newestFirst)) {
    const last = days.at(-1);
    if (last && key(last.at) === key(message.at)) last.messages.push(message);
    else days.push({ at: message.at, messages: [message] });
  }
  return days;
}

function byMonth(days: readonly DayOfMessages[]): MonthOfMessages[] {
  const months: MonthOfMessages[] = [];
  const key = (at: string) => { const { year, month } = dayOf(at); return `${year}-${month}`; };
  for (const day of days) {
    if (months.length === 0 || key(months.at(-1)!.at) !== key(day.at)) months.push({ at: day.at, count: 0, unread: 0, days: [] });
    const month = months.at(-1)!;
    month.days.push(day);
    month.count += day.messages.length;
    month.unread += day.messages.filter(({ read }) => !read).length;
  }
  return months;
}

/** Only the newest of those that wait for the same thing of a case is on top; the others are history. */
export function waiting(messages: readonly MessageView[]): MessageView[] {
  const seen = new Set<string>();
  return [...messages]
    .filter(({ needs_you }) => needs_you)
    .sort(newestFirst)
    .filter((message) => {
      const what = `${message.case ?? message.id} ${message.link}`;
      const known = seen.has(what);
      seen.add(what);
      return !known;
    });
}

const newestFirst = (one: MessageView, other: MessageView) => Date.parse(other.at) - Date.parse(one.at);

/** What happened within these days stands there by day. */
const RECENT_MS = 31 * 86_400_000;
const FULL_DAY = 6;
