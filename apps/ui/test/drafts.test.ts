import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { effectScope } from 'vue';

import type { DraftView, FormFieldView, MaterialsView, MaterialView, ValueView } from '../src/api/generated/api';
import { useDraft } from '../src/state/draft';
import { useDrafts } from '../src/state/drafts';
import { useMaterials } from '../src/state/materials';
import { useServices } from '../src/state/services';
import { UNDO_MS } from '../src/state/undo';
import { failure, host, SESSION, settle, type Answer } from './support/host';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const text = (value: string): ValueView => ({ kind: 'text', value });
const field = (typed: string | null): FormFieldView => ({
  id: 'name', label: '姓名', help: null, purpose: '', visible: true, input: { kind: 'person_name' }, needed: true, editable: true,
  value: typed === null ? null : text(typed), typed: typed === null ? null : text(typed), origin: null, problems: [],
});
const draft = (typed: string | null, saved = '2026-02-24T02:32:00Z'): DraftView => ({
  id: 'd', kind: 'application', case: null, service: 's', service_name: '证', saved_at: saved, page: 0, unknown_answers: 0, complete: false, pack_changed: false, conflicts: 0,
  pages: [{ id: 'p', title: '本人', visible: 1, needed: 1, ready: 0, known: 0, fields: [field(typed)] }],
});
const shownIn = (on: ReturnType<typeof useDraft>) => on.shown(on.draft.value!.pages[0]!.fields[0]!);

async function onScreen(answers: Record<string, Answer>) {
  const rig = await host(answers);
  const scope = effectScope();
  const on = scope.run(() => useDraft(rig.app, 'd'))!;
  await on.load();
  return { ...rig, scope, on };
}

describe('a draft on the screen', () => {
  test('an older reply never takes away a newer key', async () => {
    const replies: ((view: DraftView) => void)[] = [];
    const { on, calls } = await onScreen({ 'drafts.get': () => draft(null), 'drafts.save': () => new Promise<DraftView>((done) => replies.push(done)) });
    on.type('name', text('周'));
    void on.flush();
    await settle();
    on.type('name', text('周桂'));
    replies[0]!(draft('周', '2026-02-24T02:33:00Z'));
    await settle();
    expect(on.savedAt.value).toBe('2026-02-24T02:33:00Z');
    expect(shownIn(on)).toEqual(text('周桂'));
    await vi.advanceTimersByTimeAsync(300);
    expect(calls.at(-1)?.request).toEqual({ draft: 'd', answers: [{ field: 'name', value: text('周桂') }], page: 0 });
    replies[1]!(draft('周桂'));
    await settle();
    expect(shownIn(on)).toEqual(text('周桂'));
  });

  test('an answer that was read before a save does not undo it', async () => {
    let read: (view: DraftView) => void = () => undefined;
    let first = true;
    const { on } = await onScreen({
      'drafts.get': () => { if (first) { first = false; return draft(null); } return new Promise<DraftView>((done) => (read = done)); },
      'drafts.save': () => draft('周'),
    });
    const again = on.load();
    on.type('name', text('周'));
    await on.flush();
    read(draft(null));
    await again;
    expect(shownIn(on)).toEqual(text('周'));
  });

  test('a full disk is said, and what was typed stays on the page', async () => {
    let full = true;
    const { on } = await onScreen({ 'drafts.get': () => draft(null), 'drafts.save': () => { if (full) throw failure({ kind: 'storage', code: 'store.disk_full' }); return draft('周'); } });
    on.type('name', text('周'));
    await on.flush();
    expect(on.failure.value?.code).toBe('store.disk_full');
    expect(on.saveState.value).toBe('failed');
    expect(shownIn(on)).toEqual(text('周'));
    full = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect(on.failure.value).toBeNull();
    expect(on.saveState.value).toBe('saved');
  });

  test('leaving the screen saves what waits', async () => {
    const { on, scope, calls } = await onScreen({ 'drafts.get': () => draft(null), 'drafts.save': () => draft('周') });
    on.type('name', text('周'));
    scope.stop();
    await settle();
    expect(calls.at(-1)?.request).toMatchObject({ answers: [{ field: 'name', value: text('周') }] });
  });
});

const material = (more: Partial<MaterialView>): MaterialView => ({
  id: 'photo', name: '照片', help: null, standing: 'missing', how: null, from: null, certificates: [], files: [], max_files: 1, media_types: ['image/jpeg'], deferrable: null,
  commitments: [], variants: [], faults: [], samples: [], common_errors: [], source: null, asked_again: null, ...more,
});
const checklist = (...items: MaterialView[]): MaterialsView => ({ draft: 'd', service_name: '证', items, missing: [], complete: false, form_missing: [] });
const withPhoto = checklist(material({ standing: 'in_order', how: 'files', files: [{ id: 'f', media_type: 'image/jpeg', size: 3 }] }));

describe('materials', () => {
  async function onList(answers: Record<string, Answer>) {
    const rig = await host(answers);
    const scope = effectScope();
    const list = scope.run(() => useMaterials(rig.app, 'd'))!;
    await list.load();
    return { ...rig, scope, list };
  }

  test('a photo goes as bytes, and what is wrong with it is said beside the material', async () => {
    const got: Uint8Array[] = [];
    const { list, app } = await onList({ 'drafts.materials': () => checklist(material({})), 'drafts.attach': (_, bytes) => { got.push(bytes.slice()); throw failure({ kind: 'bad_input', code: 'attachment.empty' }); } });
    expect(list.open.value).toBe(1);
    expect(await list.attach('photo', new Blob([new Uint8Array([1, 2, 3])]))).toBe(false);
    expect([...got[0]!]).toEqual([1, 2, 3]);
    expect(list.failed.value).toMatchObject({ material: 'photo', error: { code: 'attachment.empty' } });
    expect(app.state.error).toBeNull();
  });

  test('a removed picture comes back unharmed, or goes when nobody wanted it', async () => {
    const { list, app, names } = await onList({ 'drafts.materials': () => withPhoto, 'drafts.detach': () => checklist(material({})) });
    const [item] = list.there.value;
    list.detach(item!, item!.files[0]!, 'removed');
    expect(list.gaps.value.map(({ id }) => id)).toEqual(['photo']);
    await app.undo.take();
    expect(list.there.value[0]?.files).toHaveLength(1);
    expect(names()).not.toContain('drafts.detach');
    list.detach(item!, item!.files[0]!, 'removed');
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    await settle();
    expect(names()).toContain('drafts.detach');
  });

  test('leaving the list makes a removal final', async () => {
    const { list, scope, names } = await onList({ 'drafts.materials': () => withPhoto, 'drafts.detach': () => checklist(material({})) });
    list.detach(list.there.value[0]!, list.there.value[0]!.files[0]!, 'removed');
    scope.stop();
    await settle();
    expect(names()).toContain('drafts.detach');
  });
});

describe('the lists', () => {
  const card = (id: string) => ({ id, service: 's', service_name: '证', kind: 'application', case: null, saved_at: '', ready: 0, needed: 1, page_title: null, resumed: false });

  test('a draft that was put away is back after undo', async () => {
    let there = true;
    const { app, names } = await host({ 'drafts.list': () => (there ? [card('a')] : []), 'drafts.discard': () => { there = false; return {}; }, 'drafts.restore': () => { there = true; return card('a'); } });
    const { drafts, discard } = effectScope().run(() => useDrafts(app))!;
    await settle();
    await discard(drafts.value![0]!, 'put away');
    expect(drafts.value).toEqual([]);
    await app.undo.take();
    await settle();
    expect(drafts.value?.map(({ id }) => id)).toEqual(['a']);
    expect(names()).toEqual(['drafts.list', 'drafts.discard', 'drafts.restore', 'drafts.list']);
  });

  test('templates and what was put away are read where they are shown, and a copy has an id of its own', async () => {
    const template = { id: 't', name: '妈妈', service: 's', service_name: '证', answers: 3, made_at: '' };
    const { app, names } = await host({
      'drafts.list': () => [card('a')], 'drafts.trash': () => [card('z')], 'drafts.templates': () => [], 'drafts.make_template': () => [template],
      'drafts.delete_template': () => [], 'drafts.duplicate': () => ({ id: 'copy' }), 'drafts.start_from': () => { throw failure({ code: 'services.not_found' }); },
    });
    const on = effectScope().run(() => useDrafts(app, true))!;
    await settle();
    expect(names()).toEqual(['drafts.list', 'drafts.trash', 'drafts.templates']);
    expect(on.trash.value?.map(({ id }) => id)).toEqual(['z']);
    expect(await on.makeTemplate('a', '妈妈')).toBe(true);
    expect(on.templates.value).toEqual([template]);
    expect(await on.duplicate('a')).toBe('copy');
    expect(await on.startFrom('t')).toBeNull();
    expect(app.state.error?.code).toBe('services.not_found');
    await on.deleteTemplate('t');
    expect(on.templates.value).toEqual([]);
  });

  test('while the wallet is closed nobody asks for drafts', async () => {
    const { app, names } = await host({ 'drafts.list': () => [] });
    app.state.session = { ...SESSION, state: 'locked' };
    effectScope().run(() => useDrafts(app));
    await settle();
    expect(names()).toEqual([]);
  });

  test('the answer to an older question is not shown', async () => {
    const open = new Map<string, (view: unknown) => void>();
    const { app } = await host({ 'services.list': ({ query }: { query?: string }) => new Promise((done) => open.set(query ?? '', done)) });
    const { query, view } = effectScope().run(() => useServices(app))!;
    const list = (id: string) => ({ services: [{ id }] });
    await settle();
    query.value = '老人';
    await settle();
    await vi.advanceTimersByTimeAsync(200);
    query.value = '老人坐公交';
    await settle();
    await vi.advanceTimersByTimeAsync(200);
    await settle();
    open.get('老人坐公交')!(list('new'));
    await settle();
    open.get('老人')!(list('old'));
    await settle();
    expect(view.value?.services.map(({ id }) => id)).toEqual(['new']);
  });
});
