import { defineConfig } from 'wxt';
import { extensionManifest } from './lib/app/manifest.ts';

export default defineConfig({
  modules: ['@wxt-dev/module-react', '@wxt-dev/webextension-polyfill'],
  manifestVersion: 3,
  imports: false,
  manifest: ({ browser }) => extensionManifest(browser === 'firefox' ? 'firefox' : 'chromium'),
  vite: () => ({
    // Module workers share chunks and load the heavy parts (HEIC, C2PA, OCR) only when a photo needs them.
    worker: { format: 'es' },
    build: { target: 'es2023', sourcemap: false },
  }),
});
