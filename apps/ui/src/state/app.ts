/**
 * What the whole UI knows: one reactive copy of the core's views, kept true by its events.
 * Screens read it and ask the bridge; they keep no second copy.
 */

import { inject, reactive, type InjectionKey } from 'vue';

import { CallError, type Bridge } from '../api/bridge';
import { API_VERSION } from '../api/generated/api';
import type {
  CardView, ConfirmEventView, ErrorView, EventView, HelloView, OutboxView, ProgressView, RemindersView, SessionView, SettingsView, SnapshotsView,
} from '../api/generated/api';
import { Banners } from './banners';
import { Undo } from './undo';

export interface AppState {
  hello: HelloView | null;
  session: SessionView | null;
  settings: SettingsView | null;
  snapshots: SnapshotsView | null;
  certificates: CardView[] | null;
  /** The Confirm screen that is open now. */
  confirm: ConfirmEventView | null;
  progress: ProgressView | null;
  /** The failure that the error sheet shows. */
  error: ErrorView | null;
  /** The failure that keeps the store from opening at all. */
  trouble: ErrorView | null;
  /** What waits to be sent, as the core told it last; null before that and while the wallet is not open. */
  outbox: OutboxView | null;
  /** Messages that were not read, and how many of them wait for an act. */
  messages: { unread: number; needs_you: number } | null;
  /** What rings on this device; null until it was asked for, and while the wallet is not open. */
  reminders: RemindersView | null;
  /** A notification of the system was clicked: where it leads, until that page is open. */
  link: string | null;
  /** How often the core said that one of these changed: what draws a list of them reads it anew. */
  changes: Record<'drafts' | 'services' | 'cases' | 'messages', number>;
}

export class App {
  readonly state: AppState = reactive<AppState>({
    hello: null, session: null, settings: null, snapshots: null, certificates: null,
    confirm: null, progress: null, error: null, trouble: null, outbox: null, messages: null, reminders: null, link: null,
    changes: { drafts: 0, services: 0, cases: 0, messages: 0 },
  });

  /** What was done last and can be taken back. */
  readonly undo = new Undo();
  /** Reminders that rang just now. */
  readonly banners = new Banners();

  constructor(readonly bridge: Bridge) {}

  /** Asks for everything once. A broken store is a state (`trouble`), not an end. */
  async start(locale: string): Promise<void> {
    try {
      this.state.hello = await this.bridge.call('hello', { api_version: API_VERSION, locale });
      await this.refresh();
      this.state.trouble = null;
    } catch (error) {
      this.state.trouble = viewOf(error);
    }
  }

  listen(): void {
    this.bridge.listen((event) => this.hear(event), () => void this.refresh().catch((error: unknown) => this.fail(error)));
  }

  async refresh(): Promise<void> {
    this.state.settings = await this.bridge.call('settings.get', {});
    this.state.snapshots = await this.bridge.call('snapshots.status', {});
    await this.setSession(await this.bridge.call('session.status', {}));
  }

  /** What belongs to the person is forgotten the moment the wallet is not open. */
  async setSession(session: SessionView): Promise<void> {
    if (session.state !== 'unlocked') {
      this.state.certificates = this.state.outbox = this.state.messages = this.state.reminders = null;
      this.banners.clear();
    } else if (!this.state.certificates) this.state.certificates = await this.bridge.call('certificates.list', {});
    this.state.session = session;
  }

  /** A call that answers with the session it leaves behind; the error sheet says what went wrong. */
  async turn(name: 'lock' | 'wallet.erase' | 'session.status'): Promise<void> {
    try {
      await this.setSession(await this.bridge.call(name, {}));
    } catch (error) {
      this.fail(error);
    }
  }

  /** Shows the sheet that says what happened, what is safe and what comes next. */
  fail(error: unknown): void {
    const view = viewOf(error);
    if (view.kind !== 'declined') this.state.error = view;
  }

  private hear(event: EventView): void {
    const state = this.state;
    switch (event.name) {
      case 'session_changed': void this.setSession(event.payload).catch((error: unknown) => this.fail(error)); break;
      case 'settings_changed': state.settings = event.payload; break;
      case 'snapshots_changed': state.snapshots = event.payload; void this.reload(); break;
      case 'certificates_changed': void this.reload(); break;
      case 'progress': state.progress = event.payload; break;
      case 'outbox_changed': state.outbox = event.payload; break;
      case 'messages_changed':
        state.messages = event.payload;
        state.changes.messages += 1;
        // Read on another device, or in the list.
        if (event.payload.unread === 0) this.banners.clear();
        break;
      case 'reminder': if (state.session?.state === 'unlocked') this.banners.add(event.payload); break;
      case 'reminders_changed': state.reminders = event.payload; break;
      case 'open_link':
        state.link = event.payload.link;
        this.banners.clear();
        break;
      case 'drafts_changed': state.changes.drafts += 1; break;
      case 'services_changed': state.changes.services += 1; break;
      case 'cases_changed': state.changes.cases += 1; break;
      // The core says that a question opened, the host says where: two events with one id.
      case 'confirm': state.confirm = event.payload.state === 'opened' ? { ...(state.confirm?.id === event.payload.id ? state.confirm : {}), ...event.payload } : null; break;
    }
  }

  /** Names of offices come in the language of the moment. */
  async reload(): Promise<void> {
    if (this.state.session?.state !== 'unlocked') return;
    try {
      this.state.certificates = await this.bridge.call('certificates.list', {});
    } catch (error) {
      // The wallet closed or went while this was asked; the event that says so is on its way.
      if (!GONE.includes(viewOf(error).code)) this.fail(error);
    }
  }
}

const GONE = ['wallet.none', 'wallet.locked'];

export function viewOf(error: unknown): ErrorView {
  if (error instanceof CallError) return error.view;
  return { kind: 'internal', code: 'app.internal', params: {}, kept: 'kept.certificates_safe', next: 'next.restart_app', offer: null };
}

export const APP: InjectionKey<App> = Symbol('app');

export function useApp(): App {
  const app = inject(APP);
  if (!app) throw new Error('the app is provided in main.ts');
  return app;
}
