import { afterEach, describe, expect, test, vi } from 'vitest';

import { Bridge, CallError, errorKey, HOST_GONE, type Carrier } from '../src/api/bridge';
import { browserCarrier } from '../src/api/browser';
import { decodeFrame, encodeFrame } from '../src/api/frame';
import type { EventView } from '../src/api/generated/api';
import { tauriCarrier, tauriInternals, type TauriInternals } from '../src/api/tauri';

const ERROR = { kind: 'refused', code: 'enrol.voucher_expired', params: {}, kept: null, next: 'next.new_voucher' } as const;

function carrier(answer: Uint8Array | Error): Carrier & { sent: [string, unknown][] } {
  const sent: [string, unknown][] = [];
  return {
    sent,
    send: async (name, frame) => {
      sent.push([name, decodeFrame(frame).json]);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    listen: () => undefined,
  };
}

describe('the one call', () => {
  test('gives the request to the carrier and its reply back', async () => {
    const host = carrier(encodeFrame({ ok: { until: '2026-03-02T01:00:00Z' } }));
    const reply = await new Bridge(host).call('presence.give', { secret: '123456' });
    expect(reply.until).toBe('2026-03-02T01:00:00Z');
    expect(host.sent).toEqual([['presence.give', { secret: '123456' }]]);
  });

  test('hands over the bytes beside the reply', async () => {
    const host = carrier(encodeFrame({ ok: { has_portrait: true } }, new Uint8Array([82, 73])));
    expect([...(await new Bridge(host).callWithBytes('certificates.get', { id: 'a' })).bytes]).toEqual([82, 73]);
  });

  test('throws the error that the core worded', async () => {
    const failing = new Bridge(carrier(encodeFrame({ error: ERROR }))).call('session.status', {});
    await expect(failing).rejects.toMatchObject({ view: ERROR });
    await expect(failing).rejects.toBeInstanceOf(CallError);
  });

  test.each([new Error('refused'), new Uint8Array([1]), new Uint8Array([0, 0, 0, 1, 33])])('a host that is gone or talks nonsense is one clear failure', async (answer) => {
    await expect(new Bridge(carrier(answer)).call('session.status', {})).rejects.toMatchObject({ view: HOST_GONE });
  });
});

test('texts of the core stand under error, the one of the UI among its own', () => {
  expect(errorKey('unlock.wait')).toBe('error.unlock.wait');
  expect(errorKey(HOST_GONE.code)).toBe('ui.host_gone');
});

describe('the carriers', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('Tauri gets a raw body with the call named in a header', async () => {
    const invoke = vi.fn(async () => encodeFrame({ ok: {} }).buffer);
    const tauri = { invoke, transformCallback: () => 1 } as unknown as TauriInternals;
    await tauriCarrier(tauri).send('lock', encodeFrame({}));
    expect(invoke).toHaveBeenCalledWith('call', expect.any(Uint8Array), { headers: { 'x-call': 'lock' } });
  });

  test('Tauri events arrive without their envelope', () => {
    const callbacks: ((message: { payload: EventView }) => void)[] = [];
    const tauri: TauriInternals = { invoke: async () => 0, transformCallback: (callback) => callbacks.push(callback) };
    const heard: EventView[] = [];
    tauriCarrier(tauri).listen((event) => heard.push(event), () => undefined);
    callbacks[0]?.({ payload: { name: 'certificates_changed', payload: {} } });
    expect(heard).toEqual([{ name: 'certificates_changed', payload: {} }]);
  });

  test('the browser host gets a framed POST on the own origin', async () => {
    const fetched = vi.fn(async () => new Response(new Uint8Array(encodeFrame({ ok: {} }))));
    vi.stubGlobal('fetch', fetched);
    await browserCarrier().send('scan.text', encodeFrame({ text: 'TB1:' }));
    expect(fetched).toHaveBeenCalledWith('/call/scan.text', expect.objectContaining({ method: 'POST', headers: { 'content-type': 'application/octet-stream' } }));
  });

  test('a refusal of the browser host is no reply', async () => {
    vi.stubGlobal('fetch', async () => new Response('', { status: 401 }));
    await expect(browserCarrier().send('lock', encodeFrame({}))).rejects.toThrow('401');
  });

  test('after a gap in the events everything is asked for anew, not at the first opening', () => {
    const source = new EventTarget();
    vi.stubGlobal('EventSource', class { constructor() { return source; } });
    const reconnected = vi.fn();
    browserCarrier().listen(() => undefined, reconnected);
    source.dispatchEvent(new Event('open'));
    expect(reconnected).not.toHaveBeenCalled();
    source.dispatchEvent(new Event('open'));
    expect(reconnected).toHaveBeenCalledOnce();
  });

  test('the host is known by what it puts into the page', () => {
    expect(tauriInternals()).toBeUndefined();
    vi.stubGlobal('__TAURI_INTERNALS__', { invoke: () => undefined });
    expect(tauriInternals()).toBeDefined();
  });
});
