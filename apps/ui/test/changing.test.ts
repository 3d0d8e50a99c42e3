import { describe, expect, test } from 'vitest';

import { Bridge, type Carrier } from '../src/api/bridge';
import { decodeFrame, encodeFrame } from '../src/api/frame';
import type { ErrorView, SessionView } from '../src/api/generated/api';
import { App } from '../src/state/app';
import { useChanging } from '../src/state/changing';

const SESSION: SessionView = {
  state: 'unlocked', secret_kind: 'passphrase', min_length: 10, wait_seconds: null, wait_total_seconds: null, wait_cause: null, wrong_tries: 0,
  next_wait_seconds: null, auto_lock_seconds: 180, enrol_pending: false, quarantined: [], disk_full: false, staff: null,
};
const OLD = 'five quiet rivers';
const NEW = 'six loud mountains';

async function form(refusal?: Partial<ErrorView>) {
  const requests: unknown[] = [];
  const carrier: Carrier = {
    send: async (name, frame) => {
      if (name === 'certificates.list') return encodeFrame({ ok: [] });
      requests.push(decodeFrame(frame).json);
      return encodeFrame(refusal ? { error: { params: {}, kept: null, next: null, offer: null, ...refusal } } : { ok: SESSION });
    },
    listen: () => undefined,
  };
  const app = new App(new Bridge(carrier));
  await app.setSession(SESSION);
  return { app, requests, ...useChanging(app, (key) => key) };
}

describe('changing the secret', () => {
  test('the button sleeps until all three are there, and says why', async () => {
    const { current, fresh, again, ready, why } = await form();
    expect(why.value).toBe('ui.change.current_missing');
    current.value = OLD;
    fresh.value = 'short';
    expect(why.value).toBe('ui.secret.missing');
    fresh.value = NEW;
    expect([ready.value, why.value]).toEqual([false, 'ui.secret.repeat_missing']);
    again.value = NEW;
    expect([ready.value, why.value]).toEqual([true, 'ui.change.ready']);
  });

  test('nothing is asked while two entries differ', async () => {
    const { current, fresh, again, change, requests } = await form();
    [current.value, fresh.value, again.value] = [OLD, NEW, `${NEW}.`];
    await change();
    expect(requests).toEqual([]);
  });

  test('a change leaves nothing of what was typed', async () => {
    const { current, fresh, again, change, done, requests } = await form();
    [current.value, fresh.value, again.value] = [OLD, NEW, NEW];
    await change();
    expect(requests).toEqual([{ current: OLD, new: NEW }]);
    expect([done.value, current.value, fresh.value, again.value]).toEqual([true, '', '', '']);
  });

  test.each(['secret.short', 'secret.weak', 'secret.same'])('%s is said beside the new one, and the present one stays', async (code) => {
    const { current, fresh, again, change, wrongFresh, wrongCurrent, done } = await form({ kind: 'bad_input', code });
    [current.value, fresh.value, again.value] = [OLD, NEW, NEW];
    await change();
    expect([wrongFresh.value, wrongCurrent.value]).toEqual([`error.${code}`, null]);
    expect([current.value, fresh.value, done.value]).toEqual([OLD, '', false]);
  });

  test.each(['unlock.wrong_secret', 'unlock.wait'])('%s is said beside the present one, and the new one stays', async (code) => {
    const { current, fresh, again, change, wrongFresh, wrongCurrent } = await form({ kind: 'wrong_secret', code });
    [current.value, fresh.value, again.value] = [OLD, NEW, NEW];
    await change();
    expect([wrongFresh.value, wrongCurrent.value]).toEqual([null, `error.${code}`]);
    expect([current.value, fresh.value]).toEqual(['', NEW]);
  });

  test('a no at Confirm changes nothing and is no failure', async () => {
    const { app, current, fresh, again, change, done } = await form({ kind: 'declined', code: 'confirm.declined' });
    [current.value, fresh.value, again.value] = [OLD, NEW, NEW];
    await change();
    expect([done.value, app.state.error]).toEqual([false, null]);
  });
});
