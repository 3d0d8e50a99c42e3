// What a journey does to a screen, the same over a browser page and over the desktop window.
import { until } from './webdriver.mjs';

const PATIENCE = 20_000;

/** A page of Chromium. */
export class PageScreen {
  constructor(page) {
    this.page = page;
  }

  see(css) {
    return this.page.locator(css).first().waitFor({ state: 'attached', timeout: PATIENCE });
  }

  /** Until nothing fits any more. */
  async gone(css) {
    await until(`the end of ${css}`, async () => await this.page.locator(css).count() === 0, PATIENCE);
  }

  click(css) {
    return this.page.locator(css).first().click({ timeout: PATIENCE });
  }

  fill(css, text) {
    return this.page.locator(css).first().fill(text, { timeout: PATIENCE });
  }

  press(keys) {
    return this.page.keyboard.type(keys, { delay: 20 });
  }

  upload(css, file) {
    return this.page.locator(css).setInputFiles(file);
  }

  screenshot(file) {
    return this.page.screenshot({ path: file });
  }

  /** Another address of the same page, as a link of the UI would do it. */
  go(address) {
    return this.page.evaluate((address) => { location.hash = `#${address}`; }, address);
  }

  attribute(css, name) {
    return this.page.locator(css).first().getAttribute(name, { timeout: PATIENCE });
  }

  /** The given attribute of every element that fits. */
  attributes(css, name) {
    return this.page.locator(css).evaluateAll((all, name) => all.map((one) => one.getAttribute(name)), name);
  }

  /** One call over the app's own bridge, as a script of the UI could do it. */
  call(name, request) {
    return this.page.evaluate(async ([name, request]) => {
      const json = new TextEncoder().encode(JSON.stringify(request));
      const frame = new Uint8Array(4 + json.length);
      new DataView(frame.buffer).setUint32(0, json.length);
      frame.set(json, 4);
      const headers = { 'content-type': 'application/octet-stream', 'x-tongban-key': sessionStorage.getItem('tongban-key') };
      const reply = new Uint8Array(await (await fetch(`/call/${name}`, { method: 'POST', headers, body: frame })).arrayBuffer());
      const length = new DataView(reply.buffer).getUint32(0);
      return JSON.parse(new TextDecoder().decode(reply.slice(4, 4 + length)));
    }, [name, request]);
  }
}

/** The window of the desktop app. */
export class WindowScreen {
  constructor(session) {
    this.session = session;
  }

  see(css) {
    return until(css, () => this.session.execute('return document.querySelector(arguments[0]) !== null', css), PATIENCE);
  }

  gone(css) {
    return until(`the end of ${css}`, () => this.session.execute('return document.querySelector(arguments[0]) === null', css), PATIENCE);
  }

  async click(css) {
    await this.see(css);
    await until(`a click on ${css}`, async () => { await this.session.click(css); return true; }, PATIENCE);
  }

  async fill(css, text) {
    await this.see(css);
    await this.session.clear(css);
    await this.session.type(css, text);
  }

  async press(keys) {
    for (const key of keys) {
      await this.session.execute("window.dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0] }))", key);
    }
  }

  async upload(css, file) {
    await this.see(css);
    await this.session.type(css, file);
  }

  screenshot(file) {
    return this.session.screenshot(file);
  }

  go(address) {
    return this.session.execute('location.hash = `#${arguments[0]}`', address);
  }

  async attribute(css, name) {
    await this.see(css);
    return this.session.execute('return document.querySelector(arguments[0]).getAttribute(arguments[1])', css, name);
  }

  attributes(css, name) {
    return this.session.execute('return [...document.querySelectorAll(arguments[0])].map((one) => one.getAttribute(arguments[1]))', css, name);
  }

  call(name, request) {
    return this.session.executeAsync(`
      const [name, request, done] = arguments;
      const json = new TextEncoder().encode(JSON.stringify(request));
      const frame = new Uint8Array(4 + json.length);
      new DataView(frame.buffer).setUint32(0, json.length);
      frame.set(json, 4);
      window.__TAURI_INTERNALS__.invoke('call', frame, { headers: { 'x-call': name } }).then((reply) => {
        const bytes = new Uint8Array(reply);
        const length = new DataView(bytes.buffer).getUint32(0);
        done(JSON.parse(new TextDecoder().decode(bytes.slice(4, 4 + length))));
      }, (error) => done({ denied: String(error) }));`, name, request);
  }
}
