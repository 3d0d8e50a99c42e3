/** Which group a case belongs to, and what its one button does. The core says what is allowed. */

import type { CaseCardView, CaseDetailView } from '../api/generated/api';

const ENDED = ['granted', 'refused', 'not_accepted', 'wrong_authority', 'supply_lapsed', 'withdrawn', 'terminated', 'annulled'];

export const isOver = (phase: string): boolean => ENDED.includes(phase);
/** Ended against the applicant: the one brick edge. */
export const isAgainst = (phase: string): boolean => isOver(phase) && phase !== 'granted' && phase !== 'withdrawn';

export interface Groups {
  you: CaseCardView[];
  /** Signed, and the platform has said nothing yet. */
  here: CaseCardView[];
  open: CaseCardView[];
  over: CaseCardView[];
}

/** What waits for the person first; within a group the nearest day, then the newest. */
export function grouped(cards: readonly CaseCardView[]): Groups {
  const near = (card: CaseCardView) => card.days_left?.due ?? '9999-12-31';
  const sorted = [...cards].sort((one, other) => near(one).localeCompare(near(other)) || other.since.localeCompare(one.since));
  const group = (card: CaseCardView): keyof Groups => (card.needs_you ? 'you' : card.phase === 'draft' ? 'here' : isOver(card.phase) ? 'over' : 'open');
  const groups: Groups = { you: [], here: [], open: [], over: [] };
  for (const card of sorted) groups[group(card)].push(card);
  groups.over.sort((one, other) => other.since.localeCompare(one.since));
  return groups;
}

/** The one thing that a person can do about a case now. */
export type NextStep = 'update' | 'certificate' | 'decision' | 'supply' | 'supply_more' | 'sends' | 'fix' | 'granted' | 'withdrawn' | 'nothing';

export function nextStep(view: CaseDetailView): NextStep {
  const { phase } = view.card;
  if (view.update_needed) return 'update';
  if (view.certificate) return 'certificate';
  if (view.ruling) return 'decision';
  if (phase === 'granted') return 'granted';
  if (phase === 'withdrawn') return 'withdrawn';
  // What was supplied or taken back is on its way: to ask for it again would be a lie. Photos of the submission are no reason, nor is another route for documents.
  if (view.outbox.some(({ action, state }) => action !== 'submit' && action !== 'choose_route' && state !== 'received' && state !== 'returned_for_correction')) return 'sends';
  if (view.allowed.includes('supply')) return phase === 'supplement_asked' ? 'supply' : 'supply_more';
  if (view.outbox.some(({ state }) => state === 'needs_you' || state === 'returned_for_correction')) return 'fix';
  if (view.outbox.some(({ state }) => state !== 'received')) return 'sends';
  return 'nothing';
}
