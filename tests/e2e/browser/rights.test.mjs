// Rule U1 in a real browser: a script of the UI can neither read nor answer a question.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BrowserApp } from '../lib/browser-app.mjs';
import { launch } from '../lib/chromium.mjs';
import * as journey from '../lib/journey.mjs';
import { Platform } from '../lib/platform.mjs';
import { PageScreen } from '../lib/screen.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tongban-rights-'));
const platform = new Platform(join(folder, 'platform'));
let browser, app, question;

before(async () => {
  await platform.start();
  browser = await launch();
  app = await BrowserApp.open(browser, { name: 'rights', data: join(folder, 'app'), platform: platform.address });
  app.screen = new PageScreen(app.page);
  const opened = app.context.waitForEvent('page');
  const enrolled = journey.enrol(app.screen, platform.voucher(), { confirming: (act) => act() });
  enrolled.catch(() => {});
  question = await opened;
  await question.locator('#confirm-yes').waitFor();
});

after(async () => {
  await app?.close();
  await browser?.close();
  await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What a script on the UI's page gets when it fetches an address of the confirm origin. */
function attempt(url, options) {
  return app.page.evaluate(async ([url, options]) => {
    try {
      const response = await fetch(url, options);
      return { type: response.type, text: await response.text() };
    } catch (error) {
      return { error: String(error) };
    }
  }, [url, options]);
}

test('a script of the UI cannot read the question', async () => {
  const url = new URL('request', question.url()).href;
  for (const options of [
    { credentials: 'include' },
    { credentials: 'include', headers: { 'x-tongban': 'confirm' } },
    { credentials: 'include', mode: 'no-cors' },
  ]) {
    const got = await attempt(url, options);
    assert.ok(got.error || got.text === '', JSON.stringify(got));
  }
});

test('a script of the UI cannot answer it', async () => {
  const url = new URL('answer', question.url()).href;
  const body = JSON.stringify({ nonce: '0'.repeat(32), answer: 'yes' });
  for (const options of [
    { method: 'POST', credentials: 'include', body, headers: { 'x-tongban': 'confirm', 'content-type': 'application/json' } },
    { method: 'POST', credentials: 'include', mode: 'no-cors', body },
  ]) {
    const got = await attempt(url, options);
    assert.ok(got.error || got.text === '', JSON.stringify(got));
  }
  assert.ok(await question.locator('#confirm-yes').isEnabled(), 'the question still stands');
});

test('the UI cannot put the question into a frame of its own', async () => {
  const framed = await app.page.evaluate((url) => new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    // Refused by the policy, or loaded as a page that the UI cannot look into.
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
      if (violatedDirective === 'frame-src') resolve(false);
    });
    frame.onload = () => resolve(frame.contentDocument !== null);
    document.body.append(frame);
  }), question.url());
  assert.equal(framed, false);
  assert.ok(app.page.frames().every((frame) => !frame.url().startsWith(new URL(question.url()).origin)));
});

test('the confirm page has no way to the calls of the app', async () => {
  const got = await question.evaluate(async (url) => {
    try {
      return (await fetch(url, { method: 'POST', credentials: 'include', body: '' })).status;
    } catch (error) {
      return String(error);
    }
  }, new URL('/call/hello', app.page.url()).href);
  assert.equal(typeof got, 'string', `refused before it is sent, not answered with ${got}`);
});

test('a browser without the cookies sees neither origin', async () => {
  const stranger = await browser.newContext();
  const page = await stranger.newPage();
  for (const url of [app.page.url(), question.url()]) {
    assert.equal((await page.goto(url)).status(), 401);
  }
  await stranger.close();
});
