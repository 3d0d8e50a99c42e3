import type { EventView } from './generated/api';
import type { Carrier } from './bridge';

/** This page lacks the key that the host's own link hands over, or the host has another by now. */
export class NotOpened extends Error {}

/**
 * The browser host: framed POST for calls, a stream of server-sent events, same origin only. Each
 * request carries the key of this origin in a header: cookies reach every port of the machine.
 */
export function browserCarrier(): Carrier {
  const key = ownKey();
  async function ask(address: string, init: { method?: string; headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer>; keepalive?: boolean } = {}): Promise<Response> {
    if (!key) throw new NotOpened();
    const response = await fetch(address, { ...init, headers: { ...init.headers, 'x-tongban-key': key } });
    if (response.status === 401) throw new NotOpened();
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response;
  }
  return {
    async send(name, frame) {
      const response = await ask(`/call/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: frame as Uint8Array<ArrayBuffer>,
        keepalive: OUTLIVES_THE_PAGE.includes(name) && frame.length <= KEEPALIVE_BYTES,
      });
      return new Uint8Array(await response.arrayBuffer());
    },
    listen(onEvent, reconnected) {
      const hear = async (first: boolean): Promise<void> => {
        try {
          const { body } = await ask('/events');
          if (!first) reconnected();
          if (body) await readEvents(body, onEvent);
        } catch (error) {
          // Another key is another run of the host: there is nothing more to hear from this one.
          if (error instanceof NotOpened) return;
        }
        setTimeout(() => void hear(false), RETRY_MS);
      };
      void hear(true);
    },
  };
}

/** Server-sent events until the stream ends. `EventSource` reads them too, but sends no header. */
async function readEvents(stream: ReadableStream<Uint8Array>, onEvent: (event: EventView) => void): Promise<void> {
  const reader = stream.getReader();
  const text = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + text.decode(value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) if (block.startsWith('data:')) onEvent(JSON.parse(block.slice(5)) as EventView);
  }
}

/** From the address, where the host's link leaves it, into the tab's own storage: a reload keeps it. */
function ownKey(): string | null {
  const given = /^#key=([0-9a-f]{64})$/.exec(location.hash)?.[1];
  if (given) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(KEY);
}

/** What was typed last is still sent while its page goes away, and that it went. */
const OUTLIVES_THE_PAGE = ['drafts.save', 'app.visible'];
/** Browsers let 64 KiB outlive their page, over all requests. */
const KEEPALIVE_BYTES = 32 * 1024;
const KEY = 'tongban-key';
const RETRY_MS = 1000;
