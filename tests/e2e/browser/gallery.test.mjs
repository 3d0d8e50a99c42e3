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

test('targets are as large as a finger', async () => {
  for (const [look, least] of [['', 48], ['mode=elder', 60]]) {
    await open(look);
    const small = await page.evaluate((size) => [...document.querySelectorAll('button, a, summary, label:has(input)')]
      .filter((target) => !target.classList.contains('unseen'))
      .map((target) => ({ name: target.textContent.trim() || target.getAttribute('aria-label'), box: target.getBoundingClientRect() }))
      .filter(({ box }) => box.height < size - 0.5 || box.width < size - 0.5)
      .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`), least);
    assert.deepEqual(small, []);
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
