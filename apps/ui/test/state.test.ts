import { describe, expect, test } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';

import { Bridge, CallError, type Carrier } from '../src/api/bridge';
import { decodeFrame, encodeFrame } from '../src/api/frame';
import type { ErrorView, EventView, SessionView } from '../src/api/generated/api';
import { App } from '../src/state/app';
import { useShowing } from '../src/state/showing';

const SESSION: SessionView = {
  state: 'unlocked', secret_kind: 'pin', min_length: 6, wait_seconds: null, wait_total_seconds: null, wait_cause: null, wrong_tries: 0, next_wait_seconds: null,
  auto_lock_seconds: 180, enrol_pending: false, quarantined: [], disk_full: false, staff: null,
};
const PRESENCE: ErrorView = { kind: 'locked', code: 'presence.needed', params: {}, kept: null, next: null, offer: null };

type Answer = (request: Record<string, unknown>) => unknown;

function host(answers: Record<string, Answer>) {
  const calls: string[] = [];
  let hear: (event: EventView) => void = () => undefined;
  const carrier: Carrier = {
    send: async (name, frame) => {
      calls.push(name);
      try {
        return encodeFrame({ ok: answers[name]!(decodeFrame(frame).json as Record<string, unknown>) }, new Uint8Array([1]));
      } catch (error) {
        return encodeFrame({ error: (error as CallError).view });
      }
    },
    listen: (onEvent) => (hear = onEvent),
  };
  const app = new App(new Bridge(carrier));
  app.listen();
  return { app, calls, say: (event: EventView) => hear(event) };
}

const settle = async () => {
  for (let i = 0; i < 12; i += 1) await Promise.resolve();
  await nextTick();
};

describe('the copy of the core', () => {
  test('certificates are forgotten when the wallet locks', async () => {
    const { app, say } = host({ 'certificates.list': () => [{ id: 'a' }] });
    await app.setSession(SESSION);
    expect(app.state.certificates).toHaveLength(1);
    say({ name: 'session_changed', payload: { ...SESSION, state: 'locked' } });
    await settle();
    expect(app.state.certificates).toBeNull();
    expect(app.state.session?.state).toBe('locked');
  });

  test('a list that is asked for while the wallet goes is no failure', async () => {
    const gone: ErrorView = { kind: 'not_found', code: 'wallet.none', params: {}, kept: null, next: null, offer: null };
    let open = true;
    const { app, say } = host({ 'certificates.list': () => { if (!open) throw new CallError(gone); return [{ id: 'a' }]; } });
    await app.setSession(SESSION);
    open = false;
    say({ name: 'certificates_changed', payload: {} as never });
    say({ name: 'session_changed', payload: { ...SESSION, state: 'no_wallet' } });
    await settle();
    expect(app.state.error).toBeNull();
    expect(app.state.certificates).toBeNull();
  });

  test('a store that does not open is a trouble, not a blank page', async () => {
    const view: ErrorView = { kind: 'storage', code: 'store.set_aside', params: { file: 'shared.db' }, kept: 'kept.file_set_aside', next: null, offer: 'start_anew' };
    const { app } = host({ hello: () => ({}), 'settings.get': () => { throw new CallError(view); } });
    await app.start('zh-Hans');
    expect(app.state.trouble).toEqual(view);
  });

  test('the two events of one question are joined, in either order', () => {
    for (const urls of [[undefined, 'http://127.0.0.1:1/'], ['http://127.0.0.1:1/', undefined]]) {
      const { app, say } = host({});
      for (const url of urls) say({ name: 'confirm', payload: { state: 'opened', id: 'q', ...(url ? { url } : {}) } });
      expect(app.state.confirm?.url).toBe('http://127.0.0.1:1/');
      say({ name: 'confirm', payload: { state: 'closed', id: 'q' } });
      expect(app.state.confirm).toBeNull();
    }
  });

  test('a person who said no sees no error', () => {
    const { app } = host({});
    app.fail(new CallError({ ...PRESENCE, kind: 'declined', code: 'confirm.declined' }));
    expect(app.state.error).toBeNull();
    app.fail(new CallError(PRESENCE));
    expect(app.state.error?.code).toBe('presence.needed');
  });
});

describe('a showing', () => {
  const view = (fields: unknown) => ({ show_id: 's', size: 1, valid_seconds: 30, next_in_ms: 30_000, discloses: fields });

  function showing(answers: Record<string, Answer>) {
    const rig = host(answers);
    const fields = ref(['name']);
    const scope = effectScope();
    const show = scope.run(() => useShowing(rig.app, ref('a'), fields))!;
    return { ...rig, fields, show, scope };
  }

  test('a changed field asks for the next code at once', async () => {
    const { show, fields, calls, scope } = showing({ 'show.start': (request) => view(request['fields']), 'show.next': (request) => view(request['fields']), 'show.stop': () => ({}) });
    await show.start();
    fields.value = ['name', 'sex'];
    await settle();
    expect(show.code.value?.view.discloses).toEqual(['name', 'sex']);
    expect(show.announced.value).toBe(1);
    scope.stop();
    await settle();
    expect(calls).toEqual(['show.start', 'show.next', 'show.stop']);
  });

  test('presence is asked for, and the code comes when it was given', async () => {
    let present = false;
    const { show, scope } = showing({
      'show.start': (request) => { if (!present) throw new CallError(PRESENCE); return view(request['fields']); },
      'presence.give': () => { present = true; return { until: '' }; },
      'show.stop': () => ({}),
    });
    await show.start();
    expect(show.needsPresence.value).toBe(true);
    expect(show.code.value).toBeNull();
    expect(await show.give('123456', (code) => code)).toBeNull();
    expect(show.needsPresence.value).toBe(false);
    expect(show.code.value).not.toBeNull();
    scope.stop();
  });

  test('a wrong secret is said and shows nothing', async () => {
    const { show, scope } = showing({ 'presence.give': () => { throw new CallError({ ...PRESENCE, kind: 'wrong_secret', code: 'unlock.wrong_secret', params: { left_before_wait: 3 } }); } });
    expect(await show.give('000000', (code, params) => `${code} ${params['left_before_wait']}`)).toBe('unlock.wrong_secret 3');
    expect(show.code.value).toBeNull();
    scope.stop();
  });

  test('a code that could not be renewed does not stay', async () => {
    const { app, show, fields, scope } = showing({ 'show.start': (request) => view(request['fields']), 'show.next': () => { throw new CallError({ ...PRESENCE, kind: 'bad_input', code: 'show.too_dense' }); }, 'show.stop': () => ({}) });
    await show.start();
    fields.value = ['address'];
    await settle();
    expect(show.code.value).toBeNull();
    expect(app.state.error?.code).toBe('show.too_dense');
    scope.stop();
  });
});
