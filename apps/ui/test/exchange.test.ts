import { describe, expect, test } from 'vitest';
import { effectScope } from 'vue';

import type { ImportedView } from '../src/api/generated/api';
import { PIECE, pieces, sizeOf, type PieceSource } from '../src/logic/pieces';
import { useExchange } from '../src/state/exchange';
import { failure, host, settle } from './support/host';

const file = (size: number): PieceSource => ({ size, slice: (from, to) => ({ arrayBuffer: () => Promise.resolve(new Uint8Array(Math.max(0, Math.min(to, size) - from)).fill(7).buffer) }) });
const NOTHING: ImportedView = { drafts: 0, merged: 0, conflicts: 0, copies: 0, sent: 0, files: 0, certificates: 0, nothing_new: true };

describe('a file in pieces', () => {
  test.each([[0, [0]], [1, [1]], [PIECE, [PIECE]], [PIECE + 1, [PIECE, 1]], [3 * PIECE, [PIECE, PIECE, PIECE]]])('of %i bytes', async (size, wanted) => {
    const lengths: number[] = [];
    const lasts: boolean[] = [];
    for await (const { bytes, last } of pieces(file(size))) {
      lengths.push(bytes.length);
      lasts.push(last);
    }
    expect(lengths).toEqual(wanted);
    expect(lasts).toEqual(wanted.map((_, at) => at === wanted.length - 1));
  });

  test('its size as people say it', () => {
    expect([sizeOf(0), sizeOf(40_400), sizeOf(12_340_000)]).toEqual([{ unit: 'kilobytes', n: '1' }, { unit: 'kilobytes', n: '40' }, { unit: 'megabytes', n: '12.3' }]);
  });
});

describe('taking a file in', () => {
  const rig = async (answers: Parameters<typeof host>[0]) => {
    const on = await host(answers);
    return { ...on, exchange: effectScope().run(() => useExchange(on.app))! };
  };

  test('hands every piece over in order and says what came of it', async () => {
    const lengths: number[] = [];
    const { calls, exchange } = await rig({ 'exchange.begin': () => ({}), 'exchange.piece': (request: { last: boolean }, bytes) => { lengths.push(bytes.length); return { done: request.last ? NOTHING : null }; } });
    await exchange.takeIn(file(PIECE + 5), null);
    expect(lengths).toEqual([PIECE, 5]);
    expect(calls.map(({ name, request }) => [name, request])).toEqual([['exchange.begin', {}], ['exchange.piece', { last: false }], ['exchange.piece', { last: true }]]);
    expect([exchange.imported.value, exchange.percent.value, exchange.busy.value]).toEqual([NOTHING, 100, null]);
  });

  test('a file that needs its code waits for it, and a wrong code is asked again', async () => {
    const codes: (string | undefined)[] = [];
    let typed: string | undefined;
    const { app, exchange } = await rig({
      'exchange.begin': (request: { code?: string }) => { codes.push(typed = request.code); return {}; },
      'exchange.piece': () => {
        if (typed === undefined) throw failure({ code: 'exchange.code_needed' });
        if (typed !== 'RIGHT') throw failure({ code: 'exchange.wrong_code' });
        return { done: NOTHING };
      },
    });
    const moved = file(9);
    await exchange.takeIn(moved, null);
    expect(exchange.waiting.value).toEqual({ file: moved, wrong: null });
    await exchange.takeIn(moved, 'WRONG');
    expect(exchange.waiting.value?.wrong?.code).toBe('exchange.wrong_code');
    expect(app.state.error).toBeNull();
    await exchange.takeIn(moved, 'RIGHT');
    expect([exchange.waiting.value, exchange.imported.value]).toEqual([null, NOTHING]);
    expect(codes).toEqual([undefined, 'WRONG', 'RIGHT']);
  });

  test('a damaged file is told and nothing is shown as taken in', async () => {
    const { app, exchange } = await rig({ 'exchange.begin': () => ({}), 'exchange.piece': () => { throw failure({ code: 'exchange.damaged' }); } });
    await exchange.takeIn(file(9), null);
    expect(app.state.error?.code).toBe('exchange.damaged');
    expect([exchange.imported.value, exchange.busy.value]).toEqual([null, null]);
  });

  test('it can be stopped, and then the core gives it up', async () => {
    let answer: (view: unknown) => void = () => undefined;
    const { names, exchange } = await rig({ 'exchange.begin': () => ({}), 'exchange.piece': () => new Promise((done) => (answer = done)), 'exchange.cancel': () => ({}) });
    const taking = exchange.takeIn(file(2 * PIECE), null);
    await settle();
    exchange.stop();
    answer({ done: null });
    await taking;
    expect(names()).toEqual(['exchange.begin', 'exchange.piece', 'exchange.cancel']);
  });
});
