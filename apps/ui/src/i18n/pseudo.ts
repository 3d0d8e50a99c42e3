/**
 * Two test languages made from English at run time, for `?locale=…` only: text that runs from
 * right to left, and text 40 % longer. They find what was not put into a message file, what is
 * cut off, and what does not mirror.
 */

export type Messages = { [key: string]: string | Messages };

export function mapMessages(messages: Messages, change: (text: string) => string): Messages {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [key, typeof value === 'string' ? change(value) : mapMessages(value, change)]),
  );
}

const RIGHT_TO_LEFT_OVERRIDE = '\u202e';
const END_OF_OVERRIDE = '\u202c';

/** Each plural form is wrapped by itself, so that the choice between them still works. */
export function mirrored(text: string): string {
  return text.split(' | ').map((form) => RIGHT_TO_LEFT_OVERRIDE + form + END_OF_OVERRIDE).join(' | ');
}

const ACCENTED: Record<string, string> = { a: 'à', e: 'é', i: 'î', o: 'ö', u: 'û', A: 'À', E: 'É', I: 'Î', O: 'Ö', U: 'Û', c: 'ç', n: 'ñ' };
const PADDING = ' lorem ipsum dolor sit amet consetetur sadipscing';

export function lengthened(text: string): string {
  return text
    .split(' | ')
    .map((form) => {
      const accented = form.replace(/\{[^}]*\}|[a-zA-Z]/g, (part) => ACCENTED[part] ?? part);
      const extra = Math.max(1, Math.round(form.replace(/\{[^}]*\}/g, '12').length * 0.4));
      const padding = PADDING.repeat(Math.ceil(extra / PADDING.length)).slice(0, extra).trimEnd();
      return `${accented}${padding}`;
    })
    .join(' | ');
}
