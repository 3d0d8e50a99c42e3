/** Digits only, whatever was typed or pasted: full-width forms, spaces and dashes are understood. */
export function digitsOf(text: string, most: number): string {
  return text
    .normalize('NFKC')
    .replace(/\D/g, '')
    .slice(0, most);
}

/** Eight digits as they are printed: two groups of four. */
export function grouped(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}
