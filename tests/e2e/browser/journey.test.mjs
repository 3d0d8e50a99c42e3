// The journey at phone size: two apps, each with its own browser host, and a platform that
// is stopped before anything is shown. The clock is a file that only the test moves.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BrowserApp } from '../lib/browser-app.mjs';
import { launch } from '../lib/chromium.mjs';
import { FileClock, PLATFORM_START } from '../lib/clock.mjs';
import { draw, withOneBitFlipped, withUnknownIssuer } from '../lib/codes.mjs';
import * as journey from '../lib/journey.mjs';
import { Platform } from '../lib/platform.mjs';
import { OUT } from '../lib/processes.mjs';
import { PageScreen } from '../lib/screen.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tongban-journey-'));
const clock = new FileClock(join(folder, 'now'));
const platform = new Platform(join(folder, 'platform'));
let browser, holder, verifier, shown;

before(async () => {
  await platform.start({ at: PLATFORM_START });
  browser = await launch();
  const open = (name) => BrowserApp.open(browser, {
    name,
    data: join(folder, name),
    platform: platform.address,
    clock: clock.setting,
  });
  holder = await open('holder');
  verifier = await open('verifier');
  holder.screen = new PageScreen(holder.page);
  verifier.screen = new PageScreen(verifier.page);
});

after(async () => {
  await holder?.close();
  await verifier?.close();
  await browser?.close();
  await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a voucher becomes a certificate after a yes on the other origin', async () => {
  await journey.enrol(holder.screen, platform.voucher(), { confirming: (act) => holder.confirming(act) });
  const { ok: hello } = await holder.screen.call('hello', { api_version: 1 });
  assert.equal(hello.custody, 'passphrase');
});

test('a verifier without a wallet fetches the lists', async () => {
  await verifier.screen.click('[data-testid="welcome-verify"]');
  await journey.refreshLists(verifier.screen);
});

test('with the platform stopped, the code on the screen is valid to another program', async () => {
  await platform.stop();
  shown = await journey.show(holder.screen, 'phone-show');
  journey.assertCliFindsValid(shown, clock.now);
  const certificate = (await holder.screen.call('certificates.list', {})).ok[0];
  const { ok: { fields } } = await holder.screen.call('certificates.get', { id: certificate.id });
  const asked = fields.filter((field) => field.default_shown).map((field) => field.name);
  assert.deepEqual([...shown.discloses].sort(), asked.sort(), 'only the fields that were chosen');
  assert.ok(!shown.discloses.includes('id_number'), 'rule C5: a timed code never tells the ID number');
});

test('the second app finds it valid from the picture, with only the chosen fields', async () => {
  const verdict = await journey.scan(verifier.screen, shown.picture);
  assert.equal(verdict.word, 'valid');
  assert.deepEqual(verdict.fields.sort(), [...shown.discloses].sort());
});

test('one changed bit is not genuine', async () => {
  const picture = join(OUT, 'tampered.png');
  draw(withOneBitFlipped(shown.text), picture);
  const { word, reason } = await journey.scan(verifier.screen, picture);
  assert.deepEqual([word, reason], ['not_genuine', 'holder_proof_broken']);
});

test('an unknown issuer is not dressed as a forgery', async () => {
  const picture = join(OUT, 'unknown-issuer.png');
  draw(withUnknownIssuer(shown.text), picture);
  const { word, reason } = await journey.scan(verifier.screen, picture);
  assert.deepEqual([word, reason], ['cannot_tell', 'issuer_unknown']);
});

test('61 seconds later the same picture is too old', async () => {
  clock.advance(61);
  const { reason } = await journey.scan(verifier.screen, shown.picture);
  assert.equal(reason, 'code_too_old');
});

test('after a revocation and a refresh it is revoked', async () => {
  await platform.start({ at: clock.now });
  const { already } = platform.revoke(await journey.identifier(holder.screen));
  assert.equal(already, false);
  clock.advance(60);
  await journey.refreshLists(verifier.screen);
  await journey.stopShowing(holder.screen);
  const again = await journey.show(holder.screen, 'phone-revoked');
  const { word, reason } = await journey.scan(verifier.screen, again.picture);
  assert.deepEqual([word, reason], ['revoked', 'revoked']);
});

test('no page broke its policy or failed', () => {
  assert.deepEqual([...holder.complaints, ...verifier.complaints], []);
});
