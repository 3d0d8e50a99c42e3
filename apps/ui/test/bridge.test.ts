import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { Bridge, CallError, errorKey, HOST_GONE, NOT_OPENED, type Carrier } from '../src/api/bridge';
import { browserCarrier, NotOpened } from '../src/api/browser';
import { decodeFrame, encodeFrame } from '../src/api/frame';
import type { EventView } from '../src/api/generated/api';
import { tauriCarrier, tauriInternals, type TauriInternals } from '../src/api/tauri';

const ERROR = { kind: 'refused', code: 'enrol.voucher_expired', params: {}, kept: null, next: 'next.new_voucher', offer: 'voucher_again' } as const;

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
  expect(errorKey(NOT_OPENED.code)).toBe('ui.not_opened');
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
    const tauri: TauriInternals = { invoke: async () => 0, transformCallback: (callback) => callbacks.push(callback as (typeof callbacks)[number]) };
    const heard: EventView[] = [];
    tauriCarrier(tauri).listen((event) => heard.push(event), () => undefined);
    callbacks[0]?.({ payload: { name: 'certificates_changed', payload: {} } });
    expect(heard).toEqual([{ name: 'certificates_changed', payload: {} }]);
  });

  test('a gap in Tauri\'s events, and a channel that opens late, ask for everything anew', async () => {
    vi.useFakeTimers();
    const callbacks: ((message: { payload: unknown }) => void)[] = [];
    const invoke = vi.fn(async () => 0).mockRejectedValueOnce('not ready');
    const transformCallback = (callback: (message: { payload: never }) => void) => callbacks.push(callback as (message: { payload: unknown }) => void);
    const reconnected = vi.fn();
    tauriCarrier({ invoke, transformCallback }).listen(() => undefined, reconnected);
    await vi.advanceTimersByTimeAsync(999);
    expect(reconnected).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(reconnected).toHaveBeenCalledOnce();
    callbacks.at(-1)?.({ payload: null });
    expect(reconnected).toHaveBeenCalledTimes(2);
    expect(invoke.mock.calls.map((call: unknown[]) => (call[1] as { event: string }).event)).toEqual(['tongban', 'tongban-gap', 'tongban', 'tongban-gap']);
    vi.useRealTimers();
  });

  test('the host is known by what it puts into the page', () => {
    expect(tauriInternals()).toBeUndefined();
    vi.stubGlobal('__TAURI_INTERNALS__', { invoke: () => undefined });
    expect(tauriInternals()).toBeDefined();
  });
});

describe('the browser host', () => {
  const KEY = 'ab'.repeat(32);
  const kept = new Map<string, string>();
  const replaced = vi.fn();

  /** A tab that was opened at this address. */
  function tab(hash: string): void {
    vi.stubGlobal('location', { hash, pathname: '/', search: '' });
    vi.stubGlobal('sessionStorage', { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => kept.set(name, value) });
    vi.stubGlobal('history', { state: null, replaceState: replaced });
  }

  beforeEach(() => tab(`#key=${KEY}`));
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
    kept.clear();
    replaced.mockClear();
  });

  test('gets a framed POST with the key of the link', async () => {
    const fetched = vi.fn(async () => new Response(new Uint8Array(encodeFrame({ ok: {} }))));
    vi.stubGlobal('fetch', fetched);
    await browserCarrier().send('scan.text', encodeFrame({ text: 'TB1:' }));
    expect(fetched).toHaveBeenCalledWith('/call/scan.text', expect.objectContaining({ method: 'POST', headers: { 'content-type': 'application/octet-stream', 'x-tongban-key': KEY } }));
  });

  test('sends what was typed last even while its page goes away', async () => {
    const fetched = vi.fn(async () => new Response(new Uint8Array(encodeFrame({ ok: {} }))));
    vi.stubGlobal('fetch', fetched);
    const { send } = browserCarrier();
    await send('drafts.save', encodeFrame({}));
    await send('drafts.save', encodeFrame({ long: 'x'.repeat(40_000) }));
    await send('drafts.attach', encodeFrame({}));
    expect(fetched.mock.calls.map((call: unknown[]) => (call[1] as RequestInit).keepalive)).toEqual([true, false, false]);
  });

  test('gives a key that leaves the address and outlives a reload', async () => {
    const fetched = vi.fn(async () => new Response(''));
    vi.stubGlobal('fetch', fetched);
    browserCarrier();
    expect(replaced).toHaveBeenCalledWith(null, '', '/');
    tab('#/scan');
    await browserCarrier().send('lock', encodeFrame({}));
    expect(fetched).toHaveBeenCalledWith('/call/lock', expect.objectContaining({ headers: expect.objectContaining({ 'x-tongban-key': KEY }) as unknown }));
    expect(replaced).toHaveBeenCalledOnce();
  });

  test('is not asked by a tab without a key, which says how to open the app', async () => {
    tab('');
    const fetched = vi.fn();
    vi.stubGlobal('fetch', fetched);
    await expect(browserCarrier().send('lock', encodeFrame({}))).rejects.toBeInstanceOf(NotOpened);
    await expect(new Bridge(browserCarrier()).call('session.status', {})).rejects.toMatchObject({ view: NOT_OPENED });
    expect(fetched).not.toHaveBeenCalled();
  });

  test('refuses a key of another run, which is the same as none', async () => {
    vi.stubGlobal('fetch', async () => new Response('', { status: 401 }));
    await expect(browserCarrier().send('lock', encodeFrame({}))).rejects.toBeInstanceOf(NotOpened);
  });

  test('refuses nonsense, which is no reply', async () => {
    vi.stubGlobal('fetch', async () => new Response('', { status: 500 }));
    await expect(browserCarrier().send('lock', encodeFrame({}))).rejects.toThrow('500');
  });

  test('sends events in pieces of any size, and after a gap everything is asked for anew', async () => {
    vi.useFakeTimers();
    const event = { name: 'certificates_changed', payload: {} };
    const bytes = new TextEncoder().encode(`:\n\ndata: ${JSON.stringify({ ...event, note: '证' })}\n\ndata: ${JSON.stringify(event)}\n\n`);
    const streamed = () => new Response(new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    }));
    const fetched = vi.fn(async () => streamed());
    vi.stubGlobal('fetch', fetched);
    const heard: EventView[] = [];
    const reconnected = vi.fn();
    browserCarrier().listen((event) => heard.push(event), reconnected);
    await vi.advanceTimersByTimeAsync(999);
    expect(heard).toEqual([{ ...event, note: '证' }, event]);
    expect(reconnected).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(reconnected).toHaveBeenCalledOnce();
    expect(fetched).toHaveBeenCalledWith('/events', { headers: { 'x-tongban-key': KEY } });
  });
});
