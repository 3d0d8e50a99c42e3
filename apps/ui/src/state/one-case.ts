/** One case, read anew whenever the core says that something of it changed. */

import { shallowRef, watch, type Ref } from 'vue';

import type { CaseDetailView } from '../api/generated/api';
import type { App } from './app';

export function useOneCase(app: App, id: Ref<string>) {
  const view = shallowRef<CaseDetailView | null>(null);

  async function load(): Promise<void> {
    const asked = id.value;
    try {
      const reply = await app.bridge.call('cases.get', { case: asked });
      // The answer about another case than the one on the screen comes too late.
      if (asked === id.value) view.value = reply;
    } catch (error) {
      app.fail(error);
    }
  }

  watch(() => [id.value, app.state.changes.cases, app.state.settings?.locale], load, { immediate: true });
  watch(() => app.state.outbox, (outbox) => {
    if (outbox?.items.some((item) => item.case === id.value)) void load();
  });
  return { view, load };
}
