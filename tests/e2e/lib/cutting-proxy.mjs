// Stands between an app and its platform, and can lose one exchange the way a network does.
import { createServer, request } from 'node:http';

export class CuttingProxy {
  #server;
  #target;
  #cut;
  address;

  static async open(target) {
    const proxy = new CuttingProxy();
    proxy.#target = new URL(target);
    proxy.#server = createServer((incoming, answer) => proxy.#pass(incoming, answer));
    await new Promise((resolve) => { proxy.#server.listen(0, '127.0.0.1', resolve); });
    // A test that fails before it closes this must not keep the run from ending.
    proxy.#server.unref();
    proxy.address = `http://127.0.0.1:${proxy.#server.address().port}`;
    return proxy;
  }

  /**
   * The next request to `path` is lost: before the platform sees it (`request`), or after it has
   * answered in full (`answer`). Calls `meanwhile` at that moment, then drops the connection.
   */
  cut(path, when, meanwhile) {
    this.#cut = { path, when, meanwhile };
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => { this.#server.close(resolve); });
  }

  #pass(incoming, answer) {
    const cut = this.#cut?.path === incoming.url ? this.#cut : undefined;
    if (cut) this.#cut = undefined;
    const lose = async () => {
      await cut.meanwhile();
      incoming.socket.destroy();
    };
    if (cut?.when === 'request') {
      incoming.resume().once('end', () => void lose());
      return;
    }
    const { hostname: host, port } = this.#target;
    const onward = request({ host, port, path: incoming.url, method: incoming.method, headers: incoming.headers }, (reply) => {
      if (cut) {
        reply.resume().once('end', () => void lose());
        return;
      }
      answer.writeHead(reply.statusCode, reply.headers);
      reply.pipe(answer);
    });
    onward.once('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  }
}
