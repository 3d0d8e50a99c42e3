// What follows an application, screen by screen on the real host and a real platform: outbox, case with
// days left, the one notice, messages, a decision with both remedies, who looked; and the desk of the
// staff. Each at its sizes, light and dark: no accessibility violation, no broken policy, and a picture.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
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
import { until } from '../lib/webdriver.mjs';

const SERVICE = 'elderly-preferential-card';
const DESK = { desktop: SIZES.desktop, wide: { width: 1440, height: 900 }, tablet: SIZES.tablet, phone: SIZES.phone };
const folder = mkdtempSync(join(tmpdir(), 'tongban-casework-'));
const clock = new FileClock(join(folder, 'now'));
const platform = new Platform(join(folder, 'platform'));
const picture = join(folder, 'photo.png');
let browser, resident, clerk, person, desk;

before(async () => {
  await platform.start({ at: PLATFORM_START });
  browser = await launch();
  resident = await open('casework-resident');
  person = new PageScreen(resident.page);
  await journey.enrol(person, platform.voucher(), { confirming: (act) => resident.confirming(act) });
  clerk = await open('casework-clerk');
  desk = new PageScreen(clerk.page);
  await enrolStaff('李建国', ['intake', 'caseworker', 'decider']);
});

after(async () => {
  await resident?.close();
  await clerk?.close();
  await browser?.close();
  await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

function open(name) {
  return BrowserApp.open(browser, { name, data: join(folder, name), platform: platform.address, clock: clock.setting });
}

async function enrolStaff(name, roles) {
  await journey.enterVoucher(desk, platform.staffVoucher(name, roles));
  await clerk.confirming(() => journey.choosePassphrase(desk));
  await desk.see('#enrol-finish');
  await lookAt(clerk.page, 'desk-enrolled');
  await desk.click('#enrol-finish');
  await desk.see('[data-testid="desk"]');
}

const look = (name, sizes) => lookAt(resident.page, name, sizes);
const lookDesk = (name, sizes = DESK) => lookAt(clerk.page, name, sizes);
const call = async (screen, name, request) => {
  const reply = await screen.call(name, request);
  assert.ok(reply.ok, `${name}: ${JSON.stringify(reply.error)}`);
  return reply.ok;
};
const answer = (field, value) => ({ field, value });

/** Everything but the photo is filled in by calls; the screens of applying have their own test. */
async function apply(choose = async () => {}) {
  const draft = await call(person, 'drafts.start', { service: SERVICE });
  await call(person, 'drafts.save', { draft: draft.id, page: 0, answers: [
    answer('household', { kind: 'text', value: 'registered' }), answer('wants_card', { kind: 'bool', value: false }), answer('truthful', { kind: 'bool', value: true }),
  ] });
  await photographed(draft.id, choose);
  const { items } = await call(person, 'outbox.list', {});
  return items.filter(({ action, state }) => action === 'submit' && state !== 'received').at(-1)?.case ?? (await newest()).id;
}

/** The photo, then the review with whatever is chosen there, and the signature, on the screens. */
async function photographed(draft, choose = async () => {}) {
  await person.go(`/drafts/${draft}/materials`);
  await resident.page.screenshot({ path: picture, clip: { x: 0, y: 0, width: 200, height: 260 } });
  await person.upload('[data-material="portrait"] input[type="file"]', picture);
  await person.see('[data-testid="fine"] [data-material="portrait"] img');
  await person.click('[data-testid="to-review"]:not([disabled])');
  await person.see('[data-testid="submit"]:not([disabled])');
  await choose();
  await resident.confirming(() => person.click('[data-testid="submit"]'));
  await resident.page.waitForURL((url) => !url.hash.startsWith('#/drafts/'));
}

/** Until the newest news is here. */
async function synced(what, good) {
  await until(what, async () => {
    await call(person, 'sync.now', {});
    return good();
  }, 30_000);
}
const phase = async (id) => (await call(person, 'cases.get', { case: id })).card.phase;
const newest = async () => (await call(person, 'cases.list', {})).toSorted((one, other) => other.since.localeCompare(one.since))[0];

async function openCase(id) {
  await desk.go('/me');
  await desk.see('[data-testid="me-about"]');
  await desk.go('/desk');
  await desk.see(`[data-case="${id}"]`);
  await clerk.page.setViewportSize(DESK.wide);
  await desk.click(`[data-case="${id}"]`);
  await desk.see('[data-testid="desk-material"]');
  if (await clerk.page.locator('[data-testid="desk-take"]').count() > 0) {
    await desk.click('[data-testid="desk-take"]');
    await desk.gone('[data-testid="desk-take"]');
  }
}

/** The first key of the keyboard for each material that has none yet. */
async function judgeAll() {
  const rows = await desk.attributes('[data-testid="desk-material"]', 'data-material');
  for (const material of rows) await judge(material, 'judge-fit');
}
async function judge(material, key) {
  const row = `[data-material="${material}"]`;
  if (await clerk.page.locator(`${row} [data-testid="${key}"][aria-pressed="true"]`).count() > 0) return;
  await desk.click(`${row} [data-testid="${key}"]:not([disabled])`);
  await desk.see(`${row} [data-testid="${key}"][aria-pressed="true"]`);
  await desk.gone('[aria-busy="true"]');
}
async function confirmed(button) {
  await clerk.confirming(() => desk.click(button));
  await desk.gone(`${button}:not([disabled])`);
}

let first, second;

test('the desk of who has nothing to do', async () => {
  await lookDesk('desk-empty', { desktop: SIZES.desktop, phone: SIZES.phone });
  // A resident's page is no page of a desk.
  await desk.go('/services');
  await desk.see('[data-testid="desk"]');
});

test('before anything: no cases, no messages, nobody looked, nothing to send', async () => {
  for (const [path, css] of [['/cases', '[data-testid="no-cases"]'], ['/messages', 'h1'], ['/looks', 'h1'], ['/outbox', 'h1']]) {
    await person.go(path);
    await person.see(`.main ${css}`);
    await look(`empty-${path.slice(1)}`);
  }
});

test('without a network: what was signed waits, and the line says so', async () => {
  await platform.stop();
  first = await apply();
  await person.go('/cases');
  await person.see('[data-testid="case-card"][data-phase="draft"]');
  await look('cases-only-here');
  await person.go(`/cases/${first}`);
  await person.see('[data-testid="case"][data-phase="draft"]');
  await look('case-only-here');
  await person.click('[data-testid="truth"]');
  await person.see('[data-testid="outbox-item"]');
  await look('outbox-waits');
});

test('the network comes: received, and the line is gone', async () => {
  await platform.start({ at: PLATFORM_START });
  await synced('the receipt', async () => (await call(person, 'outbox.list', {})).items.every(({ state }) => state === 'received'));
  await person.go('/outbox');
  await person.see('[data-state="received"]');
  await person.gone('[data-testid="truth"]');
  await look('outbox-received');
});

test('desk: the queue, a case, keys, a page, and one notice that sleeps until all is judged', async () => {
  await openCase(first);
  await desk.see('[data-testid="desk-ask_supplement"][disabled]');
  await lookDesk('desk-case');
  await clerk.page.setViewportSize(DESK.wide);
  await clerk.page.locator('[data-material="portrait"] .name').click();
  await desk.see('.paper img');
  await lookDesk('desk-page', { wide: DESK.wide, desktop: DESK.desktop });
  await clerk.page.setViewportSize(DESK.wide);
  await desk.click('[data-testid="desk-correct"]');
  await desk.see('[data-testid="desk-correct-record"]');
  await lookDesk('desk-correct', { desktop: DESK.desktop });
  await clerk.page.keyboard.press('Escape');
  await desk.gone('[role="dialog"]');
  await clerk.page.setViewportSize(DESK.wide);
  await judge('identity', 'judge-fit');
  await judge('household-register', 'judge-fit');
  await clerk.page.locator('[data-material="portrait"] .name').click();
  await clerk.page.keyboard.press('3');
  await desk.see('[data-material="portrait"] fieldset');
  await clerk.page.locator('[data-material="portrait"] fieldset input').first().check();
  await lookDesk('desk-unfit', { wide: DESK.wide });
  await clerk.page.setViewportSize(DESK.wide);
  await desk.click('[data-testid="judge-record"]');
  await desk.see('[data-testid="desk-ask_supplement"]:not([disabled])');
  await lookDesk('desk-notice');
  await clerk.page.setViewportSize(DESK.wide);
  // The last picture was a narrow one, which has no queue beside the case: it comes back first.
  await desk.see('[data-testid="desk-search"]');
  await clerk.page.keyboard.press('Control+k');
  assert.equal(await clerk.page.evaluate(() => document.activeElement?.dataset.testid), 'desk-search');
  await clerk.page.keyboard.press('Escape');
  await confirmed('[data-testid="desk-ask_supplement"]');
});

test('the notice: everything at once, with its example; the message and the mark of what waits', async () => {
  await synced('the notice', async () => (await phase(first)) === 'supplement_asked');
  await person.go('/cases');
  await person.see('[data-testid="case-card"]');
  await look('cases-waits');
  await person.go('/messages');
  await person.see('[data-testid="message"][data-code="supplement"]');
  await look('messages');
  await person.click('[data-testid="message"][data-code="supplement"]');
  await person.see('[data-testid="gap"]');
  assert.deepEqual(await person.attributes('[data-testid="gap"]', 'data-gap'), ['portrait']);
  await look('notice');
  await person.click('[data-testid="notice-supply"]');
  await resident.page.waitForURL((url) => url.hash.startsWith('#/drafts/'));
  const [draft] = await call(person, 'drafts.list', {});
  await photographed(draft.id);
  await synced('what was supplied', async () => (await phase(first)) === 'supplied');
});

test('desk: accept, then refuse with reason, clause and both remedies', async () => {
  await openCase(first);
  await judgeAll();
  await desk.see('[data-testid="desk-accept"]:not([disabled])');
  await lookDesk('desk-accept');
  await clerk.page.setViewportSize(DESK.wide);
  await clerk.confirming(() => desk.click('[data-testid="desk-accept"]'));
  await desk.see('[data-testid="panel-decide"]');
  await synced('acceptance', async () => (await phase(first)) === 'accepted');
  await person.go(`/cases/${first}`);
  await person.see('[data-testid="days-left"]');
  await look('case-accepted');
  await resident.page.locator('[data-testid="days-left"] [data-testid="source"]').click();
  await person.see('[role="dialog"]');
  await look('case-days');
  await resident.page.keyboard.press('Escape');
  await desk.click('[data-testid="panel-decide"]');
  await desk.click('[data-testid="pick-refuse"]');
  await desk.see('[data-testid="desk-refuse"][disabled]');
  await lookDesk('desk-refuse-sleeps');
  await clerk.page.setViewportSize(DESK.wide);
  await clerk.page.locator('[data-testid="reason-not-resident"]').check();
  await desk.see('[data-testid="desk-refuse"]:not([disabled])');
  await lookDesk('desk-refuse');
  await clerk.page.setViewportSize(DESK.wide);
  await confirmed('[data-testid="desk-refuse"]');
});

test('the decision: reason, clause word for word, both remedies with their days', async () => {
  await synced('the decision', async () => (await phase(first)) === 'refused');
  await person.go(`/cases/${first}`);
  await person.see('[data-testid="case-next"][data-step="decision"]');
  await look('case-refused');
  await person.click('[data-testid="case-next"]');
  await person.see('[data-testid="ruling"] [data-testid="reason"]');
  assert.deepEqual((await person.attributes('[data-remedy]', 'data-remedy')).slice(0, 2), ['reconsideration', 'lawsuit']);
  await look('decision');
});

test('granted: the certificate is in the wallet and opens from the case', async () => {
  clock.advance(60);
  second = await apply(async () => {
    await resident.page.locator('[data-testid="route"] label:has(input[value="post"])').click();
    await resident.page.locator('[data-testid="route"] textarea').fill('');
    // Without an address nothing is signed, and it says why.
    await person.click('[data-testid="submit"]');
    await person.see('[data-testid="route"] [aria-invalid="true"]');
    await resident.page.locator('[data-testid="route"]').scrollIntoViewIfNeeded();
    await look('review-route-missing', { phone: SIZES.phone });
    await resident.page.locator('[data-testid="route"] label:has(input[value="counter"])').click();
    await look('review-route');
  });
  await synced('the receipt', async () => (await phase(second)) === 'submitted');
  assert.equal((await call(person, 'cases.get', { case: second })).route.kind, 'counter');
  await openCase(second);
  await judgeAll();
  await clerk.confirming(() => desk.click('[data-testid="desk-accept"]:not([disabled])'));
  await desk.see('[data-testid="panel-decide"]');
  await desk.click('[data-testid="panel-decide"]');
  await clerk.page.keyboard.press('y');
  await desk.see('[data-testid="desk-grant"]:not([disabled])');
  await lookDesk('desk-grant');
  await clerk.page.setViewportSize(DESK.wide);
  await confirmed('[data-testid="desk-grant"]');
  await synced('the certificate', async () => (await call(person, 'cases.get', { case: second })).certificate !== null);
  await person.go(`/cases/${second}`);
  await person.see('[data-testid="case-certificate"]');
  await look('case-granted');
  await person.click('[data-testid="case-next"]');
  await person.see('[data-testid="certificate-show"]');
});

test('req_42 served and told: each with its receipt, on the desk and in the case', async () => {
  const paper = '[data-testid="desk-delivery"] li:first-child';
  await desk.see(`${paper} [data-testid="desk-serve"]`);
  await clerk.page.locator('[data-testid="desk-delivery"]').scrollIntoViewIfNeeded();
  await lookDesk('desk-delivery-open');
  await clerk.page.setViewportSize(DESK.wide);
  await desk.click(`${paper} [data-testid="desk-tell"]`);
  await desk.see('[data-testid="short-message"]');
  await clerk.page.locator('[data-testid="short-message"] button').first().click();
  await clerk.page.locator('[role="dialog"] label:has(input[value="sms"])').click();
  await clerk.page.locator('#field-delivery-receipt').fill('发往尾号 0721');
  await lookDesk('desk-tell', { desktop: DESK.desktop, phone: DESK.phone });
  await clerk.page.setViewportSize(DESK.wide);
  await desk.click('[data-testid="desk-delivery-record"]:not([disabled])');
  await desk.see(`${paper} [data-testid="delivery"] li:nth-child(2)`);
  await desk.click(`${paper} [data-testid="desk-serve"]`);
  await clerk.page.locator('#field-delivery-receipt').fill('本人签收');
  await lookDesk('desk-serve', { desktop: DESK.desktop });
  await clerk.page.setViewportSize(DESK.wide);
  await clerk.confirming(() => desk.click('[data-testid="desk-delivery-record"]:not([disabled])'));
  await desk.see(`${paper} [data-testid="delivery"] li:nth-child(3)`);
  await lookDesk('desk-delivered', { wide: DESK.wide });
  await clerk.page.setViewportSize(DESK.wide);
  await synced('the service', async () => (await call(person, 'cases.get', { case: second })).documents.some(({ delivery }) => delivery.served.length === 2 && delivery.told.length === 1));
  await person.go(`/cases/${second}`);
  await person.click('[data-testid="case-documents"] button');
  await person.click('[data-testid="case-route"] button');
  await person.see('[data-testid="case-route-change"]');
  await resident.page.locator('[data-testid="case-documents"]').scrollIntoViewIfNeeded();
  await look('case-delivery', { phone: SIZES.phone });
  await person.click('[data-testid="case-route-change"]');
  await person.see('[role="dialog"] [data-testid="route"]');
  await look('case-route', { phone: SIZES.phone, desktop: SIZES.desktop });
  await resident.page.keyboard.press('Escape');
  await person.gone('[role="dialog"]');
});

test('who looked: every look of the desk, with why and which case', async () => {
  await person.go('/me');
  await person.click('[data-testid="me-looks"]');
  await person.see('[data-testid="look"]');
  await look('looks');
});

test('withdrawn: asked on Confirm, and the case says so', async () => {
  clock.advance(60);
  const third = await apply();
  await synced('the receipt', async () => (await phase(third)) === 'submitted');
  await person.go(`/cases/${third}`);
  await person.click('[data-testid="case-menu"]');
  await person.see('[data-testid="case-withdraw"]');
  await look('case-menu', { phone: SIZES.phone });
  await resident.confirming(() => person.click('[data-testid="case-withdraw"]'));
  await synced('the withdrawal', async () => (await phase(third)) === 'withdrawn');
  await person.see('[data-testid="case"][data-phase="withdrawn"]');
  await look('case-withdrawn', { phone: SIZES.phone });
});

test('the same in other languages, sizes and colours', async () => {
  const screens = [['outbox', '/outbox'], ['cases', '/cases'], ['case', `/cases/${second}`], ['decision', `/cases/${first}/decision`], ['messages', '/messages'], ['looks', '/looks']];
  for (const [name, search, settings] of [['rtl', '?locale=pseudo-rtl', {}], ['long', '?locale=pseudo-long', {}], ['elder', '', { elder: true }], ['contrast', '', { theme: 'contrast' }]]) {
    await call(person, 'settings.set', settings);
    await call(desk, 'settings.set', settings);
    for (const [what, path] of screens) {
      await resident.page.goto(new URL(`/${search}#${path}`, resident.page.url()).href);
      await person.see('.main h1');
      await settled(resident.page);
      await look(`${what}-${name}`, { phone: SIZES.phone });
    }
    await clerk.page.goto(new URL(`/${search}#/desk/${second}`, clerk.page.url()).href);
    await desk.see('[data-testid="desk-material"]');
    await lookDesk(`desk-${name}`, { wide: DESK.wide, tablet: DESK.tablet });
  }
});

test('no page broke its policy or failed', () => {
  assert.deepEqual([...resident.complaints, ...clerk.complaints], []);
});
