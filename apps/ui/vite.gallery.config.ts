import { fileURLToPath } from 'node:url';

import { defineConfig, mergeConfig } from 'vite';

import base from './vite.config';

/** The gallery of elements: an entry for tests, never part of what is shipped. */
export default mergeConfig(base, defineConfig({
  root: fileURLToPath(new URL('gallery', import.meta.url)),
  build: { outDir: '../node_modules/.gallery', emptyOutDir: true },
}));
