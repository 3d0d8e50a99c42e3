import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { effectScope } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';

import type { ReminderView, RemindersView } from '../src/api/generated/api';
import { clockTime, dayLine } from '../src/logic/clock-time';
import { ownPath } from '../src/logic/links';
import { all, countOn, mixOf, summaryOf } from '../src/logic/reminders';
import { makeRouter } from '../src/router';
import { Banners, BANNER_MS } from '../src/state/banners';
import { useVisible } from '../src/state/visible';
import { useWay, wayTo } from '../src/state/way';
import { host, SESSION, settle } from './support/host';

vi.mock('vue-router', async (original) => {
  const real = await original<typeof import('vue-router')>();
  return { ...real, createWebHashHistory: real.createMemoryHistory };
});

const VIEW: RemindersView = { cases: true, deadlines: true, certificates: true, drafts: true, discreet: true, quiet: true, quiet_from: '22:00', quiet_to: '07:00', shows: true, next_at: null };
const reminder = (id: string, more: Partial<ReminderView> = {}): ReminderView => ({ id, title: '通办', text: '有一条新消息', link: `/cases/${id}`, count: 1, ...more });

describe('a time of day', () => {
  test.each([['7:00', '07:00'], ['0730', '07:30'], ['730', '07:30'], [' 22：30 ', '22:30'], ['２２', '22:00'], ['7', '07:00'], ['22.15', '22:15']])('%s is meant as %s', (typed, time) => {
    expect(clockTime(typed)).toBe(time);
  });
  test.each(['', 'soon', '7:5', '12345', '-1:00', '1:2:3'])('%s is left to the core, as it was typed', (typed) => {
    expect(clockTime(typed)).toBe(typed);
  });
  test('what looks like a time but is none is the core\'s to refuse', () => {
    expect(clockTime('25:00')).toBe('25:00');
  });
  test('the day as a line is a day long', () => {
    const minutes = (from: string, to: string) => dayLine(from, to).map((part) => (part.quiet ? -part.minutes : part.minutes));
    expect(minutes('22:00', '07:00')).toEqual([-420, 900, -120]);
    expect(minutes('12:30', '14:00')).toEqual([750, -90, 600]);
    expect(minutes('00:00', '06:00')).toEqual([-360, 1080]);
    expect(minutes('07:00', '07:00')).toEqual([1440]);
  });
});

describe('the settings in one line', () => {
  test('say when nothing rings', () => {
    expect(summaryOf(VIEW)).toBe('quiet');
    expect(summaryOf({ ...VIEW, quiet: false })).toBe('on');
    expect(summaryOf({ ...VIEW, quiet_to: '22:00' })).toBe('on');
    expect(summaryOf({ ...VIEW, ...all(false) })).toBe('off');
    expect(countOn(mixOf({ ...VIEW, drafts: false }))).toBe(3);
  });
});

describe('links', () => {
  const LEADING_OUT = ['https://example.com/cases/1', '//example.com', '/\\example.com', 'javascript:alert(1)', 'cases/1', '', '/cases/1 2', '/cases/\n1', 'data:text/html,x', '/#/../x', '/cases/1#//example.com'];

  test.each(LEADING_OUT)('%j is no path of the app', (link) => {
    expect(ownPath(link)).toBeNull();
  });
  test.each(['/cases/7f3a-1', '/cases/1/notice', '/looks?case=1', '/outbox', '/services'])('%s is one', (link) => {
    expect(ownPath(link)).toBe(link);
  });

  test('only a page of an open wallet is opened; anything else leads to the messages', async () => {
    const { app } = await host({});
    const router = makeRouter(app);
    expect(wayTo(router, '/cases/1/notice')).toBe('/cases/1/notice');
    expect(wayTo(router, '/certificates')).toBe('/certificates');
    for (const link of [...LEADING_OUT, '/', '/no/such/page', '/unlock', '/trouble']) expect(wayTo(router, link), link).toEqual({ name: 'messages' });
    expect(wayTo(router, '/brand-new', { name: 'cases', params: { id: 'c' } })).toEqual({ name: 'cases', params: { id: 'c' } });
  });
});

describe('a notification of the system was clicked', () => {
  /** The guards of the real router are in it; the pages themselves are not loaded. */
  async function rig(state: 'unlocked' | 'locked' | 'no_wallet', at: string) {
    const on = await host({ 'certificates.list': () => [] });
    on.app.state.session = { ...SESSION, state };
    const real = makeRouter(on.app);
    const page = { template: '' };
    const router = createRouter({ history: createMemoryHistory(), routes: real.getRoutes().map(({ path, name, meta, redirect }) => (redirect ? { path, redirect } : { path, name: name!, meta, component: page })) });
    await router.push(at);
    const scope = effectScope();
    scope.run(() => useWay(on.app, router));
    return { ...on, router, scope, click: async (link: string) => { on.say({ name: 'open_link', payload: { link } }); await turn(); } };
  }
  const turn = () => new Promise((done) => setTimeout(done, 20));
  const unlock = async (say: Awaited<ReturnType<typeof rig>>['say']) => { say({ name: 'session_changed', payload: SESSION }); await turn(); };

  test('the page opens, once', async () => {
    const { app, router, click, scope } = await rig('unlocked', '/services');
    await click('/cases/1/notice');
    expect(router.currentRoute.value.fullPath).toBe('/cases/1/notice');
    expect(app.state.link).toBeNull();
    scope.stop();
  });

  test('an address outside of the app leads to the messages', async () => {
    const { router, click, scope } = await rig('unlocked', '/services');
    await click('https://example.com/');
    expect(router.currentRoute.value.name).toBe('messages');
    scope.stop();
  });

  test('a locked wallet asks for the secret first, then the page opens; back leads home', async () => {
    const { app, router, say, click, scope } = await rig('locked', '/scan');
    await click('/cases/1');
    expect(router.currentRoute.value.name).toBe('unlock');
    expect(app.state.link).toBe('/cases/1');
    await unlock(say);
    expect(router.currentRoute.value.fullPath).toBe('/cases/1');
    router.back();
    await turn();
    expect(router.currentRoute.value.name).toBe('certificates');
    scope.stop();
  });

  test('a form that was open when the wallet closed stands behind it', async () => {
    const { router, say, click, scope } = await rig('unlocked', '/drafts/d/1');
    say({ name: 'session_changed', payload: { ...SESSION, state: 'locked' } });
    await turn();
    expect(router.currentRoute.value.name).toBe('unlock');
    await click('/cases/1');
    await unlock(say);
    expect(router.currentRoute.value.fullPath).toBe('/cases/1');
    router.back();
    await turn();
    expect(router.currentRoute.value.fullPath).toBe('/drafts/d/1');
    scope.stop();
  });

  test('without a wallet it is forgotten', async () => {
    const { app, router, click, scope } = await rig('no_wallet', '/');
    await click('/cases/1');
    expect([app.state.link, router.currentRoute.value.name]).toEqual([null, 'welcome']);
    scope.stop();
  });
});

describe('the page tells the core whether it is seen', () => {
  function page() {
    const target = new EventTarget() as EventTarget & { visibilityState: DocumentVisibilityState };
    target.visibilityState = 'visible';
    return { page: target as unknown as Document, show: (state: DocumentVisibilityState) => { target.visibilityState = state; target.dispatchEvent(new Event('visibilitychange')); } };
  }
  const told = (calls: { request: Record<string, unknown> }[]) => calls.map(({ request }) => request['visible']);

  test('at once, and at each change, in this order', async () => {
    const { app, calls } = await host({ 'app.visible': () => ({}) });
    const { page: document, show } = page();
    const scope = effectScope();
    scope.run(() => useVisible(app, document));
    show('hidden');
    show('visible');
    await settle();
    expect(told(calls)).toEqual([true, false, true]);
    scope.stop();
    show('hidden');
    await settle();
    expect(calls).toHaveLength(3);
  });

  test('the next is told when the one before was heard', async () => {
    let heard: (reply: unknown) => void = () => undefined;
    const { app, calls } = await host({ 'app.visible': () => new Promise((done) => (heard = done)) });
    const { page: document, show } = page();
    const scope = effectScope();
    scope.run(() => useVisible(app, document));
    show('hidden');
    await settle();
    expect(told(calls)).toEqual([true]);
    heard({});
    await settle();
    expect(told(calls)).toEqual([true, false]);
    scope.stop();
  });

  test('one that fails is no failure to anybody, and the next is told all the same', async () => {
    let fails = true;
    const { app, calls } = await host({ 'app.visible': () => { if (fails) throw new Error('gone'); return {}; } });
    const { page: document, show } = page();
    const scope = effectScope();
    scope.run(() => useVisible(app, document));
    await settle();
    fails = false;
    show('hidden');
    await settle();
    expect(told(calls)).toEqual([true, false]);
    expect(app.state.error).toBeNull();
    scope.stop();
  });

  test('a store that opens late is told again', async () => {
    const { app, calls } = await host({ 'app.visible': () => ({}) });
    app.state.trouble = { kind: 'storage', code: 'store.busy', params: {}, kept: null, next: null, offer: null };
    const scope = effectScope();
    scope.run(() => useVisible(app, page().page));
    app.state.trouble = null;
    await settle();
    expect(told(calls)).toEqual([true, true]);
    scope.stop();
  });
});

describe('reminders that ring while the app is open', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const shown = (banners: Banners) => banners.state.shown;

  test('one at a time; those that wait become one that counts them', async () => {
    const banners = new Banners();
    for (const id of ['a', 'b', 'c']) banners.add(reminder(id));
    banners.add(reminder('many', { count: 4, link: '/messages' }));
    expect(shown(banners)?.reminder?.id).toBe('a');
    await vi.advanceTimersByTimeAsync(BANNER_MS);
    expect(shown(banners)).toEqual({ reminder: null, count: 6, link: '/messages' });
    banners.dismiss();
    expect(shown(banners)).toBeNull();
  });

  test('the same one is not shown twice', () => {
    const banners = new Banners();
    for (const id of ['a', 'a', 'b', 'b']) banners.add(reminder(id));
    banners.dismiss();
    expect(shown(banners)?.reminder?.id).toBe('b');
    banners.dismiss();
    expect(shown(banners)).toBeNull();
  });

  test('the time stands still while somebody is on it', async () => {
    const banners = new Banners();
    banners.add(reminder('a'));
    banners.pause();
    await vi.advanceTimersByTimeAsync(BANNER_MS * 3);
    expect(shown(banners)).not.toBeNull();
    banners.resume();
    await vi.advanceTimersByTimeAsync(BANNER_MS);
    expect(shown(banners)).toBeNull();
  });

  test('while others may look, none is there; afterwards it comes, whole', async () => {
    const banners = new Banners();
    banners.add(reminder('a'));
    banners.hold(true);
    expect(shown(banners)).toBeNull();
    await vi.advanceTimersByTimeAsync(BANNER_MS * 3);
    banners.hold(false);
    expect(shown(banners)?.reminder?.id).toBe('a');
    banners.add(reminder('b'));
    banners.hold(true);
    banners.hold(false);
    expect(shown(banners)?.count).toBe(2);
    banners.hold(true);
    banners.hold(false);
    expect(shown(banners)?.count).toBe(2);
  });

  test('they go with the wallet, with the last message that was read, and where one was clicked outside', async () => {
    const events = [{ name: 'session_changed', payload: { ...SESSION, state: 'locked' } }, { name: 'messages_changed', payload: { unread: 0, needs_you: 1 } }, { name: 'open_link', payload: { link: '/cases/1' } }] as const;
    for (const event of events) {
      const { app, say } = await host({});
      say({ name: 'reminder', payload: reminder('a') });
      say({ name: 'reminder', payload: reminder('b') });
      expect(shown(app.banners)).not.toBeNull();
      say(event);
      await vi.advanceTimersByTimeAsync(0);
      expect(shown(app.banners), event.name).toBeNull();
    }
  });

  test('none is shown while the wallet is closed', async () => {
    const { app, say } = await host({});
    app.state.session = { ...SESSION, state: 'locked' };
    say({ name: 'reminder', payload: reminder('a') });
    expect(shown(app.banners)).toBeNull();
  });
});
