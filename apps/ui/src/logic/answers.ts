/** Between what a person types and a typed value. What does not parse stays as text: nothing is thrown away. */

import type { ValueView } from '../api/generated/api';

/** Full-width digits and letters of a Chinese keyboard read like the others. */
const plain = (text: string) => text.normalize('NFKC');

export function textOf(value: ValueView | null): string {
  if (value === null) return '';
  switch (value.kind) {
    case 'number': return String(value.value);
    case 'bool': return '';
    case 'choices': return value.value.join(' ');
    default: return value.value;
  }
}

export const textAnswer = (text: string): ValueView | null => (text === '' ? null : { kind: 'text', value: text });

export function numberAnswer(text: string): ValueView | null {
  const number = plain(text).replace(/[\s,]/g, '');
  if (number === '') return null;
  return /^-?\d{1,15}$/.test(number) ? { kind: 'number', value: Number(number) } : { kind: 'text', value: text };
}

/** Yuan with at most two decimals, kept in fen. */
export function moneyAnswer(text: string): ValueView | null {
  const yuan = plain(text).replace(/[\s,]/g, '');
  if (yuan === '') return null;
  const found = /^(\d{1,12})(?:\.(\d{0,2}))?$/.exec(yuan);
  return found ? { kind: 'number', value: Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) } : { kind: 'text', value: text };
}

export function yuanOf(fen: number): string {
  const [yuan, rest] = [Math.floor(fen / 100), fen % 100];
  return rest === 0 ? String(yuan) : `${yuan}.${String(rest).padStart(2, '0')}`;
}

export const moneyText = (value: ValueView | null) => (value?.kind === 'number' ? yuanOf(value.value) : textOf(value));

/** A number that is read in groups: without its gaps, letters large. */
export const groupedAnswer = (text: string) => textAnswer(plain(text).replace(/[\s-]/g, '').toUpperCase());

export interface DateParts {
  year: string;
  month: string;
  day: string;
}

export function dateAnswer({ year, month, day }: DateParts): ValueView | null {
  const [y, m, d] = [year, month, day].map((part) => plain(part).trim()) as [string, string, string];
  if (y + m + d === '') return null;
  return isDay(y, m, d) ? { kind: 'day', value: `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` } : { kind: 'text', value: `${y}-${m}-${d}` };
}

export function dateParts(value: ValueView | null): DateParts {
  const [year = '', month = '', day = ''] = textOf(value).split('-');
  return value?.kind === 'day' ? { year, month: String(Number(month)), day: String(Number(day)) } : { year, month, day };
}

function isDay(year: string, month: string, day: string): boolean {
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
