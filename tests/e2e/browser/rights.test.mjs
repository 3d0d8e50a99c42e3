// Rule U1 in a real browser: a script of the UI can neither read nor answer a question.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createServer, request } from 'node:http';
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

/** A page of another program on this machine: its port, and the cookies of the first visit. */
async function listener() {
  let visited;
  const cookies = new Promise((resolve) => { visited = resolve; });
  const server = createServer((request, response) => {
    if (request.url === '/') visited(request.headers.cookie ?? '');
    response.end('<!doctype html><link rel="icon" href="data:,">');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  // A test that fails before it closes this must not keep the run from ending.
  server.unref();
  return { port: server.address().port, cookies, close: () => server.close() };
}

/** The answer to a request with exactly these headers. */
function statusOf(method, url, headers, body) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (response) => {
      resolve(response.statusCode);
      response.destroy();
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

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

/** What the pages of the confirm origin keep; here as if it had leaked to the UI. */
const leakedKey = () => question.evaluate(() => localStorage.getItem('tongban-key'));

/** The question as its own page reads it; each reading gives the same nonce while it stands. */
function standing() {
  return question.evaluate(async () => {
    const response = await fetch('request', { headers: { 'x-tongban-key': localStorage.getItem('tongban-key') } });
    return response.ok ? response.json() : { closed: response.status };
  });
}

test('a script of the UI cannot read the question', async () => {
  const url = new URL('request', question.url()).href;
  const key = await leakedKey();
  assert.match(key, /^[0-9a-f]{64}$/);
  for (const options of [
    { credentials: 'include' },
    { credentials: 'include', headers: { 'x-tongban-key': key } },
    { credentials: 'include', mode: 'no-cors' },
  ]) {
    const got = await attempt(url, options);
    assert.ok(got.error || got.text === '', JSON.stringify(got));
  }
});

test('a script of the UI cannot answer it', async () => {
  const url = new URL('answer', question.url()).href;
  // The true nonce and the true key, as if they had leaked: the origin alone must hold the answer off.
  const key = await leakedKey();
  const nonce = (await standing()).nonce;
  assert.match(nonce, /^[0-9a-f]{32}$/);
  const body = JSON.stringify({ nonce, answer: 'yes' });
  for (const options of [
    { method: 'POST', credentials: 'include', body, headers: { 'x-tongban-key': key, 'content-type': 'application/json' } },
    { method: 'POST', credentials: 'include', body, headers: { 'content-type': 'application/json' } },
    { method: 'POST', credentials: 'include', mode: 'no-cors', body },
  ]) {
    const got = await attempt(url, options);
    assert.ok(got.error || got.text === '', JSON.stringify(got));
    assert.equal((await standing()).nonce, nonce, 'the question still stands');
  }
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

test('another program of this machine that gets both cookies can neither call nor answer', async () => {
  const { port, cookies, close } = await listener();
  const page = await app.context.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  const cookie = await cookies;
  assert.match(cookie, /tongban_app=[0-9a-f]{64}/, 'cookies reach every port');
  assert.match(cookie, /tongban_confirm=[0-9a-f]{64}/);
  const [ui, confirm] = [app.page.url(), question.url()].map((url) => new URL(url).origin);
  const body = JSON.stringify({ nonce: (await standing()).nonce, answer: 'yes' });
  for (const [method, url, origin, json] of [
    ['POST', `${ui}/call/session.status`, ui, '\0\0\0\x02{}'],
    ['GET', `${ui}/events`, ui],
    ['GET', new URL('request', question.url()).href, confirm],
    ['POST', new URL('answer', question.url()).href, confirm, body],
  ]) {
    // A program writes any header it likes; only the key it does not know.
    const headers = { cookie, origin, 'content-type': 'application/json' };
    assert.equal(await statusOf(method, url, headers, json), 401, url);
  }
  assert.ok((await standing()).nonce, 'the question still stands');
  await page.close();
  close();
});

test('a yes at once is refused, and the button says so by being quiet', async () => {
  await question.reload();
  const yes = question.locator('#confirm-yes');
  await yes.waitFor();
  assert.equal(await yes.getAttribute('aria-disabled'), 'true');
  await yes.dispatchEvent('click');
  assert.ok((await standing()).nonce, 'a click that comes too soon does nothing');
  await question.locator('#confirm-yes[aria-disabled="false"]').waitFor();
  await question.evaluate(() => dispatchEvent(new Event('blur')));
  await new Promise((resolve) => { setTimeout(resolve, 1200); });
  assert.equal(await yes.getAttribute('aria-disabled'), 'true', 'a question that lost the focus cannot be answered');
  await question.evaluate(() => dispatchEvent(new Event('focus')));
  assert.equal(await yes.getAttribute('aria-disabled'), 'true', 'and is read anew when it is back');
  await question.locator('#confirm-yes[aria-disabled="false"]').waitFor();
});

test('a reload goes on, and a tab opened by hand says how to open the app', async () => {
  const byHand = await app.context.newPage();
  await byHand.goto(new URL('/', app.page.url()).href);
  await byHand.locator('[data-testid="trouble"][data-code="ui.not_opened"]').waitFor();
  await byHand.close();
  await app.page.reload();
  assert.equal((await app.screen.call('session.status', {})).error, undefined);
  assert.equal(await app.page.locator('[data-testid="trouble"]').count(), 0);
});

test('a browser without the cookies sees neither origin', async () => {
  const stranger = await browser.newContext();
  const page = await stranger.newPage();
  for (const url of [app.page.url(), question.url()]) {
    assert.equal((await page.goto(url)).status(), 401);
  }
  await stranger.close();
});
