// Two devices of one person: a draft moves in an encrypted file, both change it, a person chooses field
// by field; then it waits in the outbox without a network, and everything is exported. Each screen at
// three sizes, light and dark, and once right to left and with large text: no accessibility violation.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { downloadsOf } from '../lib/browser-app.mjs';
import { accessibilityViolations } from '../lib/chromium.mjs';
import { PICTURES, look, settled } from '../lib/look.mjs';
import { Stage } from '../lib/stage.mjs';

const SERVICE = 'elderly-preferential-card';
let stage, old, fresh, draft;

before(async () => {
  stage = await Stage.open('outbox');
  old = await stage.enrolled('outbox-old');
  fresh = await stage.enrolled('outbox-new');
});

after(() => stage?.close());

const call = async (app, name, request) => {
  const reply = await app.screen.call(name, request);
  assert.ok(reply.ok, `${name}: ${JSON.stringify(reply.error)}`);
  return reply.ok;
};
const type = (app, field, value) => call(app, 'drafts.save', { draft, page: 0, answers: [{ field, value: { kind: 'text', value } }] });
const files = (name, ending) => {
  const folder = downloadsOf(stage.data(name));
  const written = readdirSync(folder).filter((file) => file.endsWith(ending)).map((file) => join(folder, file));
  return written.sort((one, other) => statSync(one).mtimeMs - statSync(other).mtimeMs);
};

/** Makes the move file; its path and code. */
async function movedOut() {
  await old.screen.go('/me');
  await old.screen.click('[data-testid="me-exchange"]');
  await old.confirming(() => old.screen.click('[data-testid="move-go"]'));
  await old.screen.see('[data-testid="move-code"]');
  const groups = await old.page.locator('[data-testid="move-code"] span').allTextContents();
  return { file: files('outbox-old', '.move').at(-1), code: groups.join('') };
}

async function takenIn(file, code, then = async () => undefined) {
  await fresh.screen.go('/me');
  await fresh.screen.click('[data-testid="me-exchange"]');
  await fresh.screen.upload('[data-testid="import"] input[type="file"]', file);
  await fresh.screen.see('#move-code');
  await then();
  await fresh.screen.fill('#move-code', code);
  await fresh.screen.click('[data-testid="import-code-go"]');
  await fresh.screen.see('[data-testid="imported"]');
}

test('a draft goes to another device in a file that only its code opens', async () => {
  draft = (await call(old, 'drafts.start', { service: SERVICE })).id;
  await type(old, 'recipient_phone', '13900001234');
  await type(old, 'household', 'registered');
  await call(old, 'drafts.save', { draft, page: 0, answers: [{ field: 'wants_card', value: { kind: 'bool', value: true } }] });
  await old.screen.go('/me');
  await old.screen.click('[data-testid="me-exchange"]');
  await old.screen.see('[data-testid="move-go"]');
  await look(old.page, 'exchange');
  const { file, code } = await movedOut();
  await look(old.page, 'exchange-moved');
  assert.equal(code.length, 20);
  assert.ok(!readFileSync(file).includes('13900001234'), 'nothing in the clear');
  await takenIn(file, code.toLowerCase(), async () => {
    await fresh.screen.fill('#move-code', 'AAAAA AAAAA AAAAA AAAAA');
    await fresh.screen.click('[data-testid="import-code-go"]');
    await fresh.screen.see('[data-testid="import"] [role="alert"]');
    await look(fresh.page, 'exchange-code');
  });
  await look(fresh.page, 'exchange-taken-in');
  const view = await call(fresh, 'drafts.get', { draft });
  assert.ok(JSON.stringify(view).includes('13900001234'));
});

test('what both changed stands in the outbox until a person chooses', async () => {
  await type(old, 'recipient_phone', '13900005678');
  await type(fresh, 'recipient_phone', '13800004321');
  const { file, code } = await movedOut();
  await takenIn(file, code);
  await fresh.screen.click('[data-testid="import-choose"]');
  await fresh.screen.see('[data-testid="outbox-item"][data-state="needs_you"]');
  await look(fresh.page, 'outbox-conflict');
  await fresh.screen.click('[data-testid="outbox-choose"]');
  await fresh.screen.see('[data-testid="conflict"]');
  await look(fresh.page, 'conflict');
  await asSeenOtherwise(fresh, 'conflict');
  await fresh.screen.click('[data-testid="conflict"] [data-side="there"]');
  await fresh.screen.see('[data-testid="conflict-go"]');
  await fresh.screen.see('[data-testid="chosen"]');
  await look(fresh.page, 'conflict-chosen');
  const view = await call(fresh, 'drafts.get', { draft });
  assert.ok(JSON.stringify(view).includes('13900005678'));
  assert.deepEqual((await call(fresh, 'outbox.list', {})).items, []);
});

test('the list of drafts: duplicated, kept as a template, put away and brought back', async () => {
  await fresh.screen.go('/services');
  await fresh.screen.click('[data-testid="draft-menu"]');
  await fresh.screen.see('[data-testid="draft-duplicate"]');
  await settled(fresh.page);
  await fresh.page.screenshot({ path: join(PICTURES, 'drafts-menu.png') });
  await fresh.screen.click('[data-testid="draft-template"]');
  await fresh.screen.fill('#template-name', '妈妈的优待证');
  await look(fresh.page, 'drafts-template');
  await fresh.screen.click('[data-testid="template-keep"]');
  await fresh.screen.see('[data-testid="template-start"]');
  const copy = (await call(fresh, 'drafts.duplicate', { draft })).id;
  await fresh.screen.see(`[data-draft="${copy}"]`);
  await call(fresh, 'drafts.discard', { draft: copy });
  await fresh.screen.see('[data-testid="trash"]');
  await fresh.screen.click('[data-testid="trash"] summary');
  await fresh.screen.see('[data-testid="trash-restore"]');
  await look(fresh.page, 'drafts');
});

test('without a network it waits, says when it is tried next, and everything that can be done', async () => {
  await stage.platform.stop();
  await fresh.screen.go(`/drafts/${draft}/0`);
  await fresh.screen.see('[data-testid="form"]');
  await call(fresh, 'drafts.save', { draft, page: 0, answers: [{ field: 'truthful', value: { kind: 'bool', value: true } }] });
  await fresh.screen.go(`/drafts/${draft}/materials`);
  await fresh.screen.see('[data-testid="gaps"] [data-material="portrait"]');
  const photo = join(stage.folder, 'photo.png');
  await fresh.page.screenshot({ path: photo, clip: { x: 0, y: 0, width: 200, height: 260 } });
  await fresh.screen.upload('[data-testid="gaps"] [data-material="portrait"] input[type="file"]', photo);
  // A photo takes the place of the certificate, so that two are on their way.
  await fresh.screen.click('[data-material="identity"] [data-testid="material-more"]');
  await fresh.screen.upload('[role="dialog"] input[type="file"]:not([capture])', photo);
  await fresh.screen.see('[data-testid="fine"] [data-material="identity"] img');
  await fresh.screen.click('[data-testid="to-review"]:not([disabled])');
  await fresh.screen.see('[data-testid="submit"]:not([disabled])');
  await fresh.confirming(() => fresh.screen.click('[data-testid="submit"]'));
  await fresh.page.waitForURL((url) => !url.hash.startsWith('#/drafts/'));
  await fresh.screen.go('/outbox');
  await fresh.screen.see('[data-testid="outbox-item"][data-state="waiting_for_network"]');
  await look(fresh.page, 'outbox');
  await asSeenOtherwise(fresh, 'outbox');
  await fresh.screen.click('[data-testid="outbox-why"]');
  await fresh.screen.see('[data-testid="item-retry"]');
  await look(fresh.page, 'outbox-item');
  const last = (await call(fresh, 'outbox.list', {})).items[0].photos.at(-1);
  assert.equal(last.first, false);
  await fresh.page.locator('[data-testid="photo-first"]').last().click();
  await fresh.screen.see('[data-testid="photo-is-first"]');
  await look(fresh.page, 'outbox-item-first');
  const { items: [item] } = await call(fresh, 'outbox.list', {});
  assert.deepEqual(item.photos.map(({ id, first }) => [id === last.id, first]), [[false, false], [true, true]]);
  assert.equal(item.number, null, 'nothing is received yet');
  await fresh.screen.click('[data-testid="item-retry"]');
});

test('everything is exported without a network, as a file that anyone can read', async () => {
  await fresh.screen.go('/me');
  await fresh.screen.click('[data-testid="me-exchange"]');
  const question = await fresh.confirming(() => fresh.screen.click('[data-testid="export-go"]'));
  await question.close().catch(() => undefined);
  await fresh.screen.see('[data-testid="export"] [data-testid="file-facts"]');
  await look(fresh.page, 'exchange-exported');
  const [file] = files('outbox-new', '.zip');
  const bytes = readFileSync(file);
  assert.equal(bytes.subarray(0, 4).toString('latin1'), 'PK\x03\x04');
  for (const part of ['records.json', 'index.html', '13900005678']) assert.ok(bytes.includes(part), part);
});

test('with the network back it is received, and what was handed in can be looked at', async () => {
  await stage.platform.start();
  const received = async () => (await call(fresh, 'sync.now', {})).items.every(({ state }) => state === 'received');
  for (let tries = 0; !(await received()); tries += 1) assert.ok(tries < 100, 'it arrives');
  const [card] = await call(fresh, 'cases.list', { most: 50 });
  await fresh.screen.go(`/cases/${card.id}`);
  await fresh.screen.click('[data-testid="case-materials"] button');
  await fresh.screen.see('[data-testid="case-materials"] li img');
  await fresh.page.waitForFunction(() => document.querySelectorAll('[data-testid="case-materials"] li img').length === 2);
  await look(fresh.page, 'case-materials');
});

test('no page broke a policy', () => assert.deepEqual(stage.complaints, []));

/** Right to left, and with the large text of the elder mode. */
async function asSeenOtherwise(app, name) {
  const found = [];
  for (const [look, settings, back] of [['rtl', { locale: 'pseudo-rtl' }, { locale: 'zh-Hans' }], ['elder', { elder: true }, { elder: false }]]) {
    await call(app, 'settings.set', settings);
    await settled(app.page);
    await app.page.screenshot({ path: join(PICTURES, `${name}-${look}.png`) });
    for (const violation of await accessibilityViolations(app.page)) found.push(`${name} ${look}: ${violation}`);
    const { wide, room } = await app.page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: innerWidth }));
    if (wide > room) found.push(`${name} ${look}: ${wide} pixels of page in ${room} of room`);
    await call(app, 'settings.set', back);
  }
  await settled(app.page);
  assert.deepEqual(found, []);
}
