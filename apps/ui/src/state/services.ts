/** The services that answer what a person looks for; a slow answer to an older question is not shown. */

import { useDebounceFn } from '@vueuse/core';
import { onScopeDispose, ref, shallowRef, watch } from 'vue';

import type { ServicesView } from '../api/generated/api';
import type { App } from './app';

const QUIET_MS = 120;

export function useServices(app: App) {
  const query = ref('');
  const lifeEvent = ref<string | null>(null);
  const view = shallowRef<ServicesView | null>(null);
  let asked = 0;
  onScopeDispose(() => (asked += 1));

  async function load(): Promise<void> {
    const turn = (asked += 1);
    const wanted = query.value.trim();
    try {
      const reply = await app.bridge.call('services.list', {
        ...(wanted ? { query: wanted } : {}),
        ...(lifeEvent.value ? { life_event: lifeEvent.value } : {}),
      });
      if (turn === asked) view.value = reply;
    } catch (error) {
      if (turn === asked) app.fail(error);
    }
  }
  const soon = useDebounceFn(load, QUIET_MS);
  watch(query, () => {
    // Words ask in all of life, not in the part that was opened before.
    if (query.value !== '') lifeEvent.value = null;
    void soon();
  });
  watch([lifeEvent, () => app.state.changes.services, () => app.state.changes.drafts], () => void load(), { immediate: true });

  return { query, lifeEvent, view };
}
