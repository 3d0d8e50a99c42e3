import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';
import { createI18n } from 'vue-i18n';

import { knownLocale } from '../src/i18n';
import { lengthened, mapMessages, mirrored, type Messages } from '../src/i18n/pseudo';

const ROOT = join(import.meta.dirname, '..');
const MESSAGES = join(ROOT, '../../assets/messages');
const LOCALES = ['zh-Hans', 'en'];

function read(locale: string): Messages {
  const files = readdirSync(join(MESSAGES, locale)).filter((name) => name !== 'cli.json');
  return Object.assign({}, ...files.map((name) => JSON.parse(readFileSync(join(MESSAGES, locale, name), 'utf8')) as Messages)) as Messages;
}

function flat(messages: Messages, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else flat(value, `${prefix}${key}.`).forEach((text, name) => found.set(name, text));
  }
  return found;
}

function sources(folder: string, kind = /\.(vue|ts)$/): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

const catalogue = Object.fromEntries(LOCALES.map((locale) => [locale, flat(read(locale))]));
const code = sources(join(ROOT, 'src'));
/** The groups of texts that only the UI says. */
const OWN = 'ui|apply|cases|outbox|messages|rings|looks|desk|delivery|exchange';
const isOwn = (key: string) => new RegExp(`^(${OWN})\\.`).test(key);
/** Keys written out, and templates such as `ui.state.${state}` as patterns. */
const named = [...code.matchAll(new RegExp(`['"\`]((?:(?:${OWN})\\.|kept\\b|next\\b|app\\.name|app\\.progress)[a-zA-Z0-9_.\${}-]*[a-zA-Z0-9_}])['"\`]`, 'g'))].map((match) => match[1]!);
/** Calls have names of the same form. */
const calls = new Set([...code.matchAll(/^ {2}"([a-z_.]+)": \{ request:/gm)].map((match) => match[1]!));
const literal = named.filter((key) => !key.includes('${') && !calls.has(key));
const patterns = [...code.matchAll(new RegExp(`\`((?:${OWN}|app|error|verdict)\\.[^\`]*\\$\\{[^\`]*)\``, 'g'))].map((match) => new RegExp(`^${match[1]!.replace(/\$\{[^}]*\}/g, '§').replace(/[.]/g, '\\.').replace(/§/g, '[a-z0-9_-]+')}$`));

describe('every text is in both languages', () => {
  test('the same keys', () => {
    expect([...catalogue['en']!.keys()].sort()).toEqual([...catalogue['zh-Hans']!.keys()].sort());
  });

  test('the same named values', () => {
    const values = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort();
    for (const [key, text] of catalogue['zh-Hans']!) {
      // Chinese says a month as a number, English by its name.
      if (key.startsWith('ui.date.')) continue;
      expect(values(catalogue['en']!.get(key) ?? ''), key).toEqual(values(text));
    }
  });
});

describe('keys and code agree', () => {
  test('every key that the code names exists', () => {
    expect(literal.length).toBeGreaterThan(150);
    expect(literal.filter((key) => !catalogue['zh-Hans']!.has(key))).toEqual([]);
  });

  test('every text of the UI is used', () => {
    const unused = [...catalogue['zh-Hans']!.keys()].filter((key) => isOwn(key) && !literal.includes(key) && !patterns.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });

  test('every text that the core or a program renders is used', () => {
    const crates = ['core/app/src', 'core/rules/src', 'apps/cli/src', 'apps/host/src', 'apps/platform/src'];
    const rust = crates.map((crate) => sources(join(ROOT, '../..', crate), /\.rs$/)).join('\n');
    const strings = [...`${rust}\n${code}`.matchAll(/["'`]((?:app|error|verdict|confirm|type|clock|core|export|reminders|served)\.[^"'`\s]*)["'`]/g)].map((match) => match[1]!);
    const templates = strings
      .filter((text) => text.includes('{'))
      .map((text) => new RegExp(`^${text.replace(/\$?\{[^}]*\}/g, '§').replace(/[.]/g, '\\.').replace(/§/g, '[a-z0-9_-]+')}$`));
    /** The table of errors writes `"enrol.offline"` and `kept "nothing_changed"`. */
    const inTable = (key: string) => {
      const [group, ...rest] = key.split('.');
      return rust.includes(group === 'error' ? `"${rest.join('.')}"` : `${group} "${rest.join('.')}"`);
    };
    // The holder's sentences are for the screens that shells draw; the platform's page reads its file whole.
    const elsewhere = /^(ui|apply|cases|outbox|messages|rings|looks|desk|delivery|exchange|platform|clock)\.|^verdict\.reason\..*\.holder$/;
    const unused = [...catalogue['zh-Hans']!.keys()].filter((key) => !elsewhere.test(key) && !strings.includes(key) && !inTable(key) && !templates.some((template) => template.test(key)));
    expect(unused).toEqual([]);
  });

  test('no Hanzi stands in the code beside the names of the languages', () => {
    const strays = code.split('\n').filter((line) => /\p{Script=Han}/u.test(line) && !line.includes("name: '中文'"));
    expect(strays).toEqual([]);
  });
});

describe('how texts are written', () => {
  const own = LOCALES.flatMap((locale) => [...catalogue[locale]!].filter(([key]) => isOwn(key)).map(([key, text]) => ({ locale, key, text })));

  test('no exclamation marks', () => {
    expect(own.filter(({ text }) => /[!！]/.test(text))).toEqual([]);
  });

  test('a space stands between Hanzi and figures, and punctuation is full-width', () => {
    const chinese = own.filter(({ locale }) => locale === 'zh-Hans');
    expect(chinese.filter(({ text }) => /\p{Script=Han}\d|\d\p{Script=Han}|\p{Script=Han}[,.;:?]/u.test(text))).toEqual([]);
  });
});

describe('the library reads every text', () => {
  test.each(LOCALES)('%s', (locale) => {
    const { t } = createI18n({ legacy: false, locale, messages: { [locale]: read(locale) }, missingWarn: false, fallbackWarn: false }).global;
    for (const [key, text] of catalogue[locale]!) {
      const values = Object.fromEntries([...text.matchAll(/\{(\w+)\}/g)].map((match) => [match[1], '7']));
      const said = t(key, values);
      expect(said, key).not.toBe(key);
      expect(said, key).not.toMatch(/[{}]/);
    }
  });
});

describe('the test languages', () => {
  test('mirrored text keeps named values and plural forms', () => {
    expect(mirrored('{n} day | {n} days')).toBe('\u202e{n} day\u202c | \u202e{n} days\u202c');
  });

  test.each(['Show', 'Choose a picture with a code', '{n} copies'])('lengthened text is at least 40 % longer: %s', (text) => {
    const plain = (text: string) => text.replace(/\{n\}/g, '12').length;
    expect(plain(lengthened(text))).toBeGreaterThanOrEqual(Math.floor(plain(text) * 1.35));
    expect(lengthened(text).includes('{n}')).toBe(text.includes('{n}'));
  });

  test('every English text can be made into both', () => {
    const count = flat(read('en')).size;
    expect(flat(mapMessages(read('en'), mirrored)).size).toBe(count);
    expect(flat(mapMessages(read('en'), lengthened)).size).toBe(count);
  });
});

test.each([['en-US', 'en'], ['en', 'en'], ['zh-CN', 'zh-Hans'], ['zh-Hans', 'zh-Hans'], ['fr', 'zh-Hans'], ['pseudo-rtl', 'pseudo-rtl']])('a machine that speaks %s reads %s', (tag, locale) => {
  expect(knownLocale(tag)).toBe(locale);
});
