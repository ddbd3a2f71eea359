/** Single-picture forensics behind their gate: only for a file as a camera wrote it, silent and saying so on all others. */
import type { Check, Finding } from '../claims/finding.ts';
import { examine, FORENSICS_VERSION } from '../forensics/index.ts';
import type { Decoded } from '../images/decode.ts';
import { sniff } from '../images/sniff.ts';
import type { FileReport } from '../provenance/types.ts';
import { regionToOwn } from './rescale.ts';

const CHECKS = ['compression-history', 'clone-regions'] as const;

const shut = (reason: string): { findings: Finding[]; checks: Check[] } => ({
  findings: [],
  checks: CHECKS.map((name) => ({
    name,
    version: FORENSICS_VERSION,
    result: { state: 'not-checked', reason },
  })),
});

/** Consoles whose delivery certainly re-encodes what the buyer sent (docs/consoles.md). */
const RE_ENCODE = new Set(['douyin']);

/**
 * Runs the checks when the gate is open. Both stay shut together: a repeated patch on a re-saved picture was a false alarm
 * in 2 of 50 honest photos, and compression history is gone there.
 */
export function singlePicture(
  sha256: string,
  bytes: Uint8Array,
  decoded: Decoded,
  report: FileReport,
  console: string | undefined,
): { findings: Finding[]; checks: Check[] } {
  const camera = report.traces.some((trace) => trace.id === 'device');
  if (!camera || RE_ENCODE.has(console ?? '')) return shut('re-encoded');
  const stored = sniff(bytes);
  // Regions are found in the stored raster; a turned picture would have them in the wrong place.
  if (stored.width !== decoded.width || stored.height !== decoded.height) return shut('turned');
  const { checks, findings } = examine(sha256, bytes, decoded.picture, { camera, fromPlatform: false });
  const closed = checks.find((check) => check.name === 'compression-history')?.result;
  if (closed?.state === 'not-checked') return shut(closed.reason);
  return {
    checks,
    findings: findings.map((finding) =>
      finding.code === 'clone-region'
        ? { ...finding, region: finding.region?.map((region) => regionToOwn(region, decoded.scale)) }
        : finding,
    ),
  };
}
