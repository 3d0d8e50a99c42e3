/** What of the outbox a screen draws: which bead, which sentence. The core decides the state. */

import type { OutboxDoView, OutboxItemView, OutboxView } from '../api/generated/api';

/** The beads of the thread: hollow = still only here, filled = the other side has it. */
export type Knot = 'need' | 'here' | 'behind' | 'part' | 'half' | 'done';

const KNOTS: Record<string, Knot> = {
  editing: 'here', ready: 'here', waiting_for_network: 'here', sending: 'part', text_received: 'half', received: 'done',
  returned_for_correction: 'need', needs_you: 'need', blocked_by: 'behind',
};

/** The nine states; one that a newer core knows is drawn as something that is still only here. */
export const STATES = Object.keys(KNOTS);

export const knotOf = (state: string): Knot => KNOTS[state] ?? 'here';

/** What may stand as a button on an item itself; what is dangerous or seldom is in its sheet. */
export const OFFERED: Record<string, readonly OutboxDoView[]> = {
  editing: ['correct'], ready: ['take_back'], waiting_for_network: ['take_back'], text_received: ['see_case'], received: ['see_case'],
  returned_for_correction: ['correct', 'see_case'], needs_you: ['choose', 'correct', 'retry'], blocked_by: ['see_other', 'see_case'],
};

/** What needs the person stands first, what has arrived last; the order of the core within. */
export function inOrder(items: readonly OutboxItemView[]): OutboxItemView[] {
  const rank: Record<Knot, number> = { need: 0, here: 1, behind: 1, part: 2, half: 3, done: 4 };
  return [...items].sort((one, other) => rank[knotOf(one.state)] - rank[knotOf(other.state)]);
}

/** What the line under the top bar says; null when all is sent and nobody has to do anything. */
export function lineOf(outbox: OutboxView | null): { needs: number; waiting: number; next: 'clock' | 'sending' | 'offline' | null } | null {
  if (!outbox) return null;
  const needs = outbox.items.filter(({ state }) => knotOf(state) === 'need').length;
  if (needs === 0 && outbox.waiting === 0 && !outbox.problem) return null;
  const sending = outbox.online && outbox.items.some(({ state }) => state === 'sending');
  const next = outbox.waiting === 0 ? null : sending ? 'sending' : outbox.next_try_at ? 'clock' : outbox.online ? null : 'offline';
  return { needs, waiting: outbox.waiting, next };
}

/** Message key of how the network is; what waits comes first, the past last. */
export function netOf(outbox: OutboxView): 'offline_next' | 'offline' | 'next' | 'sending' | 'waits' | 'all_sent' {
  const line = lineOf(outbox);
  if (outbox.waiting > 0) {
    if (!outbox.online) return outbox.next_try_at ? 'offline_next' : 'offline';
    return outbox.next_try_at && !outbox.items.some(({ state }) => state === 'sending') ? 'next' : 'sending';
  }
  return line && line.needs > 0 ? 'waits' : 'all_sent';
}
