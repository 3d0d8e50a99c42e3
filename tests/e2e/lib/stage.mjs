// What a test in the browser stands on: a folder, a clock that only the test moves, a platform, a browser.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BrowserApp } from './browser-app.mjs';
import { launch } from './chromium.mjs';
import { FileClock, PLATFORM_START } from './clock.mjs';
import * as journey from './journey.mjs';
import { Platform } from './platform.mjs';
import { PageScreen } from './screen.mjs';

export class Stage {
  folder;
  clock;
  platform;
  #browser;
  #apps = new Set();

  static async open(name) {
    const stage = new Stage();
    stage.folder = mkdtempSync(join(tmpdir(), `tongban-${name}-`));
    stage.clock = new FileClock(join(stage.folder, 'now'));
    stage.platform = new Platform(join(stage.folder, 'platform'));
    try {
      await stage.platform.start({ at: PLATFORM_START });
      stage.#browser = await launch();
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  /** An app whose data folder is named like it, so that the same name opens the same wallet again. */
  async app(name, { platform = this.platform.address } = {}) {
    const options = { name, data: this.data(name), platform, clock: this.clock.setting };
    const app = await BrowserApp.open(this.#browser, options);
    app.screen = new PageScreen(app.page);
    this.#apps.add(app);
    return app;
  }

  /** An app with a certificate in its wallet. */
  async enrolled(name) {
    const app = await this.app(name);
    await journey.enrol(app.screen, this.platform.voucher(), { confirming: (act) => app.confirming(act) });
    return app;
  }

  data(name) {
    return join(this.folder, name);
  }

  /** A page that belongs to no app. */
  async page(options) {
    return (await this.#browser.newContext(options)).newPage();
  }

  /** What any page of any app complained of. */
  get complaints() {
    return [...this.#apps].flatMap((app) => app.complaints);
  }

  async close() {
    for (const app of this.#apps) await app.close();
    await this.#browser?.close();
    await this.platform.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
