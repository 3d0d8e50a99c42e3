// Deleting one certificate and erasing everything: only a yes on the other origin does it (rule U1).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readdirSync } from 'node:fs';

import * as journey from '../lib/journey.mjs';
import { look } from '../lib/look.mjs';
import { Stage } from '../lib/stage.mjs';
import { until } from '../lib/webdriver.mjs';

let stage, app;

before(async () => {
  stage = await Stage.open('delete');
  app = await stage.enrolled('holder');
});
after(() => stage?.close());

const held = async () => (await app.screen.call('certificates.list', {})).ok;
const personFiles = () => readdirSync(stage.data('holder')).filter((name) => name.startsWith('person-'));

async function askToDelete() {
  await app.screen.click('[data-testid="certificate-menu"]');
  await app.screen.click('[data-testid="certificate-delete"]');
}

async function askToErase() {
  await app.screen.click('[data-testid="me-erase"]');
  await app.screen.click('[data-testid="erase-now"]');
}

/** Opens the question, looks at it, and answers; gives its text. */
async function answer(act, name, button) {
  const opened = app.context.waitForEvent('page');
  await act();
  const question = await opened;
  await question.locator('#confirm-yes').waitFor();
  assert.notEqual(new URL(question.url()).origin, new URL(app.page.url()).origin);
  if (name) await look(question, name);
  const text = await question.locator('body').innerText();
  await question.locator(button).click();
  // The page behind waits until the answer has come to the core.
  await app.screen.gone('#open-confirm');
  return text;
}

test('a no on the other origin keeps the certificate', async () => {
  await app.screen.click('[data-testid="card"]');
  const [{ holder_name: holder }] = await held();
  const text = await answer(askToDelete, 'confirm-delete', '#confirm-no');
  assert.ok(text.includes(holder), 'the question names what it is about');
  assert.equal((await held()).length, 1);
  await app.screen.see('[data-testid="certificate-show"]');
});

test('a yes deletes it, and says where another comes from', async () => {
  await answer(askToDelete, undefined, '#confirm-yes');
  await app.screen.see('[data-testid="no-certificates"]');
  assert.deepEqual(await held(), []);
  await look(app.page, 'certificates-none');
});

test('a wallet emptied that way is not a dead end', async () => {
  await answer(() => app.screen.click('[data-testid="start-anew"]'), undefined, '#confirm-yes');
  await app.screen.see('[data-testid="welcome-enrol"]');
  await journey.enrol(app.screen, stage.platform.voucher(), { confirming: (act) => app.confirming(act) });
  assert.equal((await held()).length, 1);
});

test('a no on the other origin erases nothing', async () => {
  await app.screen.go('/me');
  await answer(askToErase, 'confirm-erase', '#confirm-no');
  assert.equal((await app.screen.call('session.status', {})).ok.state, 'unlocked');
  assert.notDeepEqual(personFiles(), []);
});

test('a yes erases the wallet, keeps the settings, and begins again', async () => {
  await app.screen.call('settings.set', { elder: true });
  await answer(askToErase, undefined, '#confirm-yes');
  await app.screen.see('[data-testid="welcome-enrol"]');
  await until('no file of the person', () => personFiles().length === 0);
  assert.equal((await app.screen.call('settings.get', {})).ok.elder, true);
  assert.equal(await app.page.locator('[data-testid="error"]').count(), 0, 'what was asked for did not fail');
  await look(app.page, 'welcome-elder');
});

test('no page broke its policy or failed', () => {
  assert.deepEqual(stage.complaints, []);
});
