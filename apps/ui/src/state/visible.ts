/** Tells the core whether a person can see the page: only then it keeps an ear open for news. */

import { useDocumentVisibility } from '@vueuse/core';
import { watch } from 'vue';

import type { App } from './app';

export function useVisible(app: App, page: Document = document): void {
  const visibility = useDocumentVisibility({ document: page });
  let last: Promise<unknown> = Promise.resolve();
  // One after the other: an older answer must not be the last that the core hears.
  const tell = (visible: boolean) => {
    last = last.then(() => app.bridge.call('app.visible', { visible })).catch(() => undefined);
  };
  // A store that opens late has not heard it.
  watch([visibility, () => app.state.trouble === null], ([now]) => tell(now === 'visible'), { immediate: true, flush: 'sync' });
}
