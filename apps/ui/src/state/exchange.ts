/** Files that leave this device or come in: what is under way and what came of it. */

import { onScopeDispose, ref, shallowRef } from 'vue';

import type { ErrorView, ExportedView, ImportedView, MovedView } from '../api/generated/api';
import { pieces, type PieceSource } from '../logic/pieces';
import { viewOf, type App } from './app';

/** A file that needs a code, or another one than was typed: it waits for it. */
const [NEEDED, WRONG] = ['code_needed', 'wrong_code'].map((name) => `exchange.${name}`);

export function useExchange(app: App) {
  const busy = ref<'export' | 'move' | 'import' | null>(null);
  const exported = shallowRef<ExportedView | null>(null);
  const moved = shallowRef<MovedView | null>(null);
  const imported = shallowRef<ImportedView | null>(null);
  const percent = ref(0);
  /** The file that waits for its code; `wrong` once one was typed that is not its own. */
  const waiting = shallowRef<{ file: PieceSource; wrong: ErrorView | null } | null>(null);
  let stopped = false;

  async function ask(what: NonNullable<typeof busy.value>, call: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = what;
    try {
      await call();
    } catch (error) {
      app.fail(error);
    } finally {
      busy.value = null;
    }
  }

  const takeIn = (file: PieceSource, code: string | null) => ask('import', async () => {
    [stopped, percent.value, imported.value] = [false, 0, null];
    try {
      await app.bridge.call('exchange.begin', code === null ? {} : { code });
      for await (const piece of pieces(file)) {
        if (stopped) return void (await app.bridge.call('exchange.cancel', {}));
        percent.value = piece.percent;
        const { done } = await app.bridge.call('exchange.piece', { last: piece.last }, piece.bytes);
        if (done) [imported.value, waiting.value] = [done, null];
      }
    } catch (error) {
      const view = viewOf(error);
      if (view.code !== NEEDED && view.code !== WRONG) throw error;
      waiting.value = { file, wrong: view.code === WRONG ? view : null };
    }
  });
  const stop = () => (stopped = true);
  onScopeDispose(stop);

  return {
    busy, exported, moved, imported, percent, waiting, takeIn, stop,
    exportAll: () => ask('export', async () => { exported.value = await app.bridge.call('exchange.export', {}); }),
    moveOut: () => ask('move', async () => { moved.value = await app.bridge.call('exchange.move_out', {}); }),
  };
}
