/**
 * Dates and ages as people say them. Days (`YYYY-MM-DD`) are calendar days and never move with
 * the time zone; instants (RFC 3339) are shown in the legal zone, which is +08:00 wherever the
 * device is: a voucher's end must read the same on the paper and on a phone set to another zone.
 */

const LEGAL_ZONE_MS = 8 * 3600 * 1000;

export interface Day {
  year: number;
  month: number;
  day: number;
}

export function parseDay(text: string): Day | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return found ? { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) } : null;
}

export function dayOf(instant: string): Day {
  const date = legal(instant);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export function clockOf(instant: string): string {
  const date = legal(instant);
  return `${date.getUTCHours()}:${String(date.getUTCMinutes()).padStart(2, '0')}`;
}

export function isSameDay(one: string, other: string): boolean {
  return legal(one).toISOString().slice(0, 10) === legal(other).toISOString().slice(0, 10);
}

function legal(instant: string): Date {
  return new Date(Date.parse(instant) + LEGAL_ZONE_MS);
}

/** The unit in which an age is said, and how many of it. Below one minute it is `now`. */
export interface Age {
  unit: 'now' | 'minutes' | 'hours' | 'days';
  n: number;
}

export function ageOf(seconds: number): Age {
  if (seconds < 60) return { unit: 'now', n: 0 };
  if (seconds < 3600) return { unit: 'minutes', n: Math.floor(seconds / 60) };
  if (seconds < 86_400) return { unit: 'hours', n: Math.floor(seconds / 3600) };
  return { unit: 'days', n: Math.floor(seconds / 86_400) };
}

/** A wait in the largest unit that says it exactly enough: 42 s, 15 min, 1 h. */
export function spanOf(seconds: number): { unit: 'seconds' | 'minutes' | 'hours'; n: number } {
  if (seconds < 60) return { unit: 'seconds', n: seconds };
  if (seconds < 3600) return { unit: 'minutes', n: Math.ceil(seconds / 60) };
  return { unit: 'hours', n: Math.ceil(seconds / 3600) };
}
