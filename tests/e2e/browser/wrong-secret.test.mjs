// Rule K1 on the screen: five wrong tries cost a minute, ten would cost a quarter of an hour, and
// ending the program gives none of it back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import * as journey from '../lib/journey.mjs';
import { look } from '../lib/look.mjs';
import { Stage } from '../lib/stage.mjs';

let stage, app, left;

before(async () => {
  stage = await Stage.open('wrong-secret');
  await (await stage.enrolled('holder')).close();
  app = await stage.app('holder');
});
after(() => stage?.close());

const session = async () => (await app.screen.call('session.status', {})).ok;

test('each of the first four wrong tries says how many are left', async () => {
  for (const tries of [1, 2, 3, 4]) {
    await journey.tryPassphrase(app.screen, 'not the passphrase');
    assert.equal((await session()).wrong_tries, tries);
    assert.match(await app.page.locator('.wrong').innerText(), new RegExp(String(5 - tries)));
  }
  await look(app.page, 'unlock-wrong');
});

test('the fifth starts a ring of one minute, and the next would be a quarter of an hour', async () => {
  await journey.tryPassphrase(app.screen, 'not the passphrase');
  await app.screen.see('[role="timer"]');
  const { wait_seconds, next_wait_seconds } = await session();
  assert.ok(wait_seconds > 30 && wait_seconds <= 60, `${wait_seconds}`);
  assert.equal(next_wait_seconds, 900);
  assert.ok(await app.page.locator('.unlock form input').isDisabled());
});

test('moving the clock does not end it', async () => {
  stage.clock.advance(3600);
  ({ wait_seconds: left } = await session());
  assert.ok(left > 0);
});

test('ending the program and starting it again does not end it', async () => {
  await app.close();
  app = await stage.app('holder');
  await app.screen.see('[role="timer"]');
  const { state, wait_seconds, wrong_tries } = await session();
  assert.deepEqual([state, wrong_tries], ['locked', 5]);
  assert.ok(wait_seconds > 0 && wait_seconds <= left, `${wait_seconds} of ${left}`);
  const refused = await app.screen.call('unlock', { secret: journey.PASSPHRASE });
  assert.equal(refused.error?.code, 'unlock.wait', 'the right one is not even tried');
  await look(app.page, 'unlock-wait-restarted');
});

test('no page broke its policy or failed', () => {
  assert.deepEqual(stage.complaints, []);
});
