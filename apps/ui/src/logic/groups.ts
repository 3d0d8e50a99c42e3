/** Long numbers in groups, as they stand on cards: 139 0000 1234. The gaps are drawn, never kept. */

export const GROUPS = { phone: [3, 4, 4], citizen_id: [6, 8, 4], credit_code: [2, 6, 9, 1] } as const;
export type Grouped = keyof typeof GROUPS;

const bare = (text: string) => text.replace(/\s/g, '');

export function grouped(text: string, kind: Grouped): string {
  const rest = bare(text);
  // A landline or a foreign number has groups of its own.
  if (kind === 'phone' && !/^1\d*$/.test(rest)) return rest;
  const parts: string[] = [];
  let at = 0;
  for (const size of GROUPS[kind]) {
    if (at >= rest.length) break;
    parts.push(rest.slice(at, at + size));
    at += size;
  }
  if (at < rest.length) parts[parts.length - 1] += rest.slice(at);
  return parts.join(' ');
}

/** Where the caret stands in the grouped text: after as many characters as stood before it. */
export function caretIn(shown: string, before: string): number {
  let left = bare(before).length;
  let at = 0;
  while (left > 0 && at < shown.length) {
    if (!/\s/.test(shown[at]!)) left -= 1;
    at += 1;
  }
  return at;
}
