// Another passphrase: judged by the core, confirmed on the other origin, and from then on the only one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import * as journey from '../lib/journey.mjs';
import { look } from '../lib/look.mjs';
import { Stage } from '../lib/stage.mjs';

const NEW = 'six loud mountains apart';
let stage, app;

before(async () => {
  stage = await Stage.open('change-secret');
  app = await stage.enrolled('holder');
});
after(() => stage?.close());

async function enter(current, fresh) {
  await app.screen.fill('#current:not([disabled])', current);
  await app.screen.fill('#fresh', fresh);
  await app.screen.fill('#again', fresh);
}

test('what may not be is said beside the field it is about', async () => {
  await app.screen.go('/me');
  await app.screen.click('[data-testid="me-secret"]');
  await app.screen.see('#current');
  await look(app.page, 'change-secret');
  await enter(journey.PASSPHRASE, journey.PASSPHRASE);
  await app.screen.click('#change-go');
  await app.screen.see('#fresh[aria-invalid]');
  await look(app.page, 'change-secret-same');
  await enter('not the passphrase', NEW);
  await app.screen.click('#change-go');
  await app.screen.see('#current[aria-invalid]');
  await look(app.page, 'change-secret-wrong');
});

test('a no on the other origin keeps the old one', async () => {
  await enter(journey.PASSPHRASE, NEW);
  await app.confirming(() => app.screen.click('#change-go'), 'no');
  await app.screen.see('#change-go:not([aria-busy])');
  assert.equal((await app.screen.call('presence.give', { secret: NEW })).error?.code, 'unlock.wrong_secret');
});

test('a yes changes it: the old one opens nothing any more', async () => {
  await enter(journey.PASSPHRASE, NEW);
  await app.confirming(() => app.screen.click('#change-go'));
  await app.screen.see('#change-finish');
  await look(app.page, 'change-secret-done');
  await app.screen.click('#change-finish');
  await app.screen.click('[data-testid="me-lock-now"]');
  await journey.tryPassphrase(app.screen, journey.PASSPHRASE);
  await app.screen.see('.wrong svg');
  await app.screen.fill('.unlock form input', NEW);
  await app.screen.click('.unlock form .btn.main');
  await app.screen.see('article.cert');
});

test('no page broke its policy or failed', () => {
  assert.deepEqual(stage.complaints, []);
});
