// One app in a browser: a browser host of its own, its page, and its Confirm pages.
import { join } from 'node:path';
import { PROJECT, Running, program } from './processes.mjs';
import { newContext } from './chromium.mjs';

/** Command line of a browser host at passphrase custody. */
export function browserHost({ data, platform }) {
  const ui = join(PROJECT, 'apps/ui/dist');
  const to = platform ? ['--platform', platform] : [];
  return [program('tongban-browser-host'), '--data', data, ...to, '--ui', ui, '--no-keyring'];
}

/** Where the files are that the app of a data folder exports. */
export const downloadsOf = (data) => `${data}-downloads`;

export class BrowserApp {
  #host;
  context;
  page;

  /** `wrap` may put the host into a namespace or under a tracer. */
  static async open(browser, { name, data, platform, clock, wrap = (command) => command, ...context }) {
    const app = new BrowserApp();
    const [command, ...args] = wrap(browserHost({ data, platform }));
    // What a person exports stays beside the test's own folder.
    const env = { XDG_DOWNLOAD_DIR: downloadsOf(data), ...(clock ? { TONGBAN_CLOCK: clock } : {}) };
    app.#host = new Running(command, args, { log: name, env });
    try {
      const { open } = await app.#host.ready();
      app.context = await newContext(browser, context);
      app.page = await app.context.newPage();
      await app.page.goto(open);
      // Its first page, on the other origin, goes on to the app by itself.
      await app.page.waitForURL((url) => !['/start', '/opened'].includes(url.pathname));
    } catch (error) {
      await app.close();
      throw error;
    }
    return app;
  }

  get complaints() {
    return this.context.complaints;
  }

  /** Does `act`, which makes the core ask, and answers on the page of the other origin. */
  async confirming(act, answer = 'yes') {
    const opened = this.context.waitForEvent('page');
    await act();
    const question = await opened;
    await question.locator(`#confirm-${answer}`).click();
    return question;
  }

  /** Ends the program in the middle of whatever it does; its page goes with it. */
  async kill() {
    await this.#host?.kill();
    await this.context?.close();
  }

  async close() {
    await this.context?.close();
    await this.#host?.stop();
  }
}
