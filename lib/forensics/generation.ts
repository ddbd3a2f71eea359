/** Decides whether single-picture checks may speak at all: only on a file as the camera wrote it, or once re-saved from it. */
import type { LumaCoefficients } from './jpeg-coefficients.ts';

export interface FileFacts {
  /** Camera make and model stand in the metadata. */
  camera: boolean;
  /** Pixel size that the metadata claims for the picture, where it claims one. */
  claimedWidth?: number;
  claimedHeight?: number;
  /** The file was fetched from a platform's image host, which re-encodes what it takes in. */
  fromPlatform: boolean;
}

/** Phones and cameras of the last fifteen years write at least this many pixels; platforms deliver fewer. */
const LEAST_PIXELS = 2_000_000;
/** The mean luma step of low frequencies that cameras stay under; platforms go over (IJG quality below about 80). */
const COARSEST = 12;

/** `null` when the gate is open; otherwise why the checks were not made. */
export function closedBecause(facts: FileFacts, jpeg: LumaCoefficients | null): string | null {
  if (!jpeg) return 'not-a-baseline-jpeg';
  if (facts.fromPlatform) return 're-encoded';
  if (!facts.camera) return 're-encoded';
  if (jpeg.width * jpeg.height < LEAST_PIXELS) return 're-encoded';
  const { claimedWidth: w, claimedHeight: h } = facts;
  if (w && h && Math.min(w, h) !== Math.min(jpeg.width, jpeg.height)) return 're-encoded';
  let sum = 0;
  for (let k = 1; k < 10; k++) sum += jpeg.steps[k]!;
  return sum / 9 > COARSEST ? 're-encoded' : null;
}
