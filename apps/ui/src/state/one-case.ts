/** One case, read anew whenever the core says that something of it changed. */

import { computed, shallowRef, watch, type Ref } from 'vue';

import type { CaseDetailView } from '../api/generated/api';
import { onlyHere } from '../logic/outbox';
import { viewOf, type App } from './app';

export function useOneCase(app: App, id: Ref<string>) {
  const view = shallowRef<CaseDetailView | null>(null);

  async function load(): Promise<void> {
    const asked = id.value;
    try {
      const reply = await app.bridge.call('cases.get', { case: asked });
      // The answer about another case than the one on the screen comes too late.
      if (asked === id.value) view.value = reply;
    } catch (error) {
      // What was signed and has no receipt yet is no case of the platform's: the outbox knows it.
      if (viewOf(error).kind === 'not_found' && onlyHere((app.state.outbox ??= await app.bridge.call('outbox.list', {})), []).some((item) => item.case === asked)) view.value = null;
      else app.fail(error);
    }
  }
  /** The signed application while it is only on this device. */
  const here = computed(() => (view.value ? null : (onlyHere(app.state.outbox, []).find((item) => item.case === id.value) ?? null)));

  watch(() => [id.value, app.state.changes.cases, app.state.settings?.locale], load, { immediate: true });
  watch(() => app.state.outbox, (outbox) => {
    if (outbox?.items.some((item) => item.case === id.value)) void load();
  });
  return { view, here, load };
}
