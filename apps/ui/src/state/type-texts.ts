/** Names of the certificates that a region's pack describes: they come from the core, in the language of the moment. */

import { watch } from 'vue';

import { addTypeTexts, i18n } from '../i18n';
import type { App } from './app';

export function useTypeTexts(app: App): void {
  watch([i18n.global.locale, () => app.state.changes.services], () => void loadTypeTexts(app));
}

export async function loadTypeTexts(app: App): Promise<void> {
  if (app.state.trouble) return;
  try {
    addTypeTexts((await app.bridge.call('services.texts', {})).types);
  } catch (error) {
    app.fail(error);
  }
}
