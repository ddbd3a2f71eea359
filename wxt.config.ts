import { defineConfig } from 'wxt';
import { addModelAssets, modelVite } from './build/model-assets.ts';
import { notices } from './build/notices.ts';
import { addTrustLists } from './build/trust-lists.ts';
import { addValidator } from './build/validator-asset.ts';
import { extensionManifest } from './lib/app/manifest.ts';
import { teamAddress } from './lib/team/wire/address.ts';

/** Server that a managed build allows, and no other: `CLAIMLENS_TEAM_HOST=wss://team.shop.example`. */
const { CLAIMLENS_TEAM_HOST } = process.env;
const teamHost = CLAIMLENS_TEAM_HOST ? teamAddress(CLAIMLENS_TEAM_HOST) : undefined;

export default defineConfig({
  modules: ['@wxt-dev/module-react', '@wxt-dev/webextension-polyfill'],
  manifestVersion: 3,
  imports: false,
  // A build for one host is never taken for the one for everybody.
  outDir: teamHost ? '.output/one-host' : '.output',
  manifest: ({ browser }) => extensionManifest(browser === 'firefox' ? 'firefox' : 'chromium', teamHost),
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
      define: { __TEAM_HOST__: JSON.stringify(teamHost ?? '') },
      // Module workers share chunks and load the heavy parts (HEIC, C2PA, OCR) only when a photo needs them.
      worker: { format: 'es', plugins: () => models.plugins },
      build: { target: 'es2023', sourcemap: false },
    };
  },
});
