/**
 * Every element in its states, for tests and for eyes: `?theme=dark&mode=elder&locale=pseudo-rtl`.
 * `?screen=messages-away&rang=discreet` shows a whole screen instead. It is an entry of its own and no
 * part of what is shipped.
 */

import { createApp } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';

import '../src/styles/tokens.css';
import '../src/styles/base.css';
import { Bridge, type Carrier } from '../src/api/bridge';
import { decodeFrame, encodeFrame } from '../src/api/frame';
import type { ErrorView, MessageView, RemindersSetRequest, RemindersView } from '../src/api/generated/api';
import { allTexts, i18n, useLocale } from '../src/i18n';
import { makeRouter } from '../src/router';
import { App, APP } from '../src/state/app';
import Gallery from './Gallery.vue';
import { CASES, INBOX, NOW, OUTBOX, RANG, REMINDERS, SESSION, SETTINGS } from './inbox';
import { PICTURE } from './samples';
import Shown from './Shown.vue';

const wanted = new URLSearchParams(location.search);
document.documentElement.dataset.theme = wanted.get('theme') ?? 'light';
if (wanted.get('mode') === 'elder') document.documentElement.dataset.mode = 'elder';
const screen = wanted.get('screen');

let messages: MessageView[] = INBOX[screen ?? ''] ?? INBOX['messages']!;
let reminders: RemindersView = SETTINGS[screen ?? ''] ?? REMINDERS;
const NO_TIME: ErrorView = { kind: 'bad_input', code: 'reminders.quiet', params: {}, kept: null, next: null, offer: null };

/** A core of samples: what is marked and set stays so until the page goes. */
function answer(name: string, request: Record<string, unknown>): unknown {
  switch (name) {
    case 'messages.list': return messages;
    case 'messages.read': return (messages = messages.map((one) => (one.id === request['id'] ? { ...one, read: true } : one)));
    case 'messages.read_all': return (messages = messages.map((one) => ({ ...one, read: true })));
    case 'cases.list': return CASES;
    case 'reminders.get': return reminders;
    case 'reminders.set': return (reminders = { ...reminders, ...(request as RemindersSetRequest) });
    default: return { media_type: 'image/svg+xml' };
  }
}
/** What was asked, for tests. */
const calls: string[] = [];
Object.assign(globalThis, { calls });
const isTime = (text: unknown) => text === undefined || /^([01]\d|2[0-3]):[0-5]\d$/.test(String(text));
const carrier: Carrier = {
  send: (name, frame) => {
    const request = decodeFrame(frame).json as Record<string, unknown>;
    calls.push(name);
    if (!isTime(request['quiet_from']) || !isTime(request['quiet_to'])) return Promise.resolve(encodeFrame({ error: NO_TIME }));
    return Promise.resolve(encodeFrame({ ok: answer(name, request) }, new TextEncoder().encode(PICTURE)));
  },
  listen: () => undefined,
};

await useLocale(wanted.get('locale') ?? 'zh-Hans');
await allTexts();
const app = new App(new Bridge(carrier));
if (screen) {
  app.state.session = SESSION;
  app.state.hello = { now: NOW, app_version: '0.1.0' } as typeof app.state.hello;
  app.state.settings = { locale: 'zh-Hans', theme: 'light', elder: false, auto_lock_seconds: 180, custody: 'os_keyring', data_folder: '/home' } as typeof app.state.settings;
  app.state.outbox = OUTBOX;
  app.state.reminders = reminders;
  app.state.messages = { unread: messages.filter(({ read }) => !read).length, needs_you: 1 };
  // Its pages are the app's; the gallery stays where it is.
  const real = makeRouter(app);
  const routes = real.getRoutes().map(({ path, name, meta }) => ({ path, meta, ...(name === undefined ? {} : { name }), component: { template: '' } }));
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(`/${screen.startsWith('reminders') ? 'me/reminders' : screen.split('-')[0]}`);
  for (const rang of RANG[wanted.get('rang') ?? ''] ?? []) app.banners.add(rang);
  if (wanted.get('rang') === 'many') {
    app.banners.hold(true);
    for (const id of ['a', 'b', 'c']) app.banners.add({ ...RANG['discreet']![0]!, id });
  }
  app.banners.pause();
  createApp(Shown, { screen }).use(i18n).use(router).provide(APP, app).mount('#app');
  app.banners.pause();
} else {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)', component: { template: '' } }] });
  createApp(Gallery).use(i18n).use(router).provide(APP, app).mount('#app');
  app.undo.offer({ text: i18n.global.t('apply.materials.removed', { name: '一寸照片' }), undo: () => undefined });
  app.undo.pause();
}
