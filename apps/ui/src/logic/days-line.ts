/** Which days of a limit get a bead and which of them a label, so that a long limit stays readable. */

import type { DaysLeftView } from '../api/generated/api';

export interface LineDay {
  date: string;
  counted: boolean;
  state: 'past' | 'today' | 'ahead' | 'due';
  /** The words below the bead: the date as a number, and why the day is special. */
  labelled: boolean;
  /** The month is said at the first label and at each change. */
  month: boolean;
  /** A reason that is worth a word: a day off that counts, a holiday in the week. */
  special: string | null;
}

/** As many labels as fit beside each other on a phone. */
export const LABELS = 12;
const SPECIAL = ['make_up_day', 'holiday'];

export function daysLine({ line, due, today }: Pick<DaysLeftView, 'line' | 'due' | 'today'>, room = LABELS): LineDay[] {
  const shown = line.filter((day) => day.counted || day.today || day.date === due);
  const few = shown.length <= room;
  let month = '';
  return shown.map((day, i) => {
    const state = day.date === due ? 'due' : day.today ? 'today' : day.date < today ? 'past' : 'ahead';
    const end = i === 0 || state === 'due' || state === 'today';
    // Neighbours of a label that must stand keep quiet; every fifth of the others speaks.
    const near = shown.some((other, j) => j !== i && Math.abs(i - j) < 3 && (j === 0 || other.date === due || other.today));
    const labelled = few || end || (!near && i % 5 === 0);
    const changed = labelled && day.date.slice(0, 7) !== month;
    if (changed) month = day.date.slice(0, 7);
    return { date: day.date, counted: day.counted, state, labelled, month: changed, special: labelled && (few || !end) && SPECIAL.includes(day.why) ? day.why : null };
  });
}
