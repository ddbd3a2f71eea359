/** Whether two reports over the same photos say the same: sources, what they are called, and where changes lie. */
import type { AuditReport, ReportMatch, ReportPhoto } from '../../lib/app/audit/audit-report.ts';

/** Decoders differ by a grey step or two, so outlines may differ by a few pixels. */
const LEAST_IOU = 0.7;
/** Regions under this share of the photo come and go with the decoder's rounding. */
const SMALL = 0.002;

export interface Disagreement {
  file: string;
  what: string;
}

const photosOf = (report: AuditReport): Map<string, ReportPhoto> =>
  new Map(report.claims.flatMap((claim) => claim.photos).map((photo) => [photo.file, photo]));

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

function overlap(a: Box, b: Box): number {
  const w = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const both = Math.max(0, w) * Math.max(0, h);
  return both / (a.width * a.height + b.width * b.height - both);
}

function regionsApart(photo: ReportPhoto, a: ReportMatch, b: ReportMatch): string | null {
  const least = SMALL * photo.width * photo.height;
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    for (const region of one.changed) {
      if (region.area < least) continue;
      const best = Math.max(0, ...other.changed.map((r) => overlap(region, r)));
      if (best < LEAST_IOU)
        return `region at ${Math.round(region.x)}, ${Math.round(region.y)} has no counterpart (${best.toFixed(2)})`;
    }
  }
  return null;
}

/** All photos that the two reports judge differently. Both must be of the same photos and library. */
export function disagreements(a: AuditReport, b: AuditReport): Disagreement[] {
  const others = photosOf(b);
  const out: Disagreement[] = [];
  for (const [file, photo] of photosOf(a)) {
    const other = others.get(file);
    if (!other) {
      out.push({ file, what: 'only in the first report' });
      continue;
    }
    const [m, n] = [photo.match, other.match];
    if (!m && !n) continue;
    if (!m || !n || m.file !== n.file || m.code !== n.code || m.mirrored !== n.mirrored) {
      const name = (x: ReportMatch | null): string => (x ? `${x.code} ${x.file}` : 'no match');
      out.push({ file, what: `${name(m)} | ${name(n)}` });
      continue;
    }
    const apart = regionsApart(photo, m, n);
    if (apart) out.push({ file, what: apart });
  }
  return out;
}
