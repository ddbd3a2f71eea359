/** The full check of a photo, in the built extension, against the browser's own decode of the same file. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { audit } from '../audit/audit.ts';
import type { BrowserName } from '../browsers/types.ts';
import { type Figure, median, quantile } from './figures.ts';

const STAGES = ['decode', 'fingerprint', 'search', 'align', 'provenance'] as const;

function folderOf(base: string, name: string, files: string[]): string {
  const folder = join(base, name);
  mkdirSync(folder, { recursive: true });
  for (const [i, file] of files.entries()) copyFileSync(file, join(folder, `${i}-${basename(file)}`));
  return folder;
}

/** Audits `photos` against `library` and sets every stage in relation to the decode inside the same worker. */
export async function wholeCheck(
  library: string[],
  photos: string[],
  browser: BrowserName,
): Promise<Figure[]> {
  const base = mkdtempSync(join(tmpdir(), 'claimlens-bench-'));
  try {
    const report = await audit({
      library: folderOf(base, 'library', library),
      photos: folderOf(base, 'photos', photos),
      browser,
    });
    const all = report.claims.flatMap((claim) => claim.photos).filter((photo) => (photo.ms.decode ?? 0) > 0);
    const totals = all.map((photo) => photo.ms.total ?? 0);
    const ratios = all.map((photo) => (photo.ms.total ?? 0) / (photo.ms.decode ?? 1));
    const sum = (stage: string) => all.reduce((total, photo) => total + (photo.ms[stage] ?? 0), 0);
    const whole = totals.reduce((a, b) => a + b, 0);
    const files = library.length + photos.length;
    return [
      {
        what: `full check of a photo, ${browser}, library of ${library.length}`,
        value: median(totals),
        unit: 'ms',
        against: `${median(ratios).toFixed(1)} × decode (median), 95 % below ${quantile(totals, 0.95).toFixed(0)} ms`,
        target: '≤ 4 × decode',
        met: median(ratios) <= 4,
      },
      ...STAGES.map((stage) => ({
        what: `share of ${stage}, ${browser}`,
        value: (100 * sum(stage)) / Math.max(1, whole),
        unit: '%',
      })),
      {
        what: `whole audit, ${browser}: import, fingerprints, checks, labels`,
        value: files / (report.timing.wall_ms / 1_000),
        unit: 'files/s',
        against: `${files} files in ${(report.timing.wall_ms / 1_000).toFixed(1)} s`,
      },
    ];
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
