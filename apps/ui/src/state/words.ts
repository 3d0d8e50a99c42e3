/** The words that need more than one message: dates, ages, waits. */

import { computed } from 'vue';
import { useI18n } from 'vue-i18n';

import { ageOf, clockOf, dayOf, isSameDay, parseDay, spanOf, type Day } from '../logic/dates';

export function useWords() {
  const { t, locale } = useI18n();
  const monthNames = computed(() => new Intl.DateTimeFormat(locale.value.startsWith('zh') ? 'zh-Hans' : 'en', { month: 'long', timeZone: 'UTC' }));

  const say = (key: string, { year, month, day }: Day) =>
    // A date never breaks across lines.
    t(key, { year, month, day, name: monthNames.value.format(new Date(Date.UTC(2000, month - 1, 1))) }).replace(/ /g, '\u00a0');

  return {
    /** A calendar day in full; text that is no day stays as it is. */
    day: (text: string) => {
      const day = parseDay(text);
      return day ? say('ui.date.full', day) : text;
    },
    /** No gap between two Hanzi: a message leaves room for a number where a date came in. */
    tidy: (text: string) => text.replace(/(\p{Script=Han}) (?=\p{Script=Han})/gu, '$1'),
    /** The day of an instant without the year. */
    shortDay: (instant: string) => say('ui.date.short', dayOf(instant)),
    fullDay: (instant: string) => say('ui.date.full', dayOf(instant)),
    /** The month of an instant with its year. */
    month: (instant: string) => say('ui.date.month', dayOf(instant)),
    clock: clockOf,
    moment: (instant: string, now: string) =>
      isSameDay(instant, now) ? t('ui.date.today', { clock: clockOf(instant) }) : t('ui.date.moment', { day: say('ui.date.short', dayOf(instant)), clock: clockOf(instant) }),
    age: (seconds: number) => {
      const { unit, n } = ageOf(seconds);
      return t(`ui.age.${unit}`, { n }, n);
    },
    span: (seconds: number) => {
      const { unit, n } = spanOf(seconds);
      return t(`ui.span.${unit}`, { n }, n);
    },
  };
}
