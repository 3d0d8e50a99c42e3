import { computed } from 'vue';

import type { SettingsSetRequest } from '../api/generated/api';
import { useLocale } from '../i18n';
import { useApp } from './app';

export function useSettings() {
  const app = useApp();
  return {
    settings: computed(() => app.state.settings),
    /** A language chosen by hand wins over one in the address. */
    change: async (wish: SettingsSetRequest) => {
      try {
        app.state.settings = await app.bridge.call('settings.set', wish);
        if (wish.locale) {
          await useLocale(wish.locale);
          await app.reload();
        }
      } catch (error) {
        app.fail(error);
      }
    },
  };
}
