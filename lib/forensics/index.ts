/** Single-picture signals: supporting at most, never added to a score, and silent on re-encoded files. */
import type { Check, Finding } from '../claims/finding.ts';
import type { Picture } from '../images/picture.ts';
import { findClones } from './clone-regions.ts';
import { doubleQuantisation } from './double-quantisation.ts';
import { closedBecause, type FileFacts } from './generation.ts';
import { lumaCoefficients } from './jpeg-coefficients.ts';

export { type Clone, findClones } from './clone-regions.ts';
export { doubleQuantisation, type QuantisationTrace } from './double-quantisation.ts';
export type { FileFacts } from './generation.ts';
export { type LumaCoefficients, lumaCoefficients } from './jpeg-coefficients.ts';

export const FORENSICS_VERSION = 'forensics/1.0';

/**
 * Both checks on one photo. `bytes` is the file as fetched, `picture` its decoded pixels, `photo` its SHA-256.
 * Compression history is 'not checked' with the reason when the gate is shut; clone regions outlive a re-save partly and are
 * always looked for, at weak strength. Never throws on bad bytes.
 */
export function examine(
  photo: string,
  bytes: Uint8Array,
  picture: Picture,
  facts: FileFacts,
): { checks: Check[]; findings: Finding[] } {
  const check = (name: string): { name: string; version: string } => ({ name, version: FORENSICS_VERSION });
  const findings: Finding[] = [];
  const jpeg = lumaCoefficients(bytes);
  const closed = closedBecause(facts, jpeg);
  const trace = closed === null && jpeg ? doubleQuantisation(jpeg) : null;
  if (trace && trace.regions.length > 0) {
    findings.push({
      code: 'compression-mismatch',
      strength: 'weak',
      photo,
      region: trace.regions,
      facts: {
        frequencies: trace.steps.length,
        firstSteps: trace.steps.map((s) => s.first),
        regions: trace.regions.length,
      },
      check: check('compression-history'),
    });
  }
  const clones = findClones(picture);
  if (clones.length > 0) {
    findings.push({
      code: 'clone-region',
      strength: 'weak',
      photo,
      region: clones.flatMap((c) => [c.region, c.double]),
      facts: { pairs: clones.length, firstGeneration: closed === null },
      check: check('clone-regions'),
    });
  }
  return {
    findings,
    checks: [
      {
        ...check('compression-history'),
        result:
          closed !== null
            ? { state: 'not-checked', reason: closed }
            : { state: trace && trace.regions.length > 0 ? 'found' : 'nothing-found' },
      },
      { ...check('clone-regions'), result: { state: clones.length > 0 ? 'found' : 'nothing-found' } },
    ],
  };
}
