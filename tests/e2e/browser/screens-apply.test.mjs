// Applying, screen by screen on the real host without a network: services, guide, form, materials,
// review. Each at three sizes, light and dark: no accessibility violation, no broken policy, and a
// picture. What is typed is there again after the page went away in the middle of a word.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { BrowserApp } from '../lib/browser-app.mjs';
import { SIZES, launch } from '../lib/chromium.mjs';
import { FileClock, PLATFORM_START } from '../lib/clock.mjs';
import * as journey from '../lib/journey.mjs';
import { look as lookAt, settled } from '../lib/look.mjs';
import { Platform } from '../lib/platform.mjs';
import { PageScreen } from '../lib/screen.mjs';

const SERVICE = 'elderly-preferential-card';
const folder = mkdtempSync(join(tmpdir(), 'tongban-apply-'));
const clock = new FileClock(join(folder, 'now'));
const platform = new Platform(join(folder, 'platform'));
let browser, app, page, screen;

before(async () => {
  await platform.start({ at: PLATFORM_START });
  browser = await launch();
  await openApp();
  await journey.enrol(screen, platform.voucher(), { confirming: (act) => app.confirming(act) });
  // From here on there is no network.
  await platform.stop();
});

async function openApp() {
  app = await BrowserApp.open(browser, { name: 'screens-apply', data: join(folder, 'app'), platform: platform.address, clock: clock.setting });
  page = app.page;
  screen = new PageScreen(page);
}

after(async () => {
  await app?.close();
  await browser?.close();
  await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

const look = (name) => lookAt(page, name);
const see = (css) => screen.see(css);
const saved = () => page.waitForFunction(() => document.querySelector('[data-testid="saved"]')?.dataset.state === 'saved');

test('services: the list, an everyday phrase, nothing found', async () => {
  await screen.click('[data-testid="nav-services"]');
  await see('[data-testid="service"]');
  await look('services');
  await screen.fill('[data-testid="search"]', '老人坐公交');
  await see(`[data-service="${SERVICE}"] mark`);
  assert.equal(await page.locator('[data-testid="service"]').first().getAttribute('data-service'), SERVICE);
  await look('services-found');
  await screen.fill('[data-testid="search"]', '遛狗遛到月球上');
  await see('[data-testid="nothing-found"]');
  await look('services-none');
  await screen.fill('[data-testid="search"]', '');
  await screen.click('[data-life="old-age"]');
  await see('[data-testid="all-services"]');
  await look('services-life');
});

test('guide: what, how long, what it costs, what one needs, and the source of each', async () => {
  await screen.go(`/services/${SERVICE}`);
  await see('[data-testid="guide-start"]');
  await look('guide');
  await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; }));
  await look('guide-folds');
  await page.locator('[data-testid="guide"] [data-testid="source"]').first().click();
  await see('[role="dialog"]');
  await look('guide-source');
  await page.keyboard.press('Escape');
  await screen.gone('[role="dialog"]');
});

test('form: what the certificate says is there with its source and is not asked', async () => {
  await screen.click('[data-testid="guide-start"]');
  await see('[data-testid="form"]');
  assert.match(await page.locator('[data-testid="known"]').textContent(), /周桂芳/);
  assert.equal(await page.locator('#field-name').count(), 0);
  await look('form');
  await page.locator('[data-field="household"] label').first().click();
  await screen.click('[data-testid="form-next"]');
  await see('[data-field="wants_card"]');
  await page.locator('[data-field="wants_card"] label').first().click();
  // The card is wanted: more is asked.
  await see('[data-field="recipient_phone"]');
});

test('form: an error says itself beside the field after one was there, with the published example', async () => {
  const change = page.locator('[data-testid="known-change"]').last();
  if (await page.locator('#field-recipient_phone').count() === 0) await change.click();
  const phone = page.locator('#field-recipient_phone');
  await phone.fill('');
  await phone.pressSequentially('1390000123');
  await saved();
  assert.equal(await page.locator('[data-field="recipient_phone"] .err').count(), 0);
  await phone.blur();
  await see('[data-field="recipient_phone"] .err');
  await look('form-error');
});

test('form: the page goes away in the middle of a word and offers it again', async () => {
  await page.locator('#field-recipient_phone').fill('139 0000 12');
  await saved();
  await page.locator('#field-recipient_phone').pressSequentially('34');
  // Sooner than 300 ms after the last key: the page's own end has to save it.
  await page.reload();
  await screen.go('/services');
  await see('[data-testid="service"]');
  await screen.click('[data-testid="drafts"] a');
  await see('#field-recipient_phone');
  assert.equal(await page.locator('#field-recipient_phone').inputValue(), '139 0000 1234');
});

test('form: the wallet closes over it and opens there again', async () => {
  await screen.call('lock', {});
  await see('.unlock form input');
  await screen.fill('.unlock form input', journey.PASSPHRASE);
  await screen.click('.unlock form .btn.main');
  await see('#field-recipient_phone');
  assert.equal(await page.locator('#field-recipient_phone').inputValue(), '139 0000 1234');
});

test('form: the program ends and starts again, and the first screen offers to go on', async () => {
  assert.deepEqual(app.complaints, []);
  await app.close();
  await openApp();
  await journey.unlock(screen);
  await see('[data-testid="resume"]');
  await look('resume');
  await screen.click('[data-testid="resume-go"]');
  await see('#field-recipient_phone');
  assert.equal(await page.locator('#field-recipient_phone').inputValue(), '139 0000 1234');
});

test('form: the last section, and what is open is said once before going on', async () => {
  await screen.click('[data-testid="form-next"]');
  await see('[data-field="truthful"]');
  await screen.click('[data-testid="form-next"]');
  await see('[data-field="truthful"] .err');
  await look('form-open');
  await screen.click('[data-testid="form-next"]');
});

test('materials: all that is missing in one list; a photo, a faulty file, on paper, undo', async () => {
  await see('[data-testid="gaps"]');
  await look('materials');
  const empty = join(folder, 'empty.jpg');
  writeFileSync(empty, '');
  await screen.upload('[data-material="portrait"] input[type="file"]', empty);
  await see('[data-material="portrait"] [role="alert"]');
  await look('materials-refused');
  await screen.click('[data-material="portrait"] [data-testid="material-more"]');
  await see('[role="dialog"]');
  await look('materials-ways');
  await screen.click('[data-testid="material-paper"]');
  await see('[data-testid="fine"] [data-material="portrait"]');
  await screen.click('[data-testid="fine"] [data-material="portrait"] [data-testid="material-more"]');
  await screen.click('[data-testid="material-nothing"]');
  await see('[data-testid="gaps"] [data-material="portrait"]');
  await screen.gone('[role="dialog"]');
  const photo = join(folder, 'photo.png');
  await page.screenshot({ path: photo, clip: { x: 0, y: 0, width: 200, height: 260 } });
  await screen.upload('[data-testid="gaps"] [data-material="portrait"] input[type="file"]', photo);
  await see('[data-testid="fine"] [data-material="portrait"] img');
  await screen.click('[data-material="portrait"] [data-testid="material-remove"]');
  await see('[data-testid="gaps"] [data-material="portrait"]');
  await look('materials-undo');
  await screen.click('[data-testid="undo-take"]');
  await see('[data-testid="fine"] [data-material="portrait"]');
});

test('materials: from what is missing in the form to the field and back', async () => {
  await screen.click('[data-answer="truthful"]');
  await see('#field-truthful');
  await page.waitForFunction(() => document.activeElement?.id === 'field-truthful');
  await page.keyboard.press('Space');
  await saved();
  await screen.click('[data-testid="form-next"]');
  await see('[data-testid="to-review"]:not([disabled])');
  await look('materials-complete');
});

test('review: everything once more', async () => {
  await screen.click('[data-testid="to-review"]');
  await see('[data-testid="submit"]:not([disabled])');
  await look('review');
});

test('the same in other languages, sizes and colours', async () => {
  for (const [name, search, settings] of [['rtl', '?locale=pseudo-rtl', {}], ['long', '?locale=pseudo-long', {}], ['elder', '', { elder: true }], ['contrast', '', { theme: 'contrast' }]]) {
    await screen.call('settings.set', settings);
    for (const [what, path] of [['services', '/services'], ['guide', `/services/${SERVICE}`], ['form', null], ['materials', 'materials'], ['review', 'review']]) {
      const [draft] = (await screen.call('drafts.list', {})).ok;
      const address = path === null ? `/drafts/${draft.id}/1` : path.startsWith('/') ? path : `/drafts/${draft.id}/${path}`;
      await page.goto(new URL(`/${search}#${address}`, page.url()).href);
      await see('.btn.main, [data-testid="service"]');
      await lookAt(page, `${what}-${name}`, { phone: SIZES.phone });
    }
  }
  await screen.call('settings.set', { elder: false, theme: 'system' });
});

test('a draft that is put away can be taken back', async () => {
  await page.goto(new URL('/#/services', page.url()).href);
  await see('[data-testid="drafts"]');
  await screen.click('[data-testid="draft-menu"]');
  await screen.click('[data-testid="draft-discard"]');
  await screen.gone('[data-testid="drafts"]');
  await screen.click('[data-testid="undo-take"]');
  await see('[data-testid="drafts"]');
});

test('signed without a network: it waits in the outbox', async () => {
  const [draft] = (await screen.call('drafts.list', {})).ok;
  await screen.go(`/drafts/${draft.id}/review`);
  await see('[data-testid="submit"]:not([disabled])');
  const question = await app.confirming(() => screen.click('[data-testid="submit"]'));
  await question.close().catch(() => undefined);
  await page.waitForURL((url) => url.hash === '#/outbox');
  await settled(page);
  assert.deepEqual((await screen.call('drafts.list', {})).ok, []);
  await see('[data-testid="outbox-item"], .box li');
  await look('submitted');
});

test('no page broke its policy or failed', () => {
  assert.deepEqual(app.complaints, []);
});
