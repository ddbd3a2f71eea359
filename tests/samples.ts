/** Where the shared sample files are, and the plain word when they are not. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** `../shared/samples` beside the project root. */
export const SAMPLES = resolve(import.meta.dirname, '../../shared/samples');
export const hasSamples = existsSync(resolve(SAMPLES, 'photos/manifest.json'));

if (!hasSamples) console.log('samples: ../shared/samples is absent, so the tests that read it are skipped');
