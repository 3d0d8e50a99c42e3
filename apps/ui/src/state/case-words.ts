/** The words that cases, messages and the desk share: short dates, weekdays, codes with a fallback. */

import { computed } from 'vue';
import { useI18n } from 'vue-i18n';

import type { OutboxItemView, Param } from '../api/generated/api';
import { dayOf, parseDay } from '../logic/dates';
import { useApp } from './app';
import { useWords } from './words';

export function useCaseWords() {
  const app = useApp();
  const { t, te, locale } = useI18n();
  const { moment, shortDay, fullDay, clock, tidy } = useWords();
  const tag = computed(() => (locale.value.startsWith('zh') ? 'zh-Hans' : 'en'));
  const weekdays = computed(() => new Intl.DateTimeFormat(tag.value, { weekday: tag.value === 'en' ? 'long' : 'short', timeZone: 'UTC' }));

  const now = () => app.state.hello?.now ?? new Date().toISOString();
  /** An instant that lies within a calendar day of the legal zone. */
  const noon = (date: string) => `${date}T04:00:00Z`;

  return {
    t,
    moment,
    clock,
    tidy,
    shortDay,
    fullDay,
    /** A calendar day, with its year where that is another than this; text that is no day stays as it is. */
    date: (date: string) => {
      const day = parseDay(date);
      if (!day) return date;
      return day.year === dayOf(now()).year ? shortDay(noon(date)) : fullDay(noon(date));
    },
    /** Whether a calendar day is still to come. */
    ahead: (date: string) => Date.parse(noon(date)) > Date.parse(now()),
    /** Office and name as they came, the roles in words. */
    actor: (text: string) => text.replace(/ ?\(([a-z_, ]+)\)$/, (_, roles: string) => t('looks.roles', { roles: roles.split(', ').map((role) => (te(`desk.role.${role}`) ? t(`desk.role.${role}`) : role)).join(t('ui.list_comma')) })),
    weekday: (date: string) => (parseDay(date) ? weekdays.value.format(new Date(noon(date))) : ''),
    /** The text of a code; a code that a newer core knows gets the fallback. */
    coded: (key: string, fallback: string, params: Record<string, Param> = {}, n?: number) => {
      const known = te(key) ? key : fallback;
      return n === undefined ? t(known, params) : t(known, params, n);
    },
    known: (key: string) => te(key),
    /** What an item of the outbox asks for, and of what. Acts at the desk have words of their own. */
    named: ({ action, service_name: service }: OutboxItemView) => t(te(`desk.sent.${action}`) ? `desk.sent.${action}` : `outbox.action.${action}`, { service }),
    /** Whether an item of the outbox is an act at the desk. */
    atDesk: ({ action }: OutboxItemView) => te(`desk.sent.${action}`),
    unit: (unit: 'working' | 'calendar', n: number) => t(`cases.days.${unit}`, n),
  };
}
