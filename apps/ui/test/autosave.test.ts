import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { Autosave, QUIET_MS, RETRY_MS, type Answer, type SaveState } from '../src/logic/autosave';

const text = (value: string): Answer => ({ kind: 'text', value });

function rig() {
  const sent: { answers: { field: string; value: Answer }[]; page: number }[] = [];
  const settled: string[][] = [];
  const states: SaveState[] = [];
  const errors: unknown[] = [];
  let replies: { done(): void; fail(): void }[] = [];
  let open = true;
  const autosave = new Autosave<number>({
    send: (answers, page) => new Promise((resolve, reject) => {
      sent.push({ answers, page });
      replies.push({ done: () => resolve(sent.length), fail: () => reject(new Error('disk full')) });
    }),
    saved: (_, fields) => settled.push(fields),
    failed: (error) => errors.push(error),
    state: (state) => states.push(state),
    goesOn: () => open,
  }, 0);
  const answer = async (how: 'done' | 'fail') => {
    replies.shift()![how]();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { autosave, sent, settled, states, errors, answer, close: () => (open = false) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('what is typed is kept', () => {
  test('300 ms after the last key, once, with the newest value', async () => {
    const { autosave, sent } = rig();
    for (const word of ['周', '周桂', '周桂芳']) {
      autosave.type('name', text(word));
      await vi.advanceTimersByTimeAsync(QUIET_MS - 1);
    }
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([{ answers: [{ field: 'name', value: text('周桂芳') }], page: 0 }]);
  });

  test('at once when the field is left, the page turns or the window hides', async () => {
    const { autosave, sent, answer } = rig();
    autosave.type('name', text('周'));
    void autosave.flush();
    expect(sent).toHaveLength(1);
    await answer('done');
    void autosave.turn(1);
    expect(sent[1]).toEqual({ answers: [], page: 1 });
    await answer('done');
    expect(await autosave.flush()).toBe(true);
    expect(sent).toHaveLength(2);
  });

  test('an older reply does not settle a field that was typed in since', async () => {
    const { autosave, sent, settled, answer } = rig();
    autosave.type('name', text('周'));
    autosave.type('phone', text('1'));
    void autosave.flush();
    autosave.type('name', text('周桂'));
    await answer('done');
    expect(settled).toEqual([['phone']]);
    await vi.advanceTimersByTimeAsync(QUIET_MS);
    expect(sent[1]!.answers).toEqual([{ field: 'name', value: text('周桂') }]);
    await answer('done');
    expect(settled[1]).toEqual(['name']);
  });

  test('one save at a time, and whoever waits for it waits for the newest key too', async () => {
    const { autosave, sent, answer } = rig();
    autosave.type('name', text('周'));
    void autosave.flush();
    autosave.type('name', text('周桂'));
    let left = false;
    void autosave.flush().then(() => (left = true));
    expect(sent).toHaveLength(1);
    await answer('done');
    expect(left).toBe(false);
    expect(sent).toHaveLength(2);
    await answer('done');
    expect(left).toBe(true);
  });

  test('what could not be saved stays, newer keys win, and it is tried again', async () => {
    const { autosave, sent, errors, states, answer } = rig();
    autosave.type('name', text('周'));
    autosave.type('phone', text('139'));
    void autosave.flush();
    autosave.type('name', text('周桂'));
    await answer('fail');
    expect(errors).toHaveLength(1);
    expect(states.at(-1)).toBe('failed');
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    expect(new Map(sent[1]!.answers.map(({ field, value }) => [field, value]))).toEqual(new Map([['name', text('周桂')], ['phone', text('139')]]));
    await answer('done');
    expect(states.at(-1)).toBe('saved');
  });

  test('a page that was turned while the disk was full is told with the next try', async () => {
    const { autosave, sent, answer } = rig();
    void autosave.turn(2);
    await answer('fail');
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    expect(sent[1]).toEqual({ answers: [], page: 2 });
  });

  test('after the wallet closed nothing is kept in this page', async () => {
    const { autosave, sent, answer, close } = rig();
    autosave.type('name', text('周'));
    void autosave.flush();
    close();
    await answer('fail');
    await vi.advanceTimersByTimeAsync(RETRY_MS * 3);
    expect(sent).toHaveLength(1);
    expect(autosave.pending).toBe(false);
  });
});
