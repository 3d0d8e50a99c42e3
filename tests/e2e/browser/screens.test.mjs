// Every screen at three sizes, light and dark: no accessibility violation, no broken policy,
// and a picture of each to look at (pictures-out/).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BrowserApp } from '../lib/browser-app.mjs';
import { SIZES, launch } from '../lib/chromium.mjs';
import { FileClock, PLATFORM_START } from '../lib/clock.mjs';
import { draw, withOneBitFlipped, withUnknownIssuer } from '../lib/codes.mjs';
import * as journey from '../lib/journey.mjs';
import { look as lookAt, settled } from '../lib/look.mjs';
import { Platform } from '../lib/platform.mjs';
import { PageScreen } from '../lib/screen.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tongban-screens-'));
const clock = new FileClock(join(folder, 'now'));
const platform = new Platform(join(folder, 'platform'));
let browser, app, page, screen;

before(async () => {
  await platform.start({ at: PLATFORM_START });
  browser = await launch();
  const data = join(folder, 'app');
  app = await BrowserApp.open(browser, { name: 'screens', data, platform: platform.address, clock: clock.setting });
  page = app.page;
  screen = new PageScreen(page);
});

after(async () => {
  await app?.close();
  await browser?.close();
  await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

const look = (name, on = page) => lookAt(on, name);

const ROOMS = { desktop: SIZES.desktop, landscape: { width: 1024, height: 768 } };

/** The verdict's buttons can be pressed without scrolling, whatever the room and the size of text. */
async function assertButtonsInView(name) {
  for (const elder of [false, true]) {
    await screen.call('settings.set', { elder });
    await screen.see(elder ? '[data-mode="elder"]' : ':root:not([data-mode])');
    for (const [room, viewport] of Object.entries(ROOMS)) {
      await page.setViewportSize(viewport);
      await settled(page);
      const { bottom, height } = await page.locator('[data-testid="verdict-next"]').evaluate((button) => ({
        bottom: button.getBoundingClientRect().bottom, height: innerHeight,
      }));
      assert.ok(bottom <= height, `${name} ${room}${elder ? ' elder' : ''}: the button ends at ${bottom} of ${height}`);
    }
    await lookAt(page, `${name}-rooms${elder ? '-elder' : ''}`, ROOMS);
  }
  await screen.call('settings.set', { elder: false });
  await screen.see(':root:not([data-mode])');
  await page.setViewportSize(SIZES.phone);
}

/** A code that discloses whatever may be disclosed, the portrait too, as a picture. */
async function drawEverything(file) {
  const [{ id }] = (await screen.call('certificates.list', {})).ok;
  const { fields } = (await screen.call('certificates.get', { id })).ok;
  const names = fields.filter((field) => field.in_timed_code).map((field) => field.name);
  const { ok } = await screen.call('show.start', { certificate_id: id, fields: names });
  draw(ok.text, file);
}

async function scanAndLook(name, picture) {
  await screen.upload('[data-testid="scan-picture"]', picture);
  await screen.see('#verdict-word');
  await look(name);
  await screen.click('[data-testid="verdict-next"]');
}

test('welcome', async () => {
  await screen.see('[data-testid="welcome-enrol"]');
  await look('welcome');
});

test('enrol: voucher, secret, question, done', async () => {
  const voucher = platform.voucher();
  await screen.click('[data-testid="welcome-enrol"]');
  await screen.see('#number');
  await look('enrol-number');
  await screen.fill('#number', voucher.number);
  await screen.see('#digits');
  await look('enrol-digits');
  await screen.fill('#digits', voucher.digits);
  await screen.click('#enrol-go');
  await screen.see('#passphrase');
  await look('enrol-secret');
  await screen.fill('#passphrase', journey.PASSPHRASE);
  await screen.fill('#repeat', journey.PASSPHRASE);
  const opened = app.context.waitForEvent('page');
  await screen.click('#secret-go');
  const question = await opened;
  await question.locator('#confirm-yes').waitFor();
  await look('confirm', question);
  await page.bringToFront();
  await look('enrol-waits');
  await question.locator('#confirm-yes').click();
  await screen.see('#enrol-finish');
  await look('enrol-done');
  await screen.click('#enrol-finish');
});

test('certificates and one of them', async () => {
  await screen.see('[data-testid="card"]');
  await look('certificates');
  await screen.click('[data-testid="card"]');
  await screen.see('[data-testid="certificate-show"]');
  await look('certificate');
  await screen.click('[data-testid="certificate-menu"]');
  await screen.see('[data-testid="certificate-delete"]');
  await look('certificate-menu');
  await page.keyboard.press('Escape');
});

test('show', async () => {
  await screen.click('[data-testid="certificate-show"]');
  await screen.see('[data-testid="code"]');
  await look('show');
});

test('scan, and a verdict of each word that a code alone can bring', async () => {
  const shown = await journey.readFromScreen(screen, 'screens-show');
  await journey.stopShowing(screen);
  await screen.go('/scan');
  await screen.see('#pick');
  await look('scan');
  await screen.click('[data-testid="scan-paste"]');
  await screen.see('#pasted');
  await look('scan-paste');
  await page.keyboard.press('Escape');
  await screen.upload('[data-testid="scan-picture"]', shown.picture);
  await screen.see('#verdict-word');
  await look('verdict-valid');
  await assertButtonsInView('verdict-valid');
  await screen.click('[data-testid="verdict-next"]');
  const everything = join(folder, 'everything.png');
  await drawEverything(everything);
  await screen.upload('[data-testid="scan-picture"]', everything);
  await screen.see('#verdict-word');
  await look('verdict-everything');
  await assertButtonsInView('verdict-everything');
  await screen.click('[data-testid="verdict-next"]');
  const [tampered, unknown] = [join(folder, 'tampered.png'), join(folder, 'unknown.png')];
  draw(withOneBitFlipped(shown.text), tampered);
  await scanAndLook('verdict-not-genuine', tampered);
  draw(withUnknownIssuer(shown.text), unknown);
  await scanAndLook('verdict-cannot-tell', unknown);
  clock.advance(61);
  await scanAndLook('verdict-too-old', shown.picture);
});

test('me, with each of its sheets', async () => {
  await screen.go('/me');
  await screen.see('[data-testid="me-about"]');
  await look('me');
  for (const row of await screen.attributes('button[data-testid^="me-"]', 'data-testid')) {
    if (row === 'me-lock-now') continue;
    await screen.click(`[data-testid="${row}"]`);
    await screen.see('[role="dialog"]');
    await look(row);
    await page.keyboard.press('Escape');
    await screen.gone('[role="dialog"]');
  }
});

test('an error says what is kept and what to do', async () => {
  await platform.stop();
  await screen.go('/scan');
  await screen.click('[data-testid="lists-refresh"]');
  await screen.see('[data-testid="error"]');
  await look('error');
  await page.keyboard.press('Escape');
});

test('unlock, the last resort, and the wait after wrong tries', async () => {
  await screen.go('/me');
  await screen.click('[data-testid="me-lock-now"]');
  await screen.see('.unlock form input');
  await look('unlock');
  await screen.click('[data-testid="forgot"]');
  await screen.see('[data-testid="erase-now"]');
  await look('forgot');
  await page.keyboard.press('Escape');
  for (let wrong = 0; wrong < 5; wrong += 1) {
    await journey.tryPassphrase(screen, 'not the passphrase');
  }
  await screen.see('.waiting');
  await look('unlock-wait');
});

test('the two test languages, right to left and longer', async () => {
  for (const locale of ['pseudo-rtl', 'pseudo-long', 'en']) {
    await page.goto(new URL(`/?locale=${locale}#/unlock`, page.url()).href);
    await screen.see('.unlock');
    await look(`unlock-${locale}`);
  }
});

test('no page broke its policy or failed', () => {
  assert.deepEqual(app.complaints, []);
});
