/** The screens and who may see them. Hash addresses: both hosts serve one page. */

import { createRouter, createWebHashHistory, type Router } from 'vue-router';

import type { App } from './state/app';
import CertificatesScreen from './screens/CertificatesScreen.vue';
import UnlockScreen from './screens/UnlockScreen.vue';
import WelcomeScreen from './screens/WelcomeScreen.vue';

declare module 'vue-router' {
  interface RouteMeta {
    /** Message key of the page title. */
    title: string;
    /** Needs an open wallet. */
    open?: boolean;
    /** Shows the bar or rail. */
    nav?: 'certificates' | 'services' | 'cases' | 'desk' | 'scan' | 'me';
    /** Has its own end: on a phone the bar does not stand under it. */
    deep?: boolean;
  }
}

export function makeRouter(app: App): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'welcome', component: WelcomeScreen, meta: { title: 'ui.welcome.page' } },
      { path: '/unlock', name: 'unlock', component: UnlockScreen, meta: { title: 'ui.unlock.page' } },
      { path: '/enrol', name: 'enrol', component: () => import('./screens/EnrolScreen.vue'), meta: { title: 'ui.enrol.page' } },
      { path: '/certificates/:id?', name: 'certificates', component: CertificatesScreen, meta: { title: 'ui.certificates.page', open: true, nav: 'certificates' } },
      { path: '/show/:id', name: 'show', component: () => import('./screens/ShowScreen.vue'), meta: { title: 'ui.show.page', open: true } },
      { path: '/scan', name: 'scan', component: () => import('./screens/ScanScreen.vue'), meta: { title: 'ui.scan.page', nav: 'scan' } },
      { path: '/me', name: 'me', component: () => import('./screens/MeScreen.vue'), meta: { title: 'ui.me.page', nav: 'me' } },
      { path: '/me/secret', name: 'secret', component: () => import('./screens/ChangeSecretScreen.vue'), meta: { title: 'ui.change.page', open: true } },
      { path: '/trouble', name: 'trouble', component: () => import('./screens/TroubleScreen.vue'), meta: { title: 'ui.trouble.page' } },
      { path: '/:rest(.*)', redirect: '/' },
    ],
  });
  router.beforeEach((to) => {
    const { session, trouble } = app.state;
    if (trouble) return to.name === 'trouble' ? true : { name: 'trouble' };
    if (to.name === 'trouble') return home(app);
    if (to.meta.open && session?.state !== 'unlocked') return home(app);
    if ((to.name === 'welcome' || to.name === 'unlock') && to.name !== home(app).name) return home(app);
    return true;
  });
  return router;
}

/** Where this wallet's state belongs. */
export function home(app: App): { name: 'welcome' | 'unlock' | 'certificates' } {
  switch (app.state.session?.state) {
    case 'unlocked': return { name: 'certificates' };
    case 'locked': return { name: 'unlock' };
    default: return { name: 'welcome' };
  }
}
