// Runs inside a namespace without network: unlocks, shows, verifies; in mode `control` it
// also asks for new lists, which must be seen as a connection. Prints one JSON line.
import { networkInterfaces } from 'node:os';

import { BrowserApp } from './browser-app.mjs';
import { launch } from './chromium.mjs';
import * as journey from './journey.mjs';
import { traced } from './network.mjs';
import { PageScreen } from './screen.mjs';

const [mode, data, platform, trace] = process.argv.slice(2);
const browser = await launch();
// With a platform, opening the wallet looks for news there: that is neither showing nor verifying.
const app = await BrowserApp.open(browser, {
  name: mode,
  data,
  platform: mode === 'control' ? platform : undefined,
  wrap: (command) => traced(command, trace),
});
const screen = new PageScreen(app.page);
await journey.unlock(screen);
const shown = await journey.show(screen, `${mode}-show`);
await journey.stopShowing(screen);
await screen.go('/scan');
const verdict = await journey.scan(screen, shown.picture);
if (mode === 'control') {
  await screen.click('[data-testid="lists-refresh"]');
  await screen.see('[data-testid="error"]');
}
await app.close();
await browser.close();
console.log(JSON.stringify({ interfaces: Object.keys(networkInterfaces()), verdict }));
process.exit(0);
