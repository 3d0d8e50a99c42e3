import type { EventView } from './generated/api';
import type { Carrier } from './bridge';

/** What Tauri puts into the page; the official package adds nothing that this UI needs. */
export interface TauriInternals {
  invoke(command: string, body: unknown, options?: { headers: Record<string, string> }): Promise<unknown>;
  transformCallback(callback: (message: { payload: EventView }) => void): number;
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
    listen(onEvent) {
      void tauri.invoke('plugin:event|listen', {
        event: 'tongban',
        target: { kind: 'Any' },
        handler: tauri.transformCallback((message) => onEvent(message.payload)),
      });
    },
  };
}
