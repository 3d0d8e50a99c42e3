/** The materials of a draft: what is there, what is missing, and what a person does about each. */

import { computed, onScopeDispose, ref, shallowRef } from 'vue';

import type { DraftSupplyRequest, ErrorView, FileView, MaterialsView, MaterialView } from '../api/generated/api';
import { viewOf, type App } from './app';

export function useMaterials(app: App, draft: string) {
  const view = shallowRef<MaterialsView | null>(null);
  /** What went wrong last, beside the material where it did. */
  const failed = shallowRef<{ material: string; error: ErrorView } | null>(null);
  const busy = ref<string | null>(null);
  /** Pictures that were taken away a moment ago and can still come back. */
  const leaving = ref(new Set<string>());

  async function act(material: string, call: () => Promise<MaterialsView>): Promise<boolean> {
    busy.value = material;
    failed.value = null;
    try {
      view.value = await call();
      return true;
    } catch (error) {
      const said = viewOf(error);
      if (said.kind === 'bad_input' || said.kind === 'storage') failed.value = { material, error: said };
      else app.fail(error);
      return false;
    } finally {
      busy.value = null;
    }
  }

  const load = () => act('', () => app.bridge.call('drafts.materials', { draft }));
  const attach = (material: string, file: Blob, variant?: string) => act(material, async () =>
    app.bridge.call('drafts.attach', { draft, material, ...(variant ? { variant } : {}) }, new Uint8Array(await file.arrayBuffer())));
  const supply = (material: string, how: Omit<DraftSupplyRequest, 'draft' | 'material'>) =>
    act(material, () => app.bridge.call('drafts.supply', { draft, material, ...how }));

  /** Out of sight at once, gone for good when nobody wanted it back. */
  function detach(item: MaterialView, file: FileView, text: string): void {
    const hide = (hidden: boolean) => {
      const next = new Set(leaving.value);
      if (hidden) next.add(file.id);
      else next.delete(file.id);
      leaving.value = next;
    };
    app.undo.offer({
      text,
      undo: () => hide(false),
      done: async () => {
        await act(item.id, () => app.bridge.call('drafts.detach', { draft, file: file.id }));
        hide(false);
      },
    });
    hide(true);
  }
  // What was put off is done before anything else looks at the draft.
  onScopeDispose(() => void app.undo.end());

  const items = computed(() => (view.value?.items ?? []).map((item): MaterialView => {
    const files = item.files.filter((file) => !leaving.value.has(file.id));
    // Without its last picture it waits again, whatever the core still says about that picture.
    const bare = item.files.length > 0 && files.length === 0 && item.how === 'files';
    return { ...item, files, standing: bare ? 'missing' : item.standing, faults: bare ? [] : item.faults };
  }));
  const isGap = (item: MaterialView) => item.standing === 'missing' || item.standing === 'faulty';
  const gaps = computed(() => items.value.filter(isGap));
  const there = computed(() => items.value.filter((item) => item.standing === 'in_order'));
  const later = computed(() => items.value.filter((item) => item.standing === 'later'));
  const office = computed(() => items.value.filter((item) => item.standing === 'office'));
  const answers = computed(() => view.value?.form_missing ?? []);
  const open = computed(() => gaps.value.length + answers.value.length);

  return { view, failed, busy, load, attach, supply, detach, gaps, there, later, office, answers, open };
}
