/**
 * The life of one showing: start, a new code every 30 seconds and at each change of the chosen
 * fields, presence when the core asks for it, stop. The core owns time and keys; this asks.
 */

import { useIntervalFn } from '@vueuse/core';
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';

import type { Param, ShowView } from '../api/generated/api';
import { viewOf, type App } from './app';

export interface LivingCode {
  view: ShowView;
  modules: Uint8Array;
}

export function useShowing(app: App, certificateId: Ref<string>, fields: Ref<string[]>) {
  const code = shallowRef<LivingCode | null>(null);
  const needsPresence = ref(false);
  /** How many codes there were after the first; a screen reader hears of each, not of each second. */
  const announced = ref(0);
  const due = ref(0);
  const now = ref(performance.now());
  let over = false;
  let asking = false;
  let again = false;

  const millisecondsLeft = computed(() => Math.max(0, due.value - now.value));

  async function ask(): Promise<void> {
    if (over) return;
    // Two codes at once would race; the newest wish is asked for after the running one.
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const wish = [...fields.value];
      const { reply, bytes } = code.value
        ? await app.bridge.callWithBytes('show.next', { show_id: code.value.view.show_id, fields: wish })
        : await app.bridge.callWithBytes('show.start', { certificate_id: certificateId.value, fields: wish });
      if (over) {
        void app.bridge.call('show.stop', { show_id: reply.show_id }).catch(() => undefined);
        return;
      }
      if (code.value) announced.value += 1;
      code.value = { view: reply, modules: bytes };
      now.value = performance.now();
      due.value = now.value + reply.next_in_ms;
    } catch (error) {
      const view = viewOf(error);
      // A code that is not renewed must not stay: nobody could verify it a minute later.
      code.value = null;
      if (view.code === 'presence.needed') needsPresence.value = true;
      else if (view.code === 'show.ended') again = true;
      else app.fail(error);
    } finally {
      asking = false;
    }
    if (again) {
      again = false;
      await ask();
    }
  }

  useIntervalFn(() => {
    now.value = performance.now();
    if (code.value && !asking && millisecondsLeft.value === 0 && document.visibilityState === 'visible') void ask();
  }, 250);
  watch(fields, () => {
    if (code.value) void ask();
  });

  function stop(): void {
    over = true;
    const id = code.value?.view.show_id;
    code.value = null;
    if (id) void app.bridge.call('show.stop', { show_id: id }).catch(() => undefined);
  }
  onScopeDispose(stop);

  return {
    code,
    needsPresence,
    announced,
    secondsLeft: computed(() => Math.ceil(millisecondsLeft.value / 1000)),
    partLeft: computed(() => (code.value ? Math.min(1, millisecondsLeft.value / (code.value.view.valid_seconds * 1000)) : 0)),
    start: ask,
    /** After the page was hidden: at once when the code has run out meanwhile. */
    renew: async () => {
      now.value = performance.now();
      if (code.value && millisecondsLeft.value === 0) await ask();
    },
    stop,
    /** Returns the sentence to show when the secret was wrong. */
    give: async (secret: string, words: (code: string, params: Record<string, Param>) => string): Promise<string | null> => {
      try {
        await app.bridge.call('presence.give', { secret });
        needsPresence.value = false;
        await ask();
        return null;
      } catch (error) {
        const view = viewOf(error);
        return words(view.code, view.params);
      }
    },
  };
}
