/** An ID number before the person asks for it: first and last stay, for recognising one's own. */
export function masked(value: string): string {
  const letters = [...value];
  if (letters.length <= 6) return '*'.repeat(letters.length);
  return letters.map((letter, i) => (i < 2 || i >= letters.length - 4 ? letter : '*')).join('');
}
