// Enrolling by a picture of the paper, and enrolling when the platform's answer is lost on the way.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { CuttingProxy } from '../lib/cutting-proxy.mjs';
import * as journey from '../lib/journey.mjs';
import { look } from '../lib/look.mjs';
import { OUT } from '../lib/processes.mjs';
import { Stage } from '../lib/stage.mjs';

const ENROL = '/v1/enrol';
let stage;

before(async () => {
  stage = await Stage.open('enrol');
});
after(() => stage?.close());

/** The printed page as somebody photographs it: a little turned, on a table, saved as JPEG. */
async function photograph(paper, picture) {
  const page = await stage.page({ viewport: { width: 900, height: 1200 } });
  await page.goto(pathToFileURL(paper).href);
  await page.evaluate(() => {
    document.documentElement.style.background = '#7c6a55';
    document.body.style.cssText = 'background: #f4f1e8; transform: rotate(4deg) scale(.9); box-shadow: 0 0 60px #000';
  });
  await page.screenshot({ path: picture, type: 'jpeg', quality: 60 });
  await page.context().close();
}

const held = async (app) => (await app.screen.call('certificates.list', {})).ok;

test('a photo of the paper becomes a certificate, without a digit typed', async () => {
  const [paper, picture] = [join(stage.folder, 'voucher.html'), join(OUT, 'voucher-photo.jpeg')];
  const voucher = stage.platform.voucherOnPaper(paper);
  await photograph(paper, picture);
  const app = await stage.app('photo');
  await app.screen.click('[data-testid="welcome-enrol"]');
  await app.screen.upload('[data-testid="voucher-picture"]', picture);
  const question = await app.confirming(() => journey.choosePassphrase(app.screen));
  assert.ok(!question.url().startsWith(new URL(app.page.url()).origin), 'asked on the other origin');
  await app.screen.click('#enrol-finish');
  await app.screen.see('article.cert');
  assert.equal((await held(app)).length, 1);
  const again = await app.screen.call('enrol.look', { number: voucher.number });
  assert.equal(again.error?.code, 'enrol.voucher_used');
});

test('a picture without a voucher says so and keeps the way open', async () => {
  const app = await stage.app('no-voucher');
  const picture = join(OUT, 'no-code.png');
  await app.page.screenshot({ path: picture });
  await app.screen.click('[data-testid="welcome-enrol"]');
  await app.screen.upload('[data-testid="voucher-picture"]', picture);
  await app.screen.see('[data-testid="error"]');
  assert.equal(await app.screen.attribute('[data-testid="error"]', 'data-code'), 'scan.no_code');
  await look(app.page, 'enrol-picture-without-code');
  await app.page.keyboard.press('Escape');
  await app.screen.gone('[data-testid="error"]');
  await app.screen.see('#number');
});

test('whoever forgot the secret of a begun enrolment erases it and begins again', async () => {
  const proxy = await CuttingProxy.open(stage.platform.address);
  const app = await stage.app('forgotten', { platform: proxy.address });
  proxy.cut(ENROL, 'answer', () => {});
  await journey.enterVoucher(app.screen, stage.platform.voucher());
  await app.confirming(() => journey.choosePassphrase(app.screen));
  await app.screen.see('[data-testid="error"]');
  await app.page.keyboard.press('Escape');
  await app.screen.gone('[data-testid="error"]');
  await app.screen.click('[data-testid="forgot"]');
  await app.confirming(() => app.screen.click('[data-testid="erase-now"]'));
  await app.screen.see('[data-testid="welcome-enrol"]:not([data-resume])');
  await journey.enrol(app.screen, stage.platform.voucher(), { confirming: (act) => app.confirming(act) });
  assert.equal((await held(app)).length, 1);
  await app.close();
  await proxy.close();
});

for (const [when, words] of [['answer', 'after it issued'], ['request', 'before it read the request']]) {
  test(`the platform dies ${words}: going on ends with exactly one certificate`, async () => {
    const name = `lost-${when}`;
    const proxy = await CuttingProxy.open(stage.platform.address);
    let app = await stage.app(name, { platform: proxy.address });
    const voucher = stage.platform.voucher();
    proxy.cut(ENROL, when, () => stage.platform.kill());
    await journey.enterVoucher(app.screen, voucher);
    await app.confirming(() => journey.choosePassphrase(app.screen));
    await app.screen.see('[data-testid="error"]');
    assert.equal(await app.screen.attribute('[data-testid="error"]', 'data-code'), 'enrol.answer_lost');
    if (when === 'answer') await look(app.page, 'enrol-answer-lost');
    await app.close();

    await stage.platform.start({ at: stage.clock.now });
    app = await stage.app(name, { platform: proxy.address });
    await app.screen.see('[data-testid="welcome-enrol"][data-resume]');
    if (when === 'answer') await look(app.page, 'welcome-resume');
    await app.screen.click('[data-testid="welcome-enrol"]');
    await app.screen.see('#passphrase');
    if (when === 'answer') await look(app.page, 'enrol-resume');
    await app.screen.fill('#passphrase', 'not what was chosen');
    await app.screen.click('#secret-go');
    await app.screen.see('.secret .bad svg');
    if (when === 'answer') await look(app.page, 'enrol-resume-wrong');
    await app.screen.fill('#passphrase', journey.PASSPHRASE);
    await app.screen.click('#secret-go');
    await app.screen.click('#enrol-finish');
    await app.screen.see('article.cert');
    assert.equal((await held(app)).length, 1);
    assert.equal((await app.screen.call('session.status', {})).ok.enrol_pending, false);
    await app.close();
    await proxy.close();
  });
}

test('no page broke its policy or failed', () => {
  assert.deepEqual(stage.complaints, []);
});
