/**
 * Every element in its states, for tests and for eyes: `?theme=dark&mode=elder&locale=pseudo-rtl`.
 * It is an entry of its own and no part of what is shipped.
 */

import { createApp } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';

import '../src/styles/tokens.css';
import '../src/styles/base.css';
import { Bridge, type Carrier } from '../src/api/bridge';
import { encodeFrame } from '../src/api/frame';
import { allTexts, i18n, useLocale } from '../src/i18n';
import { App, APP } from '../src/state/app';
import Gallery from './Gallery.vue';
import { PICTURE } from './samples';

const wanted = new URLSearchParams(location.search);
document.documentElement.dataset.theme = wanted.get('theme') ?? 'light';
if (wanted.get('mode') === 'elder') document.documentElement.dataset.mode = 'elder';

/** Answers with one picture, whatever is asked. */
const carrier: Carrier = {
  send: (_, frame) => Promise.resolve(frame.length > 0 ? encodeFrame({ ok: { media_type: 'image/svg+xml' } }, new TextEncoder().encode(PICTURE)) : frame),
  listen: () => undefined,
};
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)', component: { template: '' } }] });

await useLocale(wanted.get('locale') ?? 'zh-Hans');
await allTexts();
const app = new App(new Bridge(carrier));
createApp(Gallery).use(i18n).use(router).provide(APP, app).mount('#app');
app.undo.offer({ text: i18n.global.t('apply.materials.removed', { name: '一寸照片' }), undo: () => undefined });
app.undo.pause();
