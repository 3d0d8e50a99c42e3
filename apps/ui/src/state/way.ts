/** Where the page goes by itself: it follows the wallet's state, and what the person clicked outside of it. */

import { watch } from 'vue';
import type { RouteLocationRaw, Router } from 'vue-router';

import { ownPath } from '../logic/links';
import { home } from '../router';
import type { App } from './app';

const DRAFT = ['draft', 'draft-materials', 'draft-review'];

/** A page of an open wallet, where the link is one; never anything outside of the app. */
export function wayTo(router: Router, link: string, fallback: RouteLocationRaw = { name: 'messages' }): RouteLocationRaw {
  const path = ownPath(link);
  return path !== null && router.resolve(path).meta.open ? path : fallback;
}

export function useWay(app: App, router: Router): void {
  /** The form that was open when the wallet closed: it opens there again. */
  let unfinished: string | null = null;

  // Two sources, not one array: a new view of the same state must not lead anyone away from where they are.
  watch([() => app.state.session?.state, () => app.state.trouble?.code], async () => {
    const state = app.state.session?.state;
    const here = router.currentRoute.value;
    if (state === 'locked' && DRAFT.includes(String(here.name))) unfinished = here.fullPath;
    if (state === 'no_wallet') unfinished = app.state.link = null;
    const to = state === 'unlocked' && unfinished ? unfinished : home(app);
    if (state === 'unlocked') unfinished = null;
    if (app.state.trouble) await router.replace({ name: 'trouble' });
    // Verifying and enrolling go on whatever the wallet does; every other screen follows it.
    else if (here.name !== 'scan' && here.name !== 'enrol') await router.replace(to);
    await follow();
  });
  watch(() => app.state.link, follow);

  /** To what was clicked; back leads to where the person was. A closed wallet is opened first. */
  async function follow(): Promise<void> {
    const { link, session, trouble } = app.state;
    if (link === null || trouble) return;
    if (session?.state === 'locked') {
      if (router.currentRoute.value.name !== 'unlock') await router.push(home(app));
      return;
    }
    app.state.link = null;
    if (session?.state === 'unlocked') await router.push(wayTo(router, link));
  }
}
