// The part of W3C WebDriver that the desktop journeys need, over WebKitWebDriver.
import { createServer } from 'node:net';
import { writeFileSync } from 'node:fs';
import { Running, later } from './processes.mjs';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export class Session {
  #driver;
  #base;

  /** Opens the app's window; `binary` may be a script that starts the app in its own way. */
  static async open(binary, args) {
    const port = await freePort();
    const session = new Session();
    session.#driver = new Running('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      log: 'webdriver',
      env: { TAURI_WEBVIEW_AUTOMATION: 'true' },
    });
    const server = `http://127.0.0.1:${port}`;
    try {
      await until('the driver to answer', async () => (await fetch(`${server}/status`)).ok);
      const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args } } };
      const { sessionId } = await post(`${server}/session`, { capabilities });
      session.#base = `${server}/session/${sessionId}`;
    } catch (error) {
      await session.#driver.stop();
      throw error;
    }
    return session;
  }

  async close() {
    await fetch(this.#base, { method: 'DELETE' }).catch(() => {});
    await this.#driver.stop();
  }

  handles() {
    return get(`${this.#base}/window/handles`);
  }

  switchTo(handle) {
    return post(`${this.#base}/window`, { handle });
  }

  execute(script, ...args) {
    return post(`${this.#base}/execute/sync`, { script, args });
  }

  /** The script calls its last argument with the result. */
  executeAsync(script, ...args) {
    return post(`${this.#base}/execute/async`, { script, args });
  }

  async find(css) {
    return (await post(`${this.#base}/element`, { using: 'css selector', value: css }))[ELEMENT];
  }

  async click(css) {
    await post(`${this.#base}/element/${await this.find(css)}/click`, {});
  }

  /** A click that closes its own window: on a slow machine the window is gone before the driver has answered. */
  async clickAndClose(css) {
    const element = await this.find(css);
    await post(`${this.#base}/element/${element}/click`, {}).catch((error) => {
      if (!error.message.startsWith('no such window')) throw error;
    });
  }

  async type(css, text) {
    await post(`${this.#base}/element/${await this.find(css)}/value`, { text });
  }

  async clear(css) {
    await post(`${this.#base}/element/${await this.find(css)}/clear`, {});
  }

  async screenshot(file) {
    writeFileSync(file, Buffer.from(await get(`${this.#base}/screenshot`), 'base64'));
  }
}

/** Waits until `check` gives something true and returns it; errors count as "not yet". */
export async function until(what, check, milliseconds = 20_000) {
  const end = Date.now() + milliseconds;
  let last;
  for (;;) {
    try {
      const value = await check();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${milliseconds} ms for ${what}`, { cause: last });
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}

const get = (url) => send(url, {});
const post = (url, body) => send(url, { method: 'POST', body: JSON.stringify(body) });

async function send(url, options) {
  const response = await Promise.race([fetch(url, options), later(60_000, null)]);
  if (!response) throw new Error(`no answer from the driver: ${url}`);
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
