/** Pages of a case as addresses of pictures; read when they are looked at, forgotten with the screen. */

import { onScopeDispose, reactive } from 'vue';

import type { App } from './app';

export interface Page {
  url: string | null;
  /** Not yet there, there, or not readable. */
  state: 'reading' | 'ready' | 'failed';
  mediaType: string;
}

export function usePictures(app: App) {
  const pages = reactive<Record<string, Page>>({});
  let generation = 0;

  /** Each first look at a file is logged by the platform: nothing is read ahead. */
  async function read(caseId: string, file: string): Promise<void> {
    if (pages[file] && pages[file].state !== 'failed') return;
    const mine = generation;
    pages[file] = { url: null, state: 'reading', mediaType: '' };
    try {
      const { reply, bytes } = await app.bridge.callWithBytes('desk.file', { case: caseId, file });
      if (mine !== generation) return;
      pages[file] = { url: URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: reply.media_type })), state: 'ready', mediaType: reply.media_type };
    } catch {
      if (mine === generation) pages[file] = { url: null, state: 'failed', mediaType: '' };
    }
  }

  function forget(): void {
    generation += 1;
    for (const [file, { url }] of Object.entries(pages)) {
      if (url) URL.revokeObjectURL(url);
      delete pages[file];
    }
  }
  onScopeDispose(forget);
  return { pages, read, forget };
}
