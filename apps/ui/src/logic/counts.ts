import type { VerdictWordView } from '../api/generated/api';

/** How often each word came up since the page was opened. Words only: nobody is remembered. */
export type Counts = Record<VerdictWordView, number>;

export const NO_COUNTS: Counts = { valid: 0, expired: 0, revoked: 0, not_genuine: 0, cannot_tell: 0 };

export function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0);
}
