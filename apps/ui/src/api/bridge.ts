/**
 * The one request call and the one event channel (rule U1). Nothing else in the UI speaks to a host.
 * A carrier moves frames: Tauri's raw `invoke`, or the browser host's loopback HTTP.
 */

import type { Calls, ErrorView, EventView } from './generated/api';
import { browserCarrier, NotOpened } from './browser';
import { decodeFrame, encodeFrame } from './frame';
import { tauriCarrier, tauriInternals } from './tauri';

export type CallName = keyof Calls;
export type Reply<N extends CallName> = Calls[N]['reply'];

export interface Carrier {
  send(name: string, frame: Uint8Array): Promise<Uint8Array>;
  /** Calls back for each event; `reconnected` after a gap in which events may have been lost. */
  listen(onEvent: (event: EventView) => void, reconnected: () => void): void;
}

/** A failure with the words a screen shows. */
export class CallError extends Error {
  constructor(readonly view: ErrorView) {
    super(view.code);
  }
}

export class Bridge {
  constructor(private readonly carrier: Carrier) {}

  async call<N extends CallName>(name: N, request: Calls[N]['request'], bytes?: Uint8Array): Promise<Reply<N>> {
    return (await this.callWithBytes(name, request, bytes)).reply;
  }

  /** For the calls whose reply carries bytes beside the JSON. */
  async callWithBytes<N extends CallName>(
    name: N,
    request: Calls[N]['request'],
    bytes?: Uint8Array,
  ): Promise<{ reply: Reply<N>; bytes: Uint8Array }> {
    let answer;
    try {
      answer = decodeFrame(await this.carrier.send(name, encodeFrame(request, bytes)));
    } catch (error) {
      throw new CallError(error instanceof NotOpened ? NOT_OPENED : HOST_GONE);
    }
    const json = answer.json as { ok?: Reply<N>; error?: ErrorView };
    if (json.error) throw new CallError(json.error);
    return { reply: json.ok as Reply<N>, bytes: answer.bytes };
  }

  listen(onEvent: (event: EventView) => void, reconnected: () => void): void {
    this.carrier.listen(onEvent, reconnected);
  }
}

/** The bridge of the host that this page runs in. */
export function hostBridge(): Bridge {
  const tauri = tauriInternals();
  return new Bridge(tauri ? tauriCarrier(tauri) : browserCarrier());
}

/** The host stopped answering: a failure that the core cannot word. */
export const HOST_GONE: ErrorView = { kind: 'internal', code: 'ui.host_gone', params: {}, kept: 'kept.certificates_safe', next: 'next.restart_app', offer: null };

/** The host does not know this page as its own: only the link that it printed makes it so. */
export const NOT_OPENED: ErrorView = { kind: 'refused', code: 'ui.not_opened', params: {}, kept: null, next: 'ui.not_opened_next', offer: null };

/** Message key of what happened. The codes that the UI makes itself have their text among the UI's. */
export function errorKey(code: string): string {
  return code.startsWith('ui.') ? code : `error.${code}`;
}
