// Show and verify in the real window where there is no network, every connection counted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DesktopApp } from '../lib/desktop-app.mjs';
import * as journey from '../lib/journey.mjs';
import { foreignConnections, sawSockets, withoutNetwork } from '../lib/network.mjs';
import { Platform } from '../lib/platform.mjs';
import { OUT, run } from '../lib/processes.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tongban-window-offline-'));
const data = join(folder, 'app');
const platform = new Platform(join(folder, 'platform'));
let app, custody;

before(async () => {
  await platform.start();
  app = await DesktopApp.open({ data, platform: platform.address });
  ({ ok: { custody } } = await app.screen.call('hello', { api_version: 1 }));
  await journey.enrol(app.screen, platform.voucher(), { custody, confirming: (act) => app.confirming(act) });
  await app.close();
  await platform.stop();
});

// Also where `before` failed halfway: a program that goes on would keep the run from ending.
after(async () => {
  await app?.close();
  await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

function session(mode) {
  const trace = join(OUT, `window-${mode}.trace`);
  const script = join(dirname(fileURLToPath(import.meta.url)), '../lib/offline-window.mjs');
  const [command, ...args] = withoutNetwork([process.execPath, script, mode, data, platform.address, trace, custody]);
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
  assert.ok(foreignConnections(trace).includes(new URL(platform.address).host), 'a connection to the platform is counted');
});
