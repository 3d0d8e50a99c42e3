/** The drafts on this device: the list, and putting one away with the way back. */

import { onScopeDispose, shallowRef, watch } from 'vue';

import type { DraftCardView } from '../api/generated/api';
import type { App } from './app';

export function useDrafts(app: App) {
  const drafts = shallowRef<DraftCardView[] | null>(null);
  let alive = true;
  onScopeDispose(() => (alive = false));

  async function load(): Promise<void> {
    if (app.state.session?.state !== 'unlocked') return;
    try {
      const list = await app.bridge.call('drafts.list', {});
      if (alive) drafts.value = list;
    } catch (error) {
      if (alive) app.fail(error);
    }
  }
  watch(() => [app.state.changes.drafts, app.state.session?.state], () => void load(), { immediate: true });

  async function discard(draft: DraftCardView, text: string): Promise<void> {
    try {
      await app.bridge.call('drafts.discard', { draft: draft.id });
      drafts.value = drafts.value?.filter((other) => other.id !== draft.id) ?? null;
      app.undo.offer({
        text,
        undo: async () => {
          try {
            await app.bridge.call('drafts.restore', { draft: draft.id });
            await load();
          } catch (error) {
            app.fail(error);
          }
        },
      });
    } catch (error) {
      app.fail(error);
    }
  }

  return { drafts, load, discard };
}
