/** The screens and who may see them. Hash addresses: both hosts serve one page. */

import { createRouter, createWebHashHistory, type Router } from 'vue-router';

import { allTexts } from './i18n';
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
    /** Somebody else looks at it, or it must not be covered: nothing is laid over it. */
    alone?: boolean;
  }
}

export function makeRouter(app: App): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'welcome', component: WelcomeScreen, meta: { title: 'ui.welcome.page' } },
      { path: '/unlock', name: 'unlock', component: UnlockScreen, meta: { title: 'ui.unlock.page' } },
      { path: '/enrol', name: 'enrol', component: () => import('./screens/EnrolScreen.vue'), meta: { title: 'ui.enrol.page', alone: true } },
      { path: '/certificates/:id?', name: 'certificates', component: CertificatesScreen, meta: { title: 'ui.certificates.page', open: true, nav: 'certificates' } },
      { path: '/services/:id?', name: 'services', component: () => import('./screens/services/ServicesScreen.vue'), meta: { title: 'apply.services.title', open: true, nav: 'services' } },
      { path: '/drafts/:id/materials', name: 'draft-materials', component: () => import('./screens/drafts/MaterialsScreen.vue'), meta: { title: 'apply.materials.page', open: true, nav: 'services' } },
      { path: '/drafts/:id/review', name: 'draft-review', component: () => import('./screens/drafts/ReviewScreen.vue'), meta: { title: 'apply.review.title', open: true, nav: 'services' } },
      { path: '/drafts/:id/:page(\\d+)?', name: 'draft', component: () => import('./screens/drafts/FormScreen.vue'), meta: { title: 'apply.form.page', open: true, nav: 'services' } },
      { path: '/drafts/:id/conflict', name: 'conflict', component: () => import('./screens/drafts/ConflictScreen.vue'), meta: { title: 'apply.conflict.title', open: true, nav: 'cases', deep: true } },
      { path: '/show/:id', name: 'show', component: () => import('./screens/ShowScreen.vue'), meta: { title: 'ui.show.page', open: true, alone: true } },
      { path: '/scan', name: 'scan', component: () => import('./screens/ScanScreen.vue'), meta: { title: 'ui.scan.page', nav: 'scan', alone: true } },
      { path: '/me', name: 'me', component: () => import('./screens/MeScreen.vue'), meta: { title: 'ui.me.page', nav: 'me' } },
      { path: '/outbox', name: 'outbox', component: () => import('./screens/OutboxScreen.vue'), meta: { title: 'outbox.page', open: true, nav: 'cases', deep: true } },
      { path: '/cases/:id?', name: 'cases', component: () => import('./screens/CasesScreen.vue'), meta: { title: 'cases.page', open: true, nav: 'cases' } },
      { path: '/cases/:id/notice', name: 'notice', component: () => import('./screens/NoticeScreen.vue'), meta: { title: 'cases.notice.page', open: true, nav: 'cases' } },
      { path: '/cases/:id/decision', name: 'decision', component: () => import('./screens/DecisionScreen.vue'), meta: { title: 'cases.ruling.page', open: true, nav: 'cases' } },
      { path: '/messages', name: 'messages', component: () => import('./screens/MessagesScreen.vue'), meta: { title: 'messages.page', open: true, nav: 'cases', deep: true } },
      { path: '/looks', name: 'looks', component: () => import('./screens/LooksScreen.vue'), meta: { title: 'looks.page', open: true, nav: 'me', deep: true } },
      { path: '/desk/:id?', name: 'desk', component: () => import('./screens/DeskScreen.vue'), meta: { title: 'desk.page', open: true, nav: 'desk' } },
      { path: '/me/exchange', name: 'exchange', component: () => import('./screens/ExchangeScreen.vue'), meta: { title: 'exchange.title', open: true, nav: 'me', deep: true } },
      { path: '/me/reminders', name: 'reminders', component: () => import('./screens/RemindersScreen.vue'), meta: { title: 'ui.reminders.title', open: true, nav: 'me', deep: true } },
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
    // A desk and a resident's pages exclude each other: who works here applies with another wallet.
    if (to.meta.open && (to.name === 'desk') !== Boolean(session?.staff) && !BOTH.includes(String(to.name))) return home(app);
    if ((to.name === 'welcome' || to.name === 'unlock') && to.name !== home(app).name) return home(app);
    return true;
  });
  router.beforeResolve(async (to) => {
    if (!FIRST.includes(String(to.name))) await allTexts();
  });
  return router;
}

/** What staff and residents have alike. */
const BOTH = ['secret'];

/** Screens whose texts come with the page itself. */
const FIRST = ['welcome', 'unlock', 'certificates', 'me', 'secret', 'trouble'];

/** Where this wallet's state belongs. */
export function home(app: App): { name: 'welcome' | 'unlock' | 'certificates' | 'desk' } {
  switch (app.state.session?.state) {
    case 'unlocked': return { name: app.state.session.staff ? 'desk' : 'certificates' };
    case 'locked': return { name: 'unlock' };
    default: return { name: 'welcome' };
  }
}
