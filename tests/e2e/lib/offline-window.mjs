// Runs inside a namespace without network, like `offline-session.mjs`, in the desktop's real
// window. The driver starts the app itself, so the app is named by a script that traces it.
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

import { DesktopApp } from './desktop-app.mjs';
import * as journey from './journey.mjs';
import { traced } from './network.mjs';
import { program } from './processes.mjs';

const [mode, data, platform, trace, custody] = process.argv.slice(2);
const binary = join(mkdtempSync(join(tmpdir(), 'tongban-traced-')), 'app');
const quoted = traced([program('tongban-desktop')], trace).map((word) => `'${word}'`).join(' ');
writeFileSync(binary, `#!/bin/sh\nexec ${quoted} "$@"\n`);
chmodSync(binary, 0o755);

// With a platform, opening the wallet looks for news there: that is neither showing nor verifying.
const app = await DesktopApp.open({ data, platform: mode === 'control' ? platform : undefined, binary });
await journey.unlock(app.screen, custody);
const shown = await journey.show(app.screen, `window-${mode}-show`);
await journey.stopShowing(app.screen);
await app.screen.go('/scan');
const verdict = await journey.scan(app.screen, shown.picture);
if (mode === 'control') {
  await app.screen.click('[data-testid="lists-refresh"]');
  await app.screen.see('[data-testid="error"]');
}
await app.close();
console.log(JSON.stringify({ interfaces: Object.keys(networkInterfaces()), verdict }));
process.exit(0);
