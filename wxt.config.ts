import { defineConfig } from 'wxt';
import { addModelAssets, modelVite } from './build/model-assets.ts';
import { notices } from './build/notices.ts';
import { addTrustLists } from './build/trust-lists.ts';
import { addValidator } from './build/validator-asset.ts';
import { extensionManifest } from './lib/app/manifest.ts';

export default defineConfig({
  modules: ['@wxt-dev/module-react', '@wxt-dev/webextension-polyfill'],
  manifestVersion: 3,
  imports: false,
  manifest: ({ browser }) => extensionManifest(browser === 'firefox' ? 'firefox' : 'chromium'),
  hooks: {
    'build:publicAssets': (_, files) => {
      addModelAssets(files);
      addValidator(files);
      addTrustLists(files);
      files.push({ contents: notices(), relativeDest: 'THIRD_PARTY_NOTICES.txt' });
    },
  },
  vite: () => {
    const models = modelVite();
    return {
      ...models,
      // Module workers share chunks and load the heavy parts (HEIC, C2PA, OCR) only when a photo needs them.
      worker: { format: 'es', plugins: () => models.plugins },
      build: { target: 'es2023', sourcemap: false },
    };
  },
});
