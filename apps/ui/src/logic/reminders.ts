/** The switches of the reminders. */

import type { RemindersView } from '../api/generated/api';

export const KINDS = ['cases', 'deadlines', 'certificates', 'drafts'] as const;
export type Kind = (typeof KINDS)[number];
export type Mix = Record<Kind, boolean>;

export const mixOf = (view: RemindersView): Mix => ({ cases: view.cases, deadlines: view.deadlines, certificates: view.certificates, drafts: view.drafts });
export const countOn = (mix: Mix): number => KINDS.filter((kind) => mix[kind]).length;
/** All kinds alike. */
export const all = (on: boolean): Mix => ({ cases: on, deadlines: on, certificates: on, drafts: on });

/** What the settings say in one line. */
export function summaryOf(view: RemindersView): 'off' | 'quiet' | 'on' {
  if (countOn(mixOf(view)) === 0) return 'off';
  return view.quiet && view.quiet_from !== view.quiet_to ? 'quiet' : 'on';
}
