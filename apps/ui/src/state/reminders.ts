import { computed } from 'vue';
import { useI18n } from 'vue-i18n';

import type { ErrorView, RemindersSetRequest } from '../api/generated/api';
import { clockTime } from '../logic/clock-time';
import { summaryOf } from '../logic/reminders';
import { useApp, viewOf } from './app';

/** What rings on this device, and how it is changed. */
export function useReminders() {
  const app = useApp();
  const { t } = useI18n();
  const view = computed(() => app.state.reminders);
  return {
    view,
    summary: computed(() => (view.value ? t(`ui.reminders.short.${summaryOf(view.value)}`, { from: short(view.value.quiet_from), to: short(view.value.quiet_to) }) : '')),
    /** The answer is an error that belongs to a field; every other one has its sheet. */
    change: async (wish: RemindersSetRequest): Promise<ErrorView | null> => {
      try {
        app.state.reminders = await app.bridge.call('reminders.set', wish);
      } catch (error) {
        if (viewOf(error).code === 'reminders.quiet') return viewOf(error);
        app.fail(error);
      }
      return null;
    },
    /** When the next one is due changes with every one that rang. */
    reload: async () => {
      try {
        app.state.reminders = await app.bridge.call('reminders.get', {});
      } catch (error) {
        app.fail(error);
      }
    },
  };
}

/** As every other clock on the screens: 7:00, not 07:00. */
export const short = (time: string): string => clockTime(time).replace(/^0(?=\d)/, '');
