import type { EventView } from './generated/api';
import type { Carrier } from './bridge';

/** The browser host: framed POST for calls, server-sent events for events, same origin only. */
export function browserCarrier(): Carrier {
  return {
    async send(name, frame) {
      const response = await fetch(`/call/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: frame as Uint8Array<ArrayBuffer>,
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    },
    listen(onEvent, reconnected) {
      const source = new EventSource('/events');
      let opened = false;
      source.addEventListener('open', () => {
        if (opened) reconnected();
        opened = true;
      });
      source.addEventListener('message', (event: MessageEvent<string>) => onEvent(JSON.parse(event.data) as EventView));
    },
  };
}
