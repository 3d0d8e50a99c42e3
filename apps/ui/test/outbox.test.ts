import { describe, expect, test } from 'vitest';
import { effectScope } from 'vue';

import type { MessageView, OutboxItemView, OutboxView, RemindersView } from '../src/api/generated/api';
import { inOrder, knotOf, lineOf, netOf, OFFERED, STATES } from '../src/logic/outbox';
import { useMail } from '../src/state/mail';
import { failure, host, SESSION, settle } from './support/host';

const item = (state: string, more: Partial<OutboxItemView> = {}): OutboxItemView => ({
  id: state, case: 'c', service_name: '证', action: 'submit', state: state as OutboxItemView['state'], percent: 0, files: 1, files_left: 1, photos: [], number: null,
  made_at: '2026-03-02T00:00:00Z', next_try_at: null, reason: null, reason_detail: null, blocked_by: null, draft: null, conflicts: 0, can: [], ...more,
});
const box = (items: OutboxItemView[], more: Partial<OutboxView> = {}): OutboxView => ({ items, waiting: 0, next_try_at: null, online: true, last_success_at: null, problem: null, ...more });

describe('the truth line', () => {
  test('says nothing before anything is known and when all is sent', () => {
    expect(lineOf(null)).toBeNull();
    expect(lineOf(box([item('received')]))).toBeNull();
    expect(lineOf(box([]))).toBeNull();
  });

  test('names what waits with the next try, and what needs the person first', () => {
    const view = box([item('waiting_for_network'), item('needs_you'), item('returned_for_correction')], { waiting: 3, next_try_at: '2026-03-02T06:05:00Z', online: false });
    expect(lineOf(view)).toEqual({ needs: 2, waiting: 3, next: 'clock' });
  });

  test('an item that needs the person keeps the line while nothing waits for the network', () => {
    expect(lineOf(box([item('needs_you')]))).toEqual({ needs: 1, waiting: 0, next: null });
  });

  test('is not sending while there is no network, and knows no next try without one', () => {
    expect(lineOf(box([item('sending')], { waiting: 1, online: false }))?.next).toBe('offline');
    expect(lineOf(box([item('sending')], { waiting: 1 }))?.next).toBe('sending');
  });

  test('a full disk is never silent', () => {
    expect(lineOf(box([], { problem: 'disk_full' }))).not.toBeNull();
  });
});

describe('the outbox', () => {
  test('draws each of the nine states, and one that it does not know as still here', () => {
    expect(STATES).toHaveLength(9);
    expect(STATES.map(knotOf)).toEqual(['here', 'here', 'here', 'part', 'half', 'done', 'need', 'need', 'behind']);
    expect(knotOf('brand_new')).toBe('here');
  });

  test('puts what needs the person first and what arrived last', () => {
    expect(inOrder(['received', 'text_received', 'sending', 'ready', 'needs_you'].map((state) => item(state))).map(({ state }) => state))
      .toEqual(['needs_you', 'ready', 'sending', 'text_received', 'received']);
  });

  test('offers nothing on an item that loses something, and in each state at most what the core allows', () => {
    expect(Object.keys(OFFERED).sort()).toEqual(STATES.filter((state) => state !== 'sending').sort());
    expect(Object.values(OFFERED).flat()).not.toContain('delete');
  });

  test('says how the network is', () => {
    expect(netOf(box([item('waiting_for_network')], { waiting: 1, online: false, next_try_at: 'x' }))).toBe('offline_next');
    expect(netOf(box([item('waiting_for_network')], { waiting: 1, online: false }))).toBe('offline');
    expect(netOf(box([item('waiting_for_network')], { waiting: 1, next_try_at: 'x' }))).toBe('next');
    expect(netOf(box([item('sending')], { waiting: 1 }))).toBe('sending');
    expect(netOf(box([item('needs_you')]))).toBe('waits');
    expect(netOf(box([item('received')]))).toBe('all_sent');
  });
});

const message = (id: string, more: Partial<MessageView> = {}): MessageView => ({ id, case: 'c', code: 'accepted', params: {}, at: '2026-03-04T01:00:00Z', read: false, service_name: '证', needs_you: false, kind: 'case', link: '/cases/c', ...more });

describe('what is read when the wallet opens', () => {
  const rig = async (answers: Parameters<typeof host>[0]) => {
    const on = await host(answers);
    on.app.state.session = { ...SESSION, state: 'locked' };
    const scope = effectScope();
    scope.run(() => useMail(on.app));
    return { ...on, scope };
  };

  test('the outbox, the count of what was not read, and what rings', async () => {
    const rings = { discreet: true, quiet_from: '22:00' } as RemindersView;
    const { app, names, say } = await rig({ 'reminders.get': () => rings, 'outbox.list': () => box([], { waiting: 1 }), 'messages.list': () => [message('a'), message('b', { read: true, needs_you: true })] });
    expect(names()).toEqual([]);
    app.state.session = SESSION;
    await settle();
    expect(app.state.outbox?.waiting).toBe(1);
    expect(app.state.messages).toEqual({ unread: 1, needs_you: 1 });
    expect(app.state.reminders).toEqual(rings);
    say({ name: 'session_changed', payload: { ...SESSION, state: 'locked' } });
    await settle();
    expect(app.state.reminders).toBeNull();
  });

  test('an event that came meanwhile knows more', async () => {
    let answer: (list: MessageView[]) => void = () => undefined;
    const { app, say } = await rig({ 'reminders.get': () => ({}), 'outbox.list': () => box([]), 'messages.list': () => new Promise<MessageView[]>((done) => (answer = done)) });
    app.state.session = SESSION;
    await settle();
    say({ name: 'messages_changed', payload: { unread: 0, needs_you: 0 } });
    answer([message('a')]);
    await settle();
    expect(app.state.messages).toEqual({ unread: 0, needs_you: 0 });
  });

  test('staff see what of their acts waits; messages and reminders are a resident’s', async () => {
    const { app, names } = await rig({});
    app.state.session = { ...SESSION, staff: { name: '王敏', office: '窗口', roles: ['intake'] } };
    await settle();
    expect(names()).toEqual(['outbox.list']);
  });

  test('a wallet that closed meanwhile is no failure', async () => {
    const { app } = await rig({ 'outbox.list': () => { throw failure({ kind: 'locked', code: 'wallet.locked' }); } });
    app.state.session = SESSION;
    await settle();
    expect(app.state.error).toBeNull();
  });
});
