/** The words that cases, messages and the desk share: short dates, weekdays, codes with a fallback. */

import { computed } from 'vue';
import { useI18n } from 'vue-i18n';

import type { Param } from '../api/generated/api';
import { parseDay } from '../logic/dates';
import { useWords } from './words';

export function useCaseWords() {
  const { t, te, locale } = useI18n();
  const { moment, shortDay, fullDay, clock, tidy } = useWords();
  const tag = computed(() => (locale.value.startsWith('zh') ? 'zh-Hans' : 'en'));
  const weekdays = computed(() => new Intl.DateTimeFormat(tag.value, { weekday: tag.value === 'en' ? 'long' : 'short', timeZone: 'UTC' }));

  /** An instant that lies within a calendar day of the legal zone. */
  const noon = (date: string) => `${date}T04:00:00Z`;

  return {
    t,
    moment,
    clock,
    tidy,
    shortDay,
    fullDay,
    /** A calendar day without its year; text that is no day stays as it is. */
    date: (date: string) => (parseDay(date) ? shortDay(noon(date)) : date),
    weekday: (date: string) => (parseDay(date) ? weekdays.value.format(new Date(noon(date))) : ''),
    /** The text of a code; a code that a newer core knows gets the fallback. */
    coded: (key: string, fallback: string, params: Record<string, Param> = {}, n?: number) => {
      const known = te(key) ? key : fallback;
      return n === undefined ? t(known, params) : t(known, params, n);
    },
    known: (key: string) => te(key),
    unit: (unit: 'working' | 'calendar', n: number) => t(`cases.days.${unit}`, n),
  };
}
