/**
 * The desk: queue, the open case, and what the clerk chose but did not record yet. When the case
 * moved on meanwhile, it says so, reads the case anew and keeps those choices that still apply.
 */

import { computed, reactive, ref, shallowRef, watch, type Ref } from 'vue';

import type { DeskActRequest, DeskCaseView, DeskMaterialView, DeskView } from '../api/generated/api';
import { isComplete, keptChoices, keptReasons, nextUnjudged, panelOf, unjudged, type Choice, type Judgement } from '../logic/desk';
import { viewOf, type App } from './app';

export type Verdict = 'grant' | 'refuse' | 'not_accept';

export function useDesk(app: App, id: Ref<string | null>) {
  const queue = shallowRef<DeskView | null>(null);
  const view = shallowRef<DeskCaseView | null>(null);
  const busy = ref(false);
  /** The case changed under the clerk's hands. */
  const stale = ref(false);
  const cursor = ref<string | null>(null);
  const choices = reactive<Record<string, Choice>>({});
  const verdict = ref<Verdict | null>(null);
  const reasons = ref<string[]>([]);
  const panel = ref<'check' | 'decide'>('check');

  const current = computed(() => view.value?.materials.find((material) => material.id === cursor.value) ?? null);
  const left = computed(() => (view.value ? unjudged(view.value).length : 0));

  async function loadQueue(): Promise<void> {
    try {
      queue.value = await app.bridge.call('desk.queue', {});
    } catch (error) {
      app.fail(error);
    }
  }

  function show(next: DeskCaseView): void {
    view.value = next;
    const kept = keptChoices(choices, next);
    for (const material of Object.keys(choices)) if (!(material in kept)) delete choices[material];
    reasons.value = keptReasons(reasons.value, next);
    if (verdict.value && !next.allowed.includes(verdict.value)) verdict.value = null;
    if (!next.materials.some((material) => material.id === cursor.value)) cursor.value = nextUnjudged(next, null);
  }

  async function open(wanted: string): Promise<void> {
    busy.value = true;
    try {
      const reply = await app.bridge.call('desk.case', { case: wanted });
      if (wanted !== id.value) return;
      const first = view.value?.case !== wanted;
      show(reply);
      if (first) panel.value = panelOf(reply);
    } catch (error) {
      app.fail(error);
    } finally {
      busy.value = false;
    }
  }

  watch(id, (wanted) => {
    stale.value = false;
    view.value = null;
    cursor.value = verdict.value = null;
    reasons.value = [];
    for (const material of Object.keys(choices)) delete choices[material];
    if (wanted) void open(wanted);
  }, { immediate: true });
  watch(() => [app.state.changes.cases, app.state.settings?.locale], loadQueue, { immediate: true });

  /** True when it was done. A person who said no on Confirm keeps what was chosen. */
  async function act(what: DeskActRequest['act']): Promise<boolean> {
    const now = view.value;
    if (!now || busy.value) return false;
    busy.value = true;
    try {
      const reply = await app.bridge.call('desk.act', { case: now.case, version: now.version, act: what });
      if (reply.case === id.value) {
        stale.value = false;
        show(reply);
      }
      void loadQueue();
      return true;
    } catch (error) {
      if (viewOf(error).kind !== 'conflict') {
        app.fail(error);
        return false;
      }
      stale.value = true;
    } finally {
      busy.value = false;
    }
    await open(now.case);
    void loadQueue();
    return false;
  }

  /** What is unfit is named first; pressed again, the naming is left. Everything else is recorded at once. */
  async function press(material: DeskMaterialView, judgement: Judgement): Promise<void> {
    cursor.value = material.id;
    if (judgement !== 'unfit') await judge(material.id, { judgement, errors: [] });
    else if (choices[material.id]?.judgement === 'unfit') delete choices[material.id];
    else choices[material.id] = { judgement, errors: [...material.errors] };
  }

  async function judge(material: string, choice: Choice): Promise<void> {
    if (!isComplete(choice)) return;
    choices[material] = choice;
    if (await act({ kind: 'judge', material, ...choice })) {
      delete choices[material];
      if (view.value) cursor.value = nextUnjudged(view.value, material);
    }
  }

  return reactive({ queue, view, busy, stale, cursor, current, choices, verdict, reasons, panel, left, loadQueue, act, press, judge });
}

export type Desk = ReturnType<typeof useDesk>;
