// The steps of the journeys, in the words of the person who takes them.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readByZbar, verify } from './codes.mjs';
import { OUT } from './processes.mjs';
import { until } from './webdriver.mjs';

export const PASSPHRASE = 'five quiet rivers meet';
export const PIN = '426817';

/** From the first screen to the certificate in the wallet; `confirming` answers on the other screen. */
export async function enrol(screen, voucher, { confirming, custody = 'passphrase' }) {
  await enterVoucher(screen, voucher);
  await confirming(() => chooseSecret(screen, custody));
  await screen.click('#enrol-finish');
  await screen.see('[data-testid="nav-show"]');
  await screen.see('article.cert');
}

/** From the first screen to the choice of a secret, by typing what the paper says. */
export async function enterVoucher(screen, voucher) {
  await screen.click('[data-testid="welcome-enrol"]');
  await screen.fill('#number', voucher.number);
  await screen.see('#digits');
  await screen.fill('#digits', voucher.digits);
  await screen.click('#enrol-go');
}

export async function choosePassphrase(screen) {
  await screen.fill('#passphrase', PASSPHRASE);
  await screen.fill('#repeat', PASSPHRASE);
  await screen.click('#secret-go');
}

/** One try at the locked wallet, until its answer is there. */
export async function tryPassphrase(screen, secret) {
  await screen.fill('.unlock form input:not([disabled])', secret);
  await screen.click('.unlock form .btn.main:not([disabled])');
  await screen.gone('.unlock form .btn[aria-busy]');
}

async function chooseSecret(screen, custody) {
  if (custody === 'os_keyring') {
    await screen.see('.dots');
    await screen.press(PIN);
    // The pad is emptied before it takes the second entry.
    await screen.see('[data-turn="second"]');
    await screen.gone('.dots .full');
    await screen.press(PIN);
    return;
  }
  await choosePassphrase(screen);
}

export async function unlock(screen, custody = 'passphrase') {
  if (custody === 'os_keyring') {
    await screen.see('.dots');
    await screen.press(PIN);
  } else {
    await screen.fill('.unlock form input', PASSPHRASE);
    await screen.click('.unlock form .btn.main');
  }
  await screen.see('article.cert');
}

/**
 * Opens the living code and reads it back from a screenshot by a reader that is not ours.
 * Gives the picture, its text, and the fields that it discloses.
 */
export async function show(screen, name) {
  await screen.click('[data-testid="certificate-show"], [data-testid="nav-show"]');
  await see(screen, '[data-testid="code"]', name);
  return readFromScreen(screen, name);
}

export async function readFromScreen(screen, name) {
  const picture = join(OUT, `${name}.png`);
  // A code may be renewed while the picture is taken; then the next one is taken.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const before = await screen.attribute('.choose', 'data-code');
    await screen.screenshot(picture);
    const read = readByZbar(picture);
    assert.equal(read.length, 1, `zbarimg reads one code in ${picture}`);
    if (read[0] === before) {
      const discloses = (await screen.attribute('.choose', 'data-discloses')).split(' ').filter(Boolean);
      return { picture, text: read[0], discloses };
    }
  }
  throw new Error('the code on the screen is not the one the core made');
}

/** Waits for an element; when it does not come, a picture of what came instead is kept. */
async function see(screen, css, name) {
  try {
    await screen.see(css);
  } catch (error) {
    await screen.screenshot(join(OUT, `${name}-failed.png`));
    const [code] = await screen.attributes('[data-testid="error"]', 'data-code');
    throw new Error(`${css} is not there; the app says: ${code ?? 'nothing'}`, { cause: error });
  }
}

/** Leaves the living code, so that no new one is made. */
export async function stopShowing(screen) {
  await screen.click('.show .hit');
  await screen.see('[data-testid="certificate-show"]');
}

/** Scans a picture; gives the word, the reason and the shown field names. */
export async function scan(screen, picture) {
  await screen.upload('[data-testid="scan-picture"]', picture);
  const verdict = {
    word: await screen.attribute('#verdict-word', 'data-verdict'),
    reason: await screen.attribute('#verdict-word', 'data-reason'),
    fields: await screen.attributes('.verdict [data-field]', 'data-field'),
  };
  await screen.click('[data-testid="verdict-next"]');
  await screen.see('#pick');
  return verdict;
}

/** Fetches the newest lists on the scan screen, and waits until they are there. */
export async function refreshLists(screen) {
  const before = await newest(screen);
  await screen.click('[data-testid="lists-refresh"]');
  await until(`lists other than ${before}`, async () => {
    const now = await newest(screen);
    return now !== before && !now.includes('null');
  });
}

async function newest(screen) {
  const { ok } = await screen.call('snapshots.status', {});
  return `${ok.trust_version} ${ok.trust_as_of} ${ok.status_as_of}`;
}

/** The full identifier of the first certificate of an open wallet. */
export async function identifier(screen) {
  const [card] = (await screen.call('certificates.list', {})).ok;
  return (await screen.call('certificates.get', { id: card.id })).ok.identifier;
}

/** `tongban verify` agrees that the code is valid and holds exactly these fields. */
export function assertCliFindsValid({ text, discloses }, at) {
  const verdict = verify(text, at);
  assert.equal(verdict.code, 0, JSON.stringify(verdict));
  assert.equal(verdict.verdict, 'valid');
  assert.deepEqual(Object.keys(verdict.claims).sort(), [...discloses].sort());
}
