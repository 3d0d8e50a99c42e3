/** Carries theme and text mode from the settings to the page, where the tokens read them. */

import { useMediaQuery } from '@vueuse/core';
import { watchEffect } from 'vue';

import type { App } from './app';

export function useLook(app: App): void {
  const dark = useMediaQuery('(prefers-color-scheme: dark)');
  const contrast = useMediaQuery('(prefers-contrast: more)');
  watchEffect(() => {
    const { theme = 'system', elder = false } = app.state.settings ?? {};
    const root = document.documentElement.dataset;
    root.theme = theme === 'system' ? (contrast.value ? 'contrast' : dark.value ? 'dark' : 'light') : theme;
    if (elder) root.mode = 'elder';
    else delete root.mode;
  });
}
