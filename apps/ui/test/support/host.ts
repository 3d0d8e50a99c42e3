/** A core that answers from a table, for what the UI does with its answers. */

import { nextTick } from 'vue';

import { Bridge, CallError, type Carrier } from '../../src/api/bridge';
import { decodeFrame, encodeFrame } from '../../src/api/frame';
import type { ErrorView, EventView, SessionView } from '../../src/api/generated/api';
import { App } from '../../src/state/app';

export type Answer = (request: never, bytes: Uint8Array) => unknown;

export const SESSION: SessionView = {
  state: 'unlocked', secret_kind: 'pin', min_length: 6, wait_seconds: null, wait_total_seconds: null, wait_cause: null, wrong_tries: 0, next_wait_seconds: null,
  auto_lock_seconds: 180, enrol_pending: false, quarantined: [], disk_full: false, staff: null,
};

export const failure = (view: Partial<ErrorView> & { code: string }): CallError =>
  new CallError({ kind: 'internal', params: {}, kept: null, next: null, offer: null, ...view });

export async function host(answers: Record<string, Answer>) {
  const calls: { name: string; request: Record<string, unknown> }[] = [];
  let hear: (event: EventView) => void = () => undefined;
  const carrier: Carrier = {
    send: async (name, frame) => {
      const { json, bytes } = decodeFrame(frame);
      calls.push({ name, request: json as Record<string, unknown> });
      try {
        return encodeFrame({ ok: await answers[name]!(json as never, bytes) });
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        return encodeFrame({ error: error.view });
      }
    },
    listen: (onEvent) => (hear = onEvent),
  };
  const app = new App(new Bridge(carrier));
  app.listen();
  app.state.session = SESSION;
  return { app, calls, names: () => calls.map(({ name }) => name), say: (event: EventView) => hear(event) };
}

export async function settle(): Promise<void> {
  for (let i = 0; i < 30; i += 1) await Promise.resolve();
  await nextTick();
}
