import type { EventView } from './generated/api';
import type { Carrier } from './bridge';

/** What Tauri puts into the page; the official package adds nothing that this UI needs. */
export interface TauriInternals {
  invoke(command: string, body: unknown, options?: { headers: Record<string, string> }): Promise<unknown>;
  transformCallback<T>(callback: (message: { payload: T }) => void): number;
}

export function tauriInternals(): TauriInternals | undefined {
  return (globalThis as { __TAURI_INTERNALS__?: TauriInternals }).__TAURI_INTERNALS__;
}

export function tauriCarrier(tauri: TauriInternals): Carrier {
  return {
    async send(name, frame) {
      const reply = await tauri.invoke('call', frame, { headers: { 'x-call': name } });
      return new Uint8Array(reply as ArrayBuffer);
    },
    listen(onEvent, reconnected) {
      const hear = <T>(event: string, callback: (payload: T) => void): Promise<unknown> => tauri.invoke('plugin:event|listen', {
        event,
        target: { kind: 'Any' },
        handler: tauri.transformCallback<T>((message) => callback(message.payload)),
      });
      const open = (): Promise<unknown> => Promise.all([hear<EventView>('tongban', onEvent), hear<null>('tongban-gap', reconnected)]);
      // A channel that did not open is tried again, and what happened meanwhile is asked for.
      const again = (): void => void setTimeout(() => void open().then(reconnected, again), RETRY_MS);
      void open().catch(again);
    },
  };
}

const RETRY_MS = 1000;
