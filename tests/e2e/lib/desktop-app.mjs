// The desktop app in its real window, under a display and a desktop session of its own.
import { Session, until } from './webdriver.mjs';
import { program } from './processes.mjs';
import { WindowScreen } from './screen.mjs';

export class DesktopApp {
  session;
  screen;
  #main;

  static async open({ data, platform, binary = program('tongban-desktop') }) {
    const app = new DesktopApp();
    app.session = await Session.open(binary, ['--data', data, ...(platform ? ['--platform', platform] : [])]);
    try {
      await app.#begin();
    } catch (error) {
      await app.close();
      throw error;
    }
    return app;
  }

  async #begin() {
    [this.#main] = await this.session.handles();
    this.screen = new WindowScreen(this.session);
    await this.session.execute(`
      window.__complaints = [];
      addEventListener('securitypolicyviolation', (event) =>
        window.__complaints.push(event.violatedDirective + ' ' + event.blockedURI));
      addEventListener('error', (event) => {
        // WebKit says so when a size changes twice in one frame; the second change comes in the next.
        if (!String(event.message).startsWith('ResizeObserver loop')) window.__complaints.push(String(event.message));
      });`);
  }

  get complaints() {
    return this.session.execute('return window.__complaints');
  }

  /** Does `act`, which makes the core ask; gives the handle of the Confirm window, in which the session then is. */
  async asking(act) {
    await act();
    const handle = await until('the Confirm window', async () =>
      (await this.session.handles()).find((handle) => handle !== this.#main));
    await this.session.switchTo(handle);
    await until('the question', () => this.session.execute("return document.getElementById('confirm-yes')?.textContent"));
    return handle;
  }

  /** The yes works only after the question was in front of the person for a while. */
  async answer(answer) {
    await until('the answer to be possible', () => this.session.execute(
      "return document.getElementById(arguments[0])?.getAttribute('aria-disabled') !== 'true'", `confirm-${answer}`));
    await this.session.clickAndClose(`#confirm-${answer}`);
  }

  async confirming(act, answer = 'yes') {
    await this.asking(act);
    await this.answer(answer);
    await this.backToMain();
  }

  backToMain() {
    return this.session.switchTo(this.#main);
  }

  close() {
    return this.session?.close();
  }
}
