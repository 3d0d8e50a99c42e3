import type { Messages } from '../pseudo';

/** Every file has its own top-level keys, so that merging never overwrites. */
export function merged(files: Record<string, Messages>): Messages {
  return Object.assign({}, ...Object.values(files)) as Messages;
}
