/** `node tests/clips/warm.ts`: films the clips of the browser tests before both browsers ask for them at the same time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasSamples } from '../samples.ts';
import { filmClaims, filmLent } from './claims.ts';
import { findFfmpeg } from './ffmpeg.ts';

if (hasSamples && findFfmpeg()) {
  const folder = mkdtempSync(join(tmpdir(), 'claimlens-clips-'));
  await filmClaims(folder);
  filmLent(folder);
  rmSync(folder, { recursive: true, force: true });
}
