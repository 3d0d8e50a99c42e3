// The inbox is the truth, on every device of a person: what was read on one is read on the other, a
// reminder leads to what it is about, and what rings is kept over a restart.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import * as journey from '../lib/journey.mjs';
import { look } from '../lib/look.mjs';
import { Stage } from '../lib/stage.mjs';
import { until } from '../lib/webdriver.mjs';

const SERVICE = 'elderly-preferential-card';
const PHONE = 'notices-phone';
let stage, phone, tablet;

before(async () => {
  stage = await Stage.open('notices');
  phone = await stage.enrolled(PHONE);
  tablet = await stage.enrolled('notices-tablet');
});
after(() => stage?.close());

const call = async (app, name, request) => {
  const reply = await app.screen.call(name, request);
  assert.ok(reply.ok, `${name}: ${JSON.stringify(reply.error)}`);
  return reply.ok;
};
const messages = (app) => call(app, 'messages.list', {});

/** An application with its photo, until the platform has received it whole. */
async function apply(app) {
  const { id: draft } = await call(app, 'drafts.start', { service: SERVICE });
  await call(app, 'drafts.save', { draft, page: 0, answers: [
    { field: 'household', value: { kind: 'text', value: 'registered' } }, { field: 'wants_card', value: { kind: 'bool', value: false } }, { field: 'truthful', value: { kind: 'bool', value: true } },
  ] });
  await app.screen.go(`/drafts/${draft}/materials`);
  const photo = join(stage.folder, 'photo.png');
  await app.page.screenshot({ path: photo, clip: { x: 0, y: 0, width: 200, height: 260 } });
  await app.screen.upload('[data-material="portrait"] input[type="file"]', photo);
  await app.screen.click('[data-testid="to-review"]:not([disabled])');
  await app.screen.see('[data-testid="submit"]:not([disabled])');
  await app.confirming(() => app.screen.click('[data-testid="submit"]'));
  await app.page.waitForURL((url) => !url.hash.startsWith('#/drafts/'));
}

/** Until the newest news is here. */
const synced = (app, what, good) => until(what, async () => {
  await call(app, 'sync.now', {});
  return good(await messages(app));
}, 30_000);

test('what was opened on the phone is read there, and on the tablet', async () => {
  await apply(phone);
  await synced(phone, 'the receipt', (all) => all.some(({ code }) => code === 'received'));
  const [{ id }] = (await messages(phone)).filter(({ code }) => code === 'received');
  await synced(tablet, 'the same receipt', (all) => all.some((message) => message.id === id && !message.read));
  await phone.screen.go('/messages');
  await phone.screen.click('[data-testid="message"][data-code="received"][data-read="false"]');
  await phone.page.waitForURL((url) => url.hash.startsWith('#/cases/'));
  await phone.screen.see('[data-testid="case"]');
  await synced(phone, 'what was read on the phone', (all) => all.find((message) => message.id === id).read);
  await synced(tablet, 'what was read on the phone, on the tablet', (all) => all.find((message) => message.id === id).read);
  await tablet.screen.go('/messages');
  await tablet.screen.see('[data-testid="message"][data-code="received"][data-read="true"]');
});

test('a reminder that rings while the app is open names nothing, leads to its case, and is read then', async () => {
  await call(phone, 'messages.read_all', {});
  stage.clock.advance(60);
  await apply(phone);
  await phone.screen.go('/services');
  await synced(phone, 'the second receipt', (all) => all.filter(({ code }) => code === 'received').length === 2);
  await phone.screen.see('[data-testid="reminder"]');
  const said = await phone.page.locator('[data-testid="reminder"]').innerText();
  const [{ service_name: service, case: id }] = await messages(phone);
  assert.ok(service.length > 0 && !said.includes(service), said);
  await look(phone.page, 'reminder-rings');
  await phone.screen.click('[data-testid="reminder-open"]');
  await phone.page.waitForURL((url) => url.hash === `#/cases/${id}`);
  await phone.screen.see('[data-testid="case"]');
  await until('a message read by opening its reminder', async () => (await messages(phone)).some((message) => message.case === id && message.read));
});

test('what rings is kept over a restart', async () => {
  await phone.screen.go('/me');
  await phone.screen.click('[data-testid="me-reminders"]');
  await phone.screen.see('[data-testid="reminders-only-here"]');
  await look(phone.page, 'reminders');
  await phone.screen.click('[data-testid="reminders-drafts"] [role="switch"]');
  await phone.screen.click('[data-testid="reminders-discreet"] [role="switch"]');
  await phone.screen.fill('#quiet-from', '24:00');
  await phone.page.keyboard.press('Tab');
  await phone.screen.see('#quiet-from[aria-invalid="true"]');
  await phone.screen.fill('#quiet-from', '2130');
  await phone.page.keyboard.press('Enter');
  await phone.screen.gone('#quiet-from[aria-invalid="true"]');
  await phone.close();
  phone = await stage.app(PHONE);
  await journey.unlock(phone.screen);
  await phone.screen.go('/me/reminders');
  const on = async (name) => await phone.screen.attribute(`[data-testid="reminders-${name}"] [role="switch"]`, 'aria-checked');
  assert.deepEqual([await on('all'), await on('cases'), await on('drafts'), await on('discreet')], ['true', 'true', 'false', 'false']);
  assert.equal(await phone.page.locator('#quiet-from').inputValue(), '21:30');
});

test('no page broke a policy', () => assert.deepEqual(stage.complaints, []));
