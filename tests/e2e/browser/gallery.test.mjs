// Every element of the design in its states: light, dark, high contrast, large text, right to left,
// longer texts. No accessibility violation, and how inputs behave under a real keyboard.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { SIZES, accessibilityViolations, launch, newContext } from '../lib/chromium.mjs';
import { PICTURES, settled } from '../lib/look.mjs';
import { PROJECT } from '../lib/processes.mjs';

const UI = join(PROJECT, 'apps/ui');
const BUILT = join(UI, 'node_modules/.gallery');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
/** The screens in their states; those with the most in them are looked at in every way. */
const SCREENS = { 'messages&rang=plain': true, 'messages-full': false, 'messages-away&rang=many': true, 'messages-none&rang=discreet': false, reminders: true, 'reminders-here': true, 'reminders-off': false };
/** A phone whose text is twice as large. */
const TWICE = { width: 195, height: 422 };
const LOOKS = ['', 'theme=dark', 'theme=contrast', 'mode=elder', 'locale=pseudo-rtl', 'locale=pseudo-long', 'locale=en'];

let browser, context, page, server, address;

before(async () => {
  execFileSync('npm', ['run', 'gallery'], { cwd: UI, stdio: 'pipe' });
  server = createServer((request, response) => {
    const path = new URL(request.url, 'http://gallery').pathname;
    const file = join(BUILT, path === '/' ? 'index.html' : path);
    if (!file.startsWith(BUILT) || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY });
    response.end(readFileSync(file));
  });
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  address = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
  context = await newContext(browser);
  page = await context.newPage();
});

after(async () => {
  await browser?.close();
  server?.close();
});

async function open(look = '') {
  await page.goto(`${address}/?${look}`);
  await page.locator('[data-piece="undo"]').waitFor();
  await settled(page);
}

/** One whole screen instead of the elements. */
async function show(screen, look = '') {
  await page.goto(`${address}/?screen=${screen}&${look}`);
  await page.locator('h1').waitFor();
  await settled(page);
}

/** What can be touched and is smaller than that many pixels; the whole row of a switch is its label. */
function tooSmall(size) {
  return page.evaluate((size) => [...document.querySelectorAll('button:not([role="switch"]), a, summary, label:has(input)')]
    .filter((target) => !target.classList.contains('unseen') && target.checkVisibility())
    .map((target) => ({ name: target.textContent.trim() || target.getAttribute('aria-label'), box: target.getBoundingClientRect() }))
    .filter(({ box }) => box.height < size - 0.5 || box.width < size - 0.5)
    .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`), size);
}

const answers = async () => JSON.parse(await page.locator('[data-testid="answers"]').textContent());

for (const look of LOOKS) {
  test(`every element, ${look || 'light'}`, async () => {
    await open(look);
    const found = await accessibilityViolations(page);
    await page.screenshot({ path: join(PICTURES, `gallery-${look.replace('=', '-') || 'light'}.png`), fullPage: true });
    const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: innerWidth }));
    assert.ok(wide <= room, `${wide} pixels of page in ${room} of room`);
    assert.deepEqual(found, []);
  });
}

for (const [screen, everyWay] of Object.entries(SCREENS)) {
  for (const look of everyWay ? LOOKS : ['']) {
    test(`the screen ${screen}, ${look || 'light'}`, async () => {
      await show(screen, look);
      const found = [];
      for (const [size, viewport] of Object.entries(look ? { phone: SIZES.phone, twice: TWICE } : { ...SIZES, twice: TWICE })) {
        await page.setViewportSize(viewport);
        await settled(page);
        await page.screenshot({ path: join(PICTURES, `gallery-${screen.replace('&rang=', '-')}-${look.replace('=', '-') || 'light'}-${size}.png`) });
        const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: innerWidth }));
        if (wide > room) found.push(`${size}: ${wide} pixels of page in ${room} of room`);
        found.push(...await accessibilityViolations(page));
        if (size === 'phone') found.push(...await tooSmall(look === 'mode=elder' ? 60 : 48));
      }
      await page.setViewportSize(SIZES.phone);
      assert.deepEqual(found, []);
    });
  }
}

test('the inbox: one message is read by opening it, all by one touch, and a month unfolds', async () => {
  await show('messages');
  const unread = page.locator('[data-testid="message"][data-read="false"]:visible');
  const before = await unread.count();
  assert.ok(before > 1);
  await unread.last().click();
  assert.equal(await unread.count(), before - 1);
  assert.equal(await page.locator('[data-testid="month"]').first().locator('[data-testid="message"]').first().isVisible(), false);
  await page.locator('[data-testid="month"] summary').first().click();
  await page.locator('[data-testid="month"]').first().locator('[data-testid="message"]').first().waitFor();
  await page.locator('[data-testid="read-all"]').click();
  await page.locator('[data-testid="unread-sum"]').waitFor({ state: 'detached' });
  assert.equal(await unread.count(), 0);
});

test('a full day shows a few and opens whole', async () => {
  await show('messages-full');
  const messages = page.locator('section:has([data-testid="day-more"]) [data-testid="message"]');
  const few = await messages.count();
  const before = await page.locator('[data-testid="message"]').count();
  await page.locator('[data-testid="day-more"]').click();
  await page.locator('[data-testid="day-more"]').waitFor({ state: 'detached' });
  assert.equal(few, 6);
  assert.ok(await page.locator('[data-testid="message"]').count() > before);
});

test('off is one touch, and on again brings back what was on', async () => {
  await show('reminders-here');
  const on = (name) => page.locator(`[data-testid="reminders-${name}"] [role="switch"]`).getAttribute('aria-checked');
  const kinds = async () => [await on('cases'), await on('deadlines'), await on('certificates'), await on('drafts')];
  const before = await kinds();
  assert.deepEqual(before, ['false', 'true', 'true', 'false']);
  await page.locator('[data-testid="reminders-all"] [role="switch"]').click();
  assert.deepEqual(await kinds(), ['false', 'false', 'false', 'false']);
  assert.equal(await page.locator('[data-testid="reminders-quiet"]').count(), 0);
  await page.locator('[data-testid="reminders-all"] [role="switch"]').click();
  assert.deepEqual(await kinds(), before);
});

test('a time that is none is said at its field; a time as people type it is understood', async () => {
  await show('reminders');
  const from = page.locator('#quiet-from');
  await from.fill('25:00');
  await from.press('Tab');
  const told = page.locator('#quiet-from-bad');
  await told.getByText('这个时间不对').waitFor();
  assert.deepEqual([await from.getAttribute('aria-invalid'), await from.getAttribute('aria-describedby')], ['true', 'quiet-from-bad']);
  assert.equal(await page.locator('#quiet-to').getAttribute('aria-invalid'), null);
  assert.deepEqual(await accessibilityViolations(page), []);
  await from.fill('2130');
  await from.press('Enter');
  await page.getByText('21:30 到第二天 7:00 不响').waitFor();
  assert.deepEqual([await from.inputValue(), await from.getAttribute('aria-invalid'), await told.textContent()], ['21:30', null, '']);
});

test('a reminder that rings is announced, takes no focus, and goes by Escape', async () => {
  await show('messages&rang=discreet');
  const banner = page.locator('[role="status"] [data-testid="reminder"]');
  await banner.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  await banner.locator('[data-testid="reminder-open"]').focus();
  await page.keyboard.press('Escape');
  await banner.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
});

test('a reminder that is opened is read', async () => {
  await show('messages&rang=plain');
  const first = page.locator('[data-testid="waits"] [data-testid="message"]').first();
  assert.equal(await first.getAttribute('data-read'), 'false');
  await page.locator('[data-testid="reminder-open"]').click();
  await page.locator('[data-testid="reminder"]').waitFor({ state: 'detached' });
  assert.ok((await page.evaluate(() => globalThis.calls)).includes('messages.read'));
});

test('targets are as large as a finger', async () => {
  for (const [look, least] of [['', 48], ['mode=elder', 60]]) {
    await open(look);
    assert.deepEqual(await tooSmall(least), []);
  }
});

test('the source of a demand opens by keyboard and gives the focus back', async () => {
  await open();
  const mark = page.locator('[data-piece="source"] [data-testid="source"]');
  await mark.focus();
  await page.keyboard.press('Enter');
  await page.locator('[role="dialog"]').waitFor();
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.keyboard.press('Escape');
  await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
  assert.equal(await mark.evaluate((button) => button === document.activeElement), true);
});

test('a phone number falls into groups while it is typed, and the caret stays where it was', async () => {
  await open();
  const phone = page.locator('#field-phone');
  await phone.fill('');
  await phone.pressSequentially('13900001234');
  assert.equal(await phone.inputValue(), '139 0000 1234');
  assert.deepEqual((await answers()).phone, { kind: 'text', value: '13900001234' });
  await phone.evaluate((input) => input.setSelectionRange(5, 5));
  await phone.press('Delete');
  await phone.press('9');
  assert.equal(await phone.inputValue(), '139 0900 1234');
});

test('a word that is being composed is taken when it stands, not before', async () => {
  await open();
  const name = page.locator('#field-empty');
  await name.focus();
  const session = await context.newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: 'zhou', selectionStart: 4, selectionEnd: 4 });
  assert.equal(await name.inputValue(), 'zhou');
  assert.equal((await answers()).empty, null);
  await session.send('Input.insertText', { text: '周' });
  assert.equal(await name.inputValue(), '周');
  assert.deepEqual((await answers()).empty, { kind: 'text', value: '周' });
});

test('half a date, money and several choices are kept as they were made', async () => {
  await open();
  const born = page.locator('[data-field="born"] input');
  await born.nth(1).fill('');
  assert.deepEqual((await answers()).born, { kind: 'text', value: '2023--29' });
  await born.nth(1).fill('3');
  assert.deepEqual((await answers()).born, { kind: 'day', value: '2023-03-29' });
  await page.locator('#field-money').fill('１２.5');
  assert.deepEqual((await answers()).money, { kind: 'number', value: 1250 });
  await page.locator('[data-field="benefits"] label', { hasText: '图书馆' }).click();
  assert.deepEqual((await answers()).benefits, { kind: 'choices', value: ['公交', '图书馆'] });
  await page.locator('#field-truthful').press('Space');
  assert.deepEqual((await answers()).truthful, { kind: 'bool', value: true });
});

test('what went wrong is tied to its field', async () => {
  await open();
  const phone = page.locator('#field-phone');
  assert.equal(await phone.getAttribute('aria-invalid'), 'true');
  const told = await phone.evaluate((input) => input.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).join(' '));
  assert.match(told, /还差 1 位/);
});

test('no page broke its policy or failed', () => {
  assert.deepEqual(context.complaints, []);
});
