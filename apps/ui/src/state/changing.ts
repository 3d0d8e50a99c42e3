/**
 * Changing what opens the wallet: the present secret, the new one twice, Confirm. The core judges
 * all three; this keeps what was typed only until it was taken, and says beside which it was not.
 */

import { computed, ref } from 'vue';

import type { Param } from '../api/generated/api';
import { viewOf, type App } from './app';

type Words = (key: string, params?: Record<string, Param>, plural?: number) => string;

export function useChanging(app: App, t: Words) {
  const current = ref('');
  const fresh = ref('');
  const again = ref('');
  const wrongCurrent = ref<string | null>(null);
  const wrongFresh = ref<string | null>(null);
  const busy = ref(false);
  const done = ref(false);

  const length = computed(() => app.state.session?.min_length ?? 0);
  const missing = computed(() => Math.max(0, length.value - [...fresh.value].length));
  const ready = computed(() => current.value !== '' && missing.value === 0 && fresh.value === again.value);
  /** Why the button sleeps, or what it does. */
  const why = computed(() => {
    if (current.value === '') return t('ui.change.current_missing');
    if (missing.value > 0) return t('ui.secret.missing', { n: missing.value }, missing.value);
    return t(ready.value ? 'ui.change.ready' : 'ui.secret.repeat_missing');
  });

  async function change(): Promise<void> {
    if (!ready.value || busy.value) return;
    busy.value = true;
    wrongCurrent.value = wrongFresh.value = null;
    try {
      await app.setSession(await app.bridge.call('secret.change', { current: current.value, new: fresh.value }));
      current.value = fresh.value = again.value = '';
      done.value = true;
    } catch (error) {
      const view = viewOf(error);
      const said = [t(`error.${view.code}`, view.params), view.next ? t(view.next, view.params) : ''].join(' ').trim();
      if (view.kind === 'wrong_secret') {
        current.value = '';
        wrongCurrent.value = said;
      } else if (view.code.startsWith('secret.')) {
        fresh.value = again.value = '';
        wrongFresh.value = said;
      } else app.fail(error);
    } finally {
      busy.value = false;
    }
  }

  return { current, fresh, again, wrongCurrent, wrongFresh, busy, done, length, ready, why, change };
}
