// Show and verify where there is no network, every connection counted: the browser host runs
// in a namespace with nothing but its own loopback, under a tracer, and no platform runs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { BrowserApp } from '../lib/browser-app.mjs';
import { launch } from '../lib/chromium.mjs';
import * as journey from '../lib/journey.mjs';
import { foreignConnections, sawSockets, withoutNetwork } from '../lib/network.mjs';
import { Platform } from '../lib/platform.mjs';
import { OUT, run } from '../lib/processes.mjs';
import { PageScreen } from '../lib/screen.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tongban-offline-'));
const data = join(folder, 'app');
const platform = new Platform(join(folder, 'platform'));
let browser, app;

before(async () => {
  await platform.start();
  browser = await launch();
  app = await BrowserApp.open(browser, { name: 'offline-enrol', data, platform: platform.address });
  await journey.enrol(new PageScreen(app.page), platform.voucher(), { confirming: (act) => app.confirming(act) });
  await app.close();
  await browser.close();
  await platform.stop();
});

// Also where `before` failed halfway: a program that goes on would keep the run from ending.
after(async () => {
  await app?.close();
  await browser?.close();
  await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `offline-session.mjs` inside the namespace; gives its report and the host's trace. */
function session(mode) {
  const trace = join(OUT, `${mode}.trace`);
  const script = join(dirname(fileURLToPath(import.meta.url)), '../lib/offline-session.mjs');
  const [command, ...args] = withoutNetwork([process.execPath, script, mode, data, platform.address, trace]);
  const result = run(command, args);
  assert.equal(result.code, 0, result.stdout + result.stderr);
  return { ...result.json, trace };
}

test('show and verify open no connection', () => {
  const { trace, interfaces, verdict } = session('offline');
  assert.deepEqual(interfaces, ['lo'], 'only loopback is there');
  assert.equal(verdict.word, 'valid');
  assert.ok(sawSockets(trace), 'the tracer sees sockets');
  assert.deepEqual(foreignConnections(trace), []);
});

test('control: the same session that asks for new lists is caught', () => {
  const { trace } = session('control');
  const address = new URL(platform.address).host;
  assert.ok(foreignConnections(trace).includes(address), 'a connection to the platform is counted');
});
