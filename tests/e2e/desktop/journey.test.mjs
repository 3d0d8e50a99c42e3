// The journey in the real window: custody by the login keyring where there is one, the
// Confirm window as a second window with rights of its own, and one real wait of a minute.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { draw, withOneBitFlipped, withUnknownIssuer } from '../lib/codes.mjs';
import { DesktopApp } from '../lib/desktop-app.mjs';
import * as journey from '../lib/journey.mjs';
import { Platform } from '../lib/platform.mjs';
import { OUT } from '../lib/processes.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tongban-window-'));
const platform = new Platform(join(folder, 'platform'));
let holder, verifier, custody, shown, shownAt;

const open = (name) => DesktopApp.open({ data: join(folder, name), platform: platform.address });

before(async () => {
  await platform.start();
  holder = await open('holder');
  verifier = await open('verifier');
});

after(async () => {
  await holder?.close();
  await verifier?.close();
  await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the app says how keys are kept', async () => {
  ({ ok: { custody } } = await holder.screen.call('hello', { api_version: 1 }));
  console.log(`custody: ${custody}`);
  assert.ok(['os_keyring', 'passphrase'].includes(custody));
  if (process.env.TONGBAN_KEYRING === 'unlocked') assert.equal(custody, 'os_keyring');
});

test('each window is denied what the other may', async () => {
  const ask = (command) => holder.session.executeAsync(
    'const [name, done] = arguments; window.__TAURI_INTERNALS__.invoke(name, { nonce: "x" }).then(() => done("allowed"), (error) => done(String(error)))',
    command,
  );
  for (const command of ['confirm_get', 'confirm_yes', 'confirm_no']) {
    assert.match(await ask(command), /not allowed/, `main window: ${command}`);
  }
});

test('a voucher becomes a certificate after a yes in the Confirm window', async () => {
  await journey.enrol(holder.screen, platform.voucher(), {
    custody,
    confirming: async (act) => {
      await holder.asking(act);
      const denied = await holder.screen.call('session.status', {});
      assert.match(denied.denied ?? 'allowed', /not allowed/, 'Confirm window: call');
      await holder.answer('yes');
      await holder.backToMain();
    },
  });
});

test('a verifier without a wallet fetches the lists', async () => {
  await verifier.screen.click('[data-testid="welcome-verify"]');
  await verifier.screen.see('#pick');
  await journey.refreshLists(verifier.screen);
});

test('with the platform stopped, the code on the screen is valid to another program', async () => {
  await platform.stop();
  shown = await journey.show(holder.screen, 'window-show');
  shownAt = Date.now();
  journey.assertCliFindsValid(shown, new Date().toISOString());
});

test('a second app finds it valid from the picture, then tampered and foreign ones not', async () => {
  const verdict = await journey.scan(verifier.screen, shown.picture);
  assert.equal(verdict.word, 'valid', verdict.reason);
  assert.deepEqual(verdict.fields.sort(), [...shown.discloses].sort());
  const [tampered, unknown] = [join(OUT, 'window-tampered.png'), join(OUT, 'window-unknown.png')];
  draw(withOneBitFlipped(shown.text), tampered);
  draw(withUnknownIssuer(shown.text), unknown);
  assert.equal((await journey.scan(verifier.screen, tampered)).reason, 'holder_proof_broken');
  assert.equal((await journey.scan(verifier.screen, unknown)).reason, 'issuer_unknown');
});

test('61 real seconds later the same picture is too old', async () => {
  await new Promise((resolve) => { setTimeout(resolve, Math.max(0, shownAt + 61_500 - Date.now())); });
  assert.equal((await journey.scan(verifier.screen, shown.picture)).reason, 'code_too_old');
});

test('after a revocation and a refresh it is revoked', async () => {
  await platform.start();
  platform.revoke(await journey.identifier(holder.screen));
  await journey.refreshLists(verifier.screen);
  const again = await journey.readFromScreen(holder.screen, 'window-revoked');
  assert.equal((await journey.scan(verifier.screen, again.picture)).word, 'revoked');
});

test('no window broke its policy or failed', async () => {
  assert.deepEqual([...await holder.complaints, ...await verifier.complaints], []);
});
