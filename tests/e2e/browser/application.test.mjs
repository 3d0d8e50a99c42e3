// One application from a draft without network to a certificate that another program finds valid: the
// resident on a phone, the officer at a desk, each with a browser host of its own.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { SIZES } from '../lib/chromium.mjs';
import { PLATFORM_START } from '../lib/clock.mjs';
import { verify } from '../lib/codes.mjs';
import * as journey from '../lib/journey.mjs';
import { OUT } from '../lib/processes.mjs';
import { Stage } from '../lib/stage.mjs';
import { until } from '../lib/webdriver.mjs';

const SERVICE = 'elderly-preferential-card';
let stage, resident, screen, clerk, desk, filed;

before(async () => {
  stage = await Stage.open('application');
  resident = await stage.enrolled('application-resident');
  screen = resident.screen;
  clerk = await stage.app('application-clerk');
  desk = clerk.screen;
  await clerk.page.setViewportSize(SIZES.desktop);
  await journey.enterVoucher(desk, stage.platform.staffVoucher('李建国', ['intake', 'decider']));
  await clerk.confirming(() => journey.choosePassphrase(desk));
  await desk.click('#enrol-finish');
  await desk.see('[data-testid="desk"]');
});

after(() => stage?.close());

const call = async (name, request) => {
  const reply = await screen.call(name, request);
  assert.ok(reply.ok, `${name}: ${JSON.stringify(reply.error)}`);
  return reply.ok;
};
const picture = (on, name) => on.screenshot({ path: join(OUT, `application-${name}.png`) });
const caseNow = () => call('cases.get', { case: filed });
const synced = (what, good) => until(what, async () => {
  await call('sync.now', {});
  return good();
}, 30_000);

test('without network: found by an everyday phrase, read, begun; the program is killed in a word', async () => {
  await stage.platform.stop();
  await screen.click('[data-testid="nav-services"]');
  await screen.fill('[data-testid="search"]', '老年证');
  await screen.click(`[data-service="${SERVICE}"]`);
  await screen.see('[data-testid="guide"]');
  await picture(resident.page, 'guide');
  await screen.click('[data-testid="guide-start"]');
  await screen.see('[data-testid="known"]');
  await resident.page.locator('[data-field="household"] label').first().click();
  await screen.click('[data-testid="form-next"]');
  await resident.page.locator('[data-field="wants_card"] label').first().click();
  await screen.see('[data-field="recipient_phone"]');
  if (await resident.page.locator('#field-recipient_phone').count() === 0) {
    await resident.page.locator('[data-testid="known-change"]').last().click();
  }
  await screen.fill('#field-recipient_phone', '139 0000 12');
  await resident.page.waitForFunction(() => document.querySelector('[data-testid="saved"]')?.dataset.state === 'saved');
  await resident.page.locator('#field-recipient_phone').pressSequentially('34');
  await resident.page.waitForFunction(() => document.querySelector('[data-testid="saved"]')?.dataset.state === 'saved');
  await resident.kill();
});

test('begun again, it offers exactly what was typed; photo, checklist, signature; it waits', async () => {
  resident = await stage.app('application-resident');
  screen = resident.screen;
  await journey.unlock(screen);
  await screen.click('[data-testid="resume-go"]');
  await screen.see('#field-recipient_phone');
  assert.equal(await resident.page.locator('#field-recipient_phone').inputValue(), '139 0000 1234');
  await screen.click('[data-testid="form-next"]');
  await resident.page.locator('#field-truthful').check({ force: true });
  await resident.page.waitForFunction(() => document.querySelector('[data-testid="saved"]')?.dataset.state === 'saved');
  await screen.click('[data-testid="form-next"]');
  await screen.see('[data-testid="gaps"] [data-material="portrait"]');
  await picture(resident.page, 'one-thing-missing');
  const photo = join(stage.folder, 'photo.png');
  await resident.page.screenshot({ path: photo, clip: { x: 0, y: 0, width: 200, height: 260 } });
  await screen.upload('[data-testid="gaps"] [data-material="portrait"] input[type="file"]', photo);
  await screen.click('[data-testid="to-review"]:not([disabled])');
  await screen.see('[data-testid="submit"]:not([disabled])');
  await resident.confirming(() => screen.click('[data-testid="submit"]'));
  await resident.page.waitForURL((url) => !url.hash.startsWith('#/drafts/'));
  const { items: [item] } = await call('outbox.list', {});
  filed = item.case;
  assert.ok(['waiting_for_network', 'ready'].includes(item.state), item.state);
  assert.equal(item.number, null, 'nothing is received yet');
});

test('the network comes: received, and only then with a number', async () => {
  await stage.platform.start({ at: PLATFORM_START });
  await synced('the receipt', async () => {
    const { items } = await call('outbox.list', {});
    return items.every((item) => item.state === 'received' && item.number);
  });
});

test('the officer judges every material, accepts and grants', async () => {
  await desk.go('/me');
  await desk.see('[data-testid="me-about"]');
  await desk.go('/desk');
  await desk.click(`[data-case="${filed}"]`);
  await desk.see('[data-testid="desk-material"]');
  if (await clerk.page.locator('[data-testid="desk-take"]').count() > 0) {
    await desk.click('[data-testid="desk-take"]');
    await desk.gone('[data-testid="desk-take"]');
  }
  for (const material of await desk.attributes('[data-testid="desk-material"]', 'data-material')) {
    await desk.click(`[data-material="${material}"] [data-testid="judge-fit"]:not([disabled])`);
    await desk.see(`[data-material="${material}"] [data-testid="judge-fit"][aria-pressed="true"]`);
    await desk.gone('[aria-busy="true"]');
  }
  await picture(clerk.page, 'desk');
  await clerk.confirming(() => desk.click('[data-testid="desk-accept"]:not([disabled])'));
  await synced('acceptance', async () => (await caseNow()).card.phase === 'accepted');
  assert.equal((await caseNow()).card.days_left.left, 10, 'the promise, in working days');
  await desk.click('[data-testid="panel-decide"]');
  await clerk.page.keyboard.press('y');
  await clerk.confirming(() => desk.click('[data-testid="desk-grant"]:not([disabled])'));
  await synced('the certificate', async () => (await caseNow()).certificate !== null);
});

test('with the platform stopped, the new certificate is valid to another program', async () => {
  const trust = join(stage.folder, 'trust.cbor');
  const lists = await fetch(`${stage.platform.address}/v1/trust`);
  writeFileSync(trust, Buffer.from(await lists.arrayBuffer()));
  await stage.platform.stop();
  const { certificate } = await caseNow();
  await screen.go(`/cases/${filed}`);
  await screen.click('[data-testid="case-next"]');
  await screen.see('[data-testid="certificate-show"]');
  const shown = await journey.show(screen, 'application-show');
  const verdict = verify(shown.text, stage.clock.now, ['--trust', trust]);
  assert.deepEqual([verdict.code, verdict.verdict, verdict.type], [0, 'valid', 'elderly-card'], JSON.stringify(verdict));
  assert.deepEqual(Object.keys(verdict.claims).sort(), [...shown.discloses].sort());
  assert.ok(certificate);
});

test('no page broke its policy or failed', () => {
  assert.deepEqual(stage.complaints, []);
});
