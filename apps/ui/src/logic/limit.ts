/** A time with a beginning and an end, seen from now; everything in seconds of one clock. */
export interface Limit {
  /** How much of it has passed, 0 to 1. */
  at: number;
  /** Whole minutes left, rounded up; never more than the whole, also where the clocks of two machines differ. */
  minutes: number;
  over: boolean;
}

export function limitOf(from: number, until: number, now: number): Limit {
  const whole = Math.max(1, until - from);
  const left = Math.min(Math.max(0, until - now), whole);
  return { at: 1 - left / whole, minutes: Math.ceil(left / 60), over: now >= until };
}
