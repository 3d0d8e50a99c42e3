import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { Undo, UNDO_MS } from '../src/state/undo';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function offered(undo: Undo, log: string[], name: string) {
  undo.offer({ text: name, undo: () => void log.push(`undo ${name}`), done: () => void log.push(`done ${name}`) });
}

describe('taking back', () => {
  test('in time it is taken back and never becomes final', async () => {
    const [undo, log] = [new Undo(), [] as string[]];
    offered(undo, log, 'a');
    expect(undo.state.offered?.text).toBe('a');
    await undo.take();
    await vi.advanceTimersByTimeAsync(UNDO_MS * 2);
    expect(log).toEqual(['undo a']);
    expect(undo.state.offered).toBeNull();
  });

  test('it becomes final by time, by the next one, and by leaving, once each', async () => {
    const [undo, log] = [new Undo(), [] as string[]];
    offered(undo, log, 'a');
    offered(undo, log, 'b');
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    offered(undo, log, 'c');
    await undo.end();
    await undo.take();
    expect(log).toEqual(['done a', 'done b', 'done c']);
  });

  test('the time stands still while somebody is on it', async () => {
    const [undo, log] = [new Undo(), [] as string[]];
    offered(undo, log, 'a');
    undo.pause();
    await vi.advanceTimersByTimeAsync(UNDO_MS * 3);
    expect(log).toEqual([]);
    undo.resume();
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(log).toEqual(['done a']);
  });
});
