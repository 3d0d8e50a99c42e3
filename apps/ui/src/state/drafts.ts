/** The drafts on this device: the list, templates and what was put away, and what can be done with each. */

import { onScopeDispose, shallowRef, watch } from 'vue';

import type { DraftCardView, TemplateView } from '../api/generated/api';
import type { App } from './app';

/** With `all`, templates and what was put away are read too. */
export function useDrafts(app: App, all = false) {
  const drafts = shallowRef<DraftCardView[] | null>(null);
  const trash = shallowRef<DraftCardView[] | null>(null);
  const templates = shallowRef<TemplateView[] | null>(null);
  let alive = true;
  onScopeDispose(() => (alive = false));

  /** What came of a call; null when it failed, which the error sheet says. */
  async function ask<T>(call: () => Promise<T>): Promise<T | null> {
    try {
      return await call();
    } catch (error) {
      if (alive) app.fail(error);
      return null;
    }
  }

  async function load(): Promise<void> {
    if (app.state.session?.state !== 'unlocked' || app.state.session.staff) return;
    await ask(async () => {
      const list = await app.bridge.call('drafts.list', {});
      if (alive) drafts.value = list;
      if (!all) return;
      const [thrown, made] = await Promise.all([app.bridge.call('drafts.trash', {}), app.bridge.call('drafts.templates', {})]);
      if (alive) [trash.value, templates.value] = [thrown, made];
    });
  }
  watch(() => [app.state.changes.drafts, app.state.session?.state], () => void load(), { immediate: true });

  const restore = (draft: string) => ask(async () => {
    await app.bridge.call('drafts.restore', { draft });
    await load();
  });

  async function discard(draft: DraftCardView, text: string): Promise<void> {
    await ask(async () => {
      await app.bridge.call('drafts.discard', { draft: draft.id });
      drafts.value = drafts.value?.filter((other) => other.id !== draft.id) ?? null;
      app.undo.offer({ text, undo: async () => void (await restore(draft.id)) });
    });
  }

  return {
    drafts, trash, templates, load, discard, restore,
    /** Id of the copy. */
    duplicate: (draft: string) => ask(async () => (await app.bridge.call('drafts.duplicate', { draft })).id),
    /** Id of the new draft. */
    startFrom: (template: string) => ask(async () => (await app.bridge.call('drafts.start_from', { template })).id),
    makeTemplate: async (draft: string, name: string) => {
      const made = await ask(() => app.bridge.call('drafts.make_template', { draft, name }));
      if (made) templates.value = made;
      return made !== null;
    },
    deleteTemplate: (template: string) => ask(async () => { templates.value = await app.bridge.call('drafts.delete_template', { template }); }),
  };
}
