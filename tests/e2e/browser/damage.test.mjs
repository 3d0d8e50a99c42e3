// A damaged file is set aside and reported, never replaced in silence; the person can go on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as journey from '../lib/journey.mjs';
import { look } from '../lib/look.mjs';
import { Stage } from '../lib/stage.mjs';

let stage, app;

before(async () => {
  stage = await Stage.open('damage');
});
after(() => stage?.close());

/** Overwrites the first kilobyte of the file whose name fits; gives all its bytes as they are now. */
function damage(name, pattern) {
  const file = readdirSync(stage.data(name)).find((file) => pattern.test(file));
  const path = join(stage.data(name), file);
  const bytes = readFileSync(path);
  bytes.fill(0x55, 0, 1024);
  writeFileSync(path, bytes);
  return bytes;
}

/** Whether some file of the data folder still holds exactly these bytes. */
function kept(name, bytes) {
  const all = readdirSync(stage.data(name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return all.some((file) => statSync(file).size === bytes.length && readFileSync(file).equals(bytes));
}

test('a damaged wallet: reported at unlocking, kept on disk, and enrolling again works', async () => {
  await (await stage.enrolled('wallet')).close();
  const bytes = damage('wallet', /^person-.*\.db$/);
  app = await stage.app('wallet');
  await app.screen.fill('.unlock form input', journey.PASSPHRASE);
  await app.screen.click('.unlock form .btn.main');
  await app.screen.see('[data-testid="error"]');
  assert.equal(await app.screen.attribute('[data-testid="error"]', 'data-code'), 'store.set_aside');
  await look(app.page, 'wallet-set-aside');
  await app.page.keyboard.press('Escape');
  await app.screen.see('[data-testid="welcome-enrol"]');
  await app.screen.see('[data-testid="quarantine"]');
  await look(app.page, 'welcome-quarantine');
  await app.screen.click('[data-testid="quarantine"]');
  await app.screen.see('[role="dialog"]');
  await look(app.page, 'quarantine');
  const { quarantined } = (await app.screen.call('session.status', {})).ok;
  assert.ok(quarantined.length > 0);
  assert.ok((await app.page.locator('[role="dialog"]').innerText()).includes(quarantined[0].file), 'the sheet names the file');
  assert.ok(kept('wallet', bytes), 'the damaged file is still there, byte for byte');
  await app.page.keyboard.press('Escape');
  await app.screen.gone('[role="dialog"]');
  await journey.enrol(app.screen, stage.platform.voucher(), { confirming: (act) => app.confirming(act) });
  assert.equal((await app.screen.call('certificates.list', {})).ok.length, 1);
  assert.ok(kept('wallet', bytes), 'also after going on');
  await app.close();
});

test('a damaged shared database: nothing opens until the person chooses to go on', async () => {
  await (await stage.enrolled('shared')).close();
  const bytes = damage('shared', /^shared\.db$/);
  app = await stage.app('shared');
  await app.screen.see('[data-testid="trouble"]');
  assert.equal(await app.screen.attribute('[data-testid="trouble"]', 'data-code'), 'store.set_aside');
  await look(app.page, 'trouble');
  assert.ok(kept('shared', bytes), 'the damaged file is still there, byte for byte');
  const declined = await app.confirming(() => app.screen.click('[data-testid="store-anew"]'), 'no');
  await declined.close();
  await app.screen.see('[data-testid="store-anew"]:not([disabled])');
  assert.equal((await app.screen.call('session.status', {})).error?.code, 'store.set_aside', 'a no begins nothing');
  const question = await app.confirming(() => app.screen.click('[data-testid="store-anew"]'));
  await question.close();
  await app.screen.see('[data-testid="quarantine"]');
  assert.ok(kept('shared', bytes), 'also after going on');

  // Whoever takes the count of wrong tries away gets none for it (rule K1). The wait runs on the
  // machine's own clock, which no test moves.
  await app.screen.see('[role="timer"]');
  await app.screen.see('[data-cause="adopted"]');
  await look(app.page, 'trouble-anew');
  const { wait_seconds, wait_cause } = (await app.screen.call('session.status', {})).ok;
  assert.ok(wait_cause === 'adopted' && wait_seconds > 3500 && wait_seconds <= 3600, `${wait_seconds}`);
  assert.equal((await app.screen.call('unlock', { secret: journey.PASSPHRASE })).error?.code, 'unlock.wait');
});

test('no page broke its policy or failed', () => {
  assert.deepEqual(stage.complaints, []);
});
