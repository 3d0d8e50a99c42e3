/** The words behind a number of days: which days made up for a holiday, and how a limit is counted. */

import type { DaysLeftView } from '../api/generated/api';

/** Days that are worked to make up for a holiday: the sentence under the number names them. */
export const madeUp = (view: DaysLeftView): string[] => view.line.filter(({ counted, why }) => counted && why === 'make_up_day').map(({ date }) => date);

/** Which sentence says what was promised and what the law allows; null when neither is known. */
export function limitOf(view: DaysLeftView): 'promise_law' | 'promise_law_calendar' | 'only_working' | 'only_calendar' | null {
  const { promise_days: promise, law_days: law, unit } = view;
  if (promise !== null && law !== null && promise !== law) return unit === 'working' ? 'promise_law' : 'promise_law_calendar';
  if (promise === null && law === null) return null;
  return unit === 'working' ? 'only_working' : 'only_calendar';
}

/** How many days, as a number that is never negative: before the day or after it. */
export const distance = (view: DaysLeftView): number => Math.abs(view.left);
