/** Messages in the order in which they are read: what waits on top, the rest by day. */

import type { MessageView } from '../api/generated/api';
import { dayOf } from './dates';

export interface DayOfMessages {
  /** An instant of that day. */
  at: string;
  messages: MessageView[];
}

/** A line of the list: looks of one officer at one case that follow each other are one. */
export interface Line extends MessageView {
  /** The messages behind it. */
  ids: string[];
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

export function byDay(messages: readonly MessageView[]): DayOfMessages[] {
  const days: DayOfMessages[] = [];
  const key = (at: string) => { const { year, month, day } = dayOf(at); return `${year}-${month}-${day}`; };
  for (const message of [...messages].sort((one, other) => Date.parse(other.at) - Date.parse(one.at))) {
    const last = days.at(-1);
    if (last && key(last.at) === key(message.at)) last.messages.push(message);
    else days.push({ at: message.at, messages: [message] });
  }
  return days;
}

/** Only the newest of those that wait for the same case is on top; the others are history. */
export function waiting(messages: readonly MessageView[]): MessageView[] {
  const seen = new Set<string>();
  return [...messages]
    .filter(({ needs_you }) => needs_you)
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
    .filter((message) => {
      const known = message.case !== null && seen.has(message.case);
      if (message.case !== null) seen.add(message.case);
      return !known;
    });
}

/** Where a message leads. */
export function wayOf(message: MessageView): { name: string; params?: { id: string }; query?: { case: string } } | null {
  if (message.case === null) return message.code === 'certificate' ? { name: 'certificates' } : null;
  const id = message.case;
  switch (message.code) {
    case 'supplement': return message.needs_you ? { name: 'notice', params: { id } } : { name: 'cases', params: { id } };
    case 'refused': case 'not_accepted': case 'wrong_authority': case 'supply_lapsed': case 'terminated': case 'annulled': return { name: 'decision', params: { id } };
    case 'look': return { name: 'looks', query: { case: id } };
    default: return { name: 'cases', params: { id } };
  }
}
