import './polyfills';

import { createApp } from 'vue';

import './styles/tokens.css';
import './styles/base.css';
import { hostBridge } from './api/bridge';
import { i18n, knownLocale, localeFromAddress, useLocale } from './i18n';
import { makeRouter } from './router';
import { App, APP } from './state/app';
import { loadTypeTexts } from './state/type-texts';
import Root from './App.vue';

const app = new App(hostBridge());
app.listen();
await app.start(knownLocale(navigator.language));
await useLocale(localeFromAddress(location.search) ?? app.state.settings?.locale ?? navigator.language);
// Before the first card is drawn: a title that comes later would be a name of a key until then.
await loadTypeTexts(app);

createApp(Root).use(i18n).use(makeRouter(app)).provide(APP, app).mount('#app');
