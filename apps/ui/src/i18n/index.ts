/** The languages of the UI: which exist, how one is loaded, and what it sets on the page. */

import { createI18n } from 'vue-i18n';

import { lengthened, mapMessages, mirrored, type Messages } from './pseudo';

/** The languages that a person can choose, each under its own name. */
export const LOCALES = [
  { tag: 'zh-Hans', name: '中文' },
  { tag: 'en', name: 'English' },
] as const;

const TEST_LOCALES: Record<string, (text: string) => string> = { 'pseudo-rtl': mirrored, 'pseudo-long': lengthened };

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-Hans',
  fallbackLocale: false as const,
  messages: {} as Record<string, Messages>,
  missingWarn: false,
  fallbackWarn: false,
});

/** The language asked for in the page's address; it wins over the settings and is not saved. */
export function localeFromAddress(search: string): string | null {
  const tag = new URLSearchParams(search).get('locale');
  return tag !== null && (tag in TEST_LOCALES || LOCALES.some((locale) => locale.tag === tag)) ? tag : null;
}

/** The language of the UI for any tag of a machine: `en-GB` reads English, what is not known reads Chinese. */
export function knownLocale(tag: string): string {
  if (tag in TEST_LOCALES) return tag;
  return tag.toLowerCase().startsWith('en') ? 'en' : 'zh-Hans';
}

/** Beside the built-in certificate types, those of the region's packs. */
export function addTypeTexts(types: Record<string, unknown>): void {
  i18n.global.mergeLocaleMessage(i18n.global.locale.value, { type: types });
}

/** Loads what the first screens say, and asks for the rest of the language. */
export async function useLocale(wanted: string): Promise<void> {
  const tag = knownLocale(wanted);
  const change = TEST_LOCALES[tag];
  const english = Boolean(change) || tag === 'en';
  const words = (source: { default: Messages }) => (change ? mapMessages(source.default, change) : source.default);
  const first = words(await (english ? import('./catalogue/en') : import('./catalogue/zh-Hans')));
  i18n.global.setLocaleMessage(tag, first);
  i18n.global.locale.value = tag;
  document.documentElement.lang = change ? 'en' : tag;
  document.documentElement.dir = tag === 'pseudo-rtl' ? 'rtl' : 'ltr';
  rest = (english ? import('./catalogue/en-more') : import('./catalogue/zh-Hans-more')).then((source) => i18n.global.mergeLocaleMessage(tag, words(source)));
}

let rest: Promise<void> = Promise.resolve();

/** Until every text of the chosen language is there. */
export const allTexts = () => rest;
