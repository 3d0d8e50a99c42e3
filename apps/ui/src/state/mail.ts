/** Reads once what waits to be sent and what was not read; from then on the core's events keep it true. */

import { watch } from 'vue';

import { viewOf, type App } from './app';

export function useMail(app: App): void {
  async function load(): Promise<void> {
    try {
      app.state.outbox = await app.bridge.call('outbox.list', {});
      // What is told at the desk is told there.
      if (app.state.session?.staff) return;
      const all = await app.bridge.call('messages.list', {});
      // An event that came meanwhile knows more than what was asked for before it.
      app.state.messages ??= { unread: all.filter(({ read }) => !read).length, needs_you: all.filter(({ needs_you }) => needs_you).length };
      const reminders = await app.bridge.call('reminders.get', {});
      app.state.reminders ??= reminders;
    } catch (error) {
      // The wallet closed while this was asked; what it held is forgotten already.
      if (viewOf(error).kind !== 'locked' && viewOf(error).kind !== 'not_found') app.fail(error);
    }
  }
  watch([() => app.state.session?.state, () => Boolean(app.state.session?.staff)], ([state]) => {
    if (state === 'unlocked') void load();
  }, { immediate: true });
}
