/**
 * One draft on the screen: what the core says about it, with what was typed since then laid over
 * it. A reply never changes a field whose newest key is not in it.
 */

import { useEventListener } from '@vueuse/core';
import { computed, onScopeDispose, reactive, ref, shallowRef } from 'vue';

import type { DraftView, ErrorView, FormFieldView, ValueView } from '../api/generated/api';
import { Autosave, type Answer, type SaveState } from '../logic/autosave';
import { viewOf, type App } from './app';

export function useDraft(app: App, id: string) {
  const draft = shallowRef<DraftView | null>(null);
  const typed = reactive(new Map<string, Answer>());
  const saveState = ref<SaveState>('saved');
  const failure = shallowRef<ErrorView | null>(null);
  /** Fields where the person has been: only there an error is said. */
  const visited = reactive(new Set<string>());
  let saves = 0;
  let autosave: Autosave<DraftView> | null = null;

  async function load(): Promise<void> {
    const before = saves;
    try {
      const view = await app.bridge.call('drafts.get', { draft: id });
      // A save that ended meanwhile knows more.
      if (before === saves) draft.value = view;
      autosave ??= new Autosave<DraftView>({
        send: (answers, page) => app.bridge.call('drafts.save', { draft: id, answers, page }),
        saved: (reply, settled) => {
          saves += 1;
          draft.value = reply;
          failure.value = null;
          for (const field of settled) typed.delete(field);
        },
        failed: (error) => (failure.value = viewOf(error)),
        state: (state) => (saveState.value = state),
        goesOn: () => app.state.session?.state === 'unlocked',
      }, view.page);
    } catch (error) {
      app.fail(error);
    }
  }

  const flush = () => autosave?.flush() ?? Promise.resolve(true);
  useEventListener(typeof document === 'undefined' ? null : document, 'visibilitychange', () => {
    if (document.visibilityState === 'hidden') void flush();
  });
  useEventListener(typeof window === 'undefined' ? null : window, 'pagehide', () => void flush());
  onScopeDispose(() => void flush());

  return {
    draft, saveState, failure, visited, load, flush,
    savedAt: computed(() => draft.value?.saved_at ?? null),
    /** What the field shows: the newest key, else what was typed here, else what counts. */
    shown: (field: FormFieldView): ValueView | null => (typed.has(field.id) ? typed.get(field.id)! : (field.typed ?? field.value)),
    type: (field: string, value: Answer) => {
      typed.set(field, value);
      autosave?.type(field, value);
    },
    leaveField: (field: string) => {
      visited.add(field);
      void flush();
    },
    turn: (page: number) => autosave?.turn(page) ?? Promise.resolve(true),
  };
}

export type DraftOnScreen = ReturnType<typeof useDraft>;
