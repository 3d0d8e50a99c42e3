// Every screen at three sizes, light and dark: no accessibility violation, no broken policy,
// and a picture of each to look at (pictures-out/).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BrowserApp } from '../lib/browser-app.mjs';
import { SIZES, accessibilityViolations, launch } from '../lib/chromium.mjs';
import { FileClock, PLATFORM_START } from '../lib/clock.mjs';
import { draw, withOneBitFlipped, withUnknownIssuer } from '../lib/codes.mjs';
import * as journey from '../lib/journey.mjs';
import { Platform } from '../lib/platform.mjs';
import { PROJECT } from '../lib/processes.mjs';
import { PageScreen } from '../lib/screen.mjs';

const PICTURES = join(PROJECT, 'tests/e2e/pictures-out');
const folder = mkdtempSync(join(tmpdir(), 'tongban-screens-'));
const clock = new FileClock(join(folder, 'now'));
const platform = new Platform(join(folder, 'platform'));
let browser, app, page, screen;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
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

/** Looks at what is on a page now in all six ways, and leaves it as a phone in light colours. */
async function look(name, on = page) {
  const found = [];
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      await on.setViewportSize(viewport);
      await on.emulateMedia({ colorScheme });
      await on.waitForTimeout(150);
      await on.screenshot({ path: join(PICTURES, `${name}-${size}-${colorScheme}.png`) });
      for (const violation of await accessibilityViolations(on)) found.push(`${name} ${size} ${colorScheme}: ${violation}`);
    }
  }
  await on.setViewportSize(SIZES.phone);
  await on.emulateMedia({ colorScheme: 'light' });
  assert.deepEqual(found, []);
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
  await scanAndLook('verdict-valid', shown.picture);
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
    await page.waitForTimeout(300);
    await look(row);
    await page.keyboard.press('Escape');
    await page.waitForTimeout(300);
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
    await screen.fill('.unlock form input:not([disabled])', 'not the passphrase');
    await screen.click('.unlock form .btn.main:not([disabled])');
    await page.locator('.unlock form .btn[aria-busy]').waitFor({ state: 'detached' });
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
