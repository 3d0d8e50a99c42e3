import { fileURLToPath } from 'node:url';

import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default defineConfig({
  // Relative addresses: the same build is served by the browser host and by Tauri's own protocol.
  base: './',
  plugins: [vue()],
  server: { fs: { allow: [root] } },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false', __VUE_I18N_LEGACY_API__: 'false', __VUE_I18N_FULL_INSTALL__: 'false' },
  build: {
    target: ['chrome89', 'safari15'],
    cssTarget: ['chrome89', 'safari15'],
    // An inlined picture would be a data: address inside a style sheet; files are cached and checked.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
