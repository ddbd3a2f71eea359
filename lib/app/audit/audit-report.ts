/** The one report format for people, tests and benchmarks: `claimlens-report/1` (design.md). */
import {
  changedRegions,
  type Fact,
  type Finding,
  factOf,
  plainFacts,
  type Ref,
  type Region,
  type Verdict,
} from '../../claims/finding.ts';
import { byFit } from '../../match/index.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { jobKey, photoKey } from '../../store/keys.ts';
import type { EvidenceRow, FindingRow, LibraryImageRow } from '../../store/rows.ts';

export interface ReportMatch {
  kind: 'listing' | 'claim' | 'same-claim' | 'archive';
  file: string;
  product?: string;
  claim?: string;
  /** Code of the finding that states it: how far the match goes. */
  code: string;
  confidence: number;
  kept: number;
  transform: number[];
  mirrored: boolean;
  changed: Region[];
}

export interface ReportFinding {
  code: string;
  strength: string;
  facts: Record<string, Fact>;
  /** File name of the other picture of a comparison. */
  against?: string;
  region?: Region[];
}

export interface ReportPhoto {
  file: string;
  sha256: string;
  width: number;
  height: number;
  mime: string;
  match: ReportMatch | null;
  findings: ReportFinding[];
  ms: Record<string, number>;
}

export interface ReportClaim {
  claim: string;
  verdict: Verdict;
  findings: ReportFinding[];
  photos: ReportPhoto[];
}

export interface AuditReport {
  schema: 'claimlens-report/1';
  tool: { version: string; browser: string };
  library: { products: number; images: number; unreadable: { file: string; why: string }[] };
  claims: ReportClaim[];
  timing: { wall_ms: number; photos_per_second: number };
}

const MS_NAMES = ['decode', 'fingerprint', 'search', 'align', 'provenance', 'total'];

const reportFinding = (finding: Finding): ReportFinding => ({
  code: finding.code,
  strength: finding.strength,
  facts: plainFacts(finding),
  ...(finding.against?.file ? { against: finding.against.file } : {}),
  ...(finding.region ? { region: finding.region } : {}),
});

/** Which finding is the match of a photo: those that say where it comes from, the strongest and surest first. */
const ORIGIN: Record<string, number> = {
  'copy-of-listing-edited': 0,
  'copy-of-listing': 1,
  'reused-edited': 2,
  'reused-across-claims': 3,
  'before-after-in-claim': 4,
  'copy-of-other-product': 5,
  'copy-of-shipping-archive': 6,
  'follows-picture-rerendered': 7,
  'shares-part': 8,
  'same-flat-picture': 9,
};

const fitOf = ({ finding }: FindingRow): { confidence: number; colourApart: number } => ({
  confidence: factOf(finding, 'confidence') ?? 0,
  colourApart: factOf(finding, 'colourApart') ?? 0,
});

function matchOf(findings: FindingRow[], nameOf: (against: Ref) => string | undefined): ReportMatch | null {
  const origins = findings
    .filter((row) => row.code in ORIGIN && row.finding.against)
    .sort((a, b) => (ORIGIN[a.code] ?? 10) - (ORIGIN[b.code] ?? 10) || byFit(fitOf(a), fitOf(b)));
  const best = origins[0]?.finding;
  if (!best?.against) return null;
  const { against } = best;
  if (against.kind === 'thumbnail') return null;
  return {
    kind: against.kind as ReportMatch['kind'],
    file: against.file ?? nameOf(against) ?? against.sha256,
    product: against.product,
    claim: against.claim,
    code: best.code,
    confidence: factOf(best, 'confidence') ?? 1,
    kept: factOf(best, 'keptShare') ?? 1,
    transform: factOf(best, 'transform') ?? [1, 0, 0, 0, 1, 0, 0, 0, 1],
    mirrored: factOf(best, 'mirrored') === true,
    changed: changedRegions(best.region),
  };
}

/** Builds the report from a database in which an audit has run. */
export async function buildReport(
  db: ClaimLensDb,
  tool: AuditReport['tool'],
  importedUnusable: { file: string; why: string }[],
  wallMs: number,
): Promise<AuditReport> {
  const [products, images, claims, evidence, findings, verdicts, photos, jobs] = await Promise.all([
    db.products.count(),
    db.libraryImages.toArray(),
    db.claims.orderBy('key').toArray(),
    db.evidence.toArray(),
    db.findings.toArray(),
    db.verdicts.toArray(),
    db.photos.toArray(),
    db.jobs.where('state').equals('done').toArray(),
  ]);
  const imageBySha = new Map<string, LibraryImageRow>(images.map((row) => [row.sha256, row]));
  const nameOf = ({ kind, sha256, claim }: Ref): string | undefined => {
    if (kind === 'listing') return imageBySha.get(sha256)?.name;
    const same = evidence.filter((row) => row.sha256 === sha256);
    return (same.find((row) => row.claimKey === claim) ?? same[0])?.name ?? undefined;
  };
  const verdictOf = new Map(verdicts.map((row) => [row.claimKey, row.verdict]));
  const photoOf = new Map(photos.map((row) => [row.sha256, row]));
  const jobOf = new Map(jobs.map((row) => [row.id, row]));
  const findingsOf = new Map<string, FindingRow[]>();
  for (const row of findings) {
    const group = findingsOf.get(row.claimKey);
    if (group) group.push(row);
    else findingsOf.set(row.claimKey, [row]);
  }
  const evidenceOf = new Map<string, EvidenceRow[]>();
  for (const row of evidence) {
    const group = evidenceOf.get(row.claimKey);
    if (group) group.push(row);
    else evidenceOf.set(row.claimKey, [row]);
  }

  const reported = claims.map(({ key }): ReportClaim => {
    const own = findingsOf.get(key) ?? [];
    return {
      claim: key,
      verdict: verdictOf.get(key) ?? 'not-enough-information',
      findings: own.filter((row) => row.sha256 === null).map((row) => reportFinding(row.finding)),
      photos: (evidenceOf.get(key) ?? [])
        .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''))
        .map((row): ReportPhoto => {
          const photo = photoOf.get(row.sha256 ?? '');
          const ofPhoto = own.filter((finding) => finding.sha256 === (row.sha256 ?? row.id));
          const subject = photoKey(key, row.sha256 ?? '');
          const frames = jobOf.get(jobKey('check-video', subject))?.ms;
          const file = jobOf.get(jobKey('check-photo', subject))?.ms ?? {};
          const ms = frames ? { ...file, ...frames, total: (file.total ?? 0) + (frames.video ?? 0) } : file;
          return {
            file: row.name ?? row.url,
            sha256: row.sha256 ?? '',
            width: photo?.width ?? 0,
            height: photo?.height ?? 0,
            mime: photo?.mime ?? 'application/octet-stream',
            match: matchOf(ofPhoto, nameOf),
            findings: ofPhoto.map((finding) => reportFinding(finding.finding)),
            ms: Object.fromEntries(MS_NAMES.map((name) => [name, Math.round((ms[name] ?? 0) * 100) / 100])),
          };
        }),
    };
  });

  const photosChecked = reported.reduce((sum, claim) => sum + claim.photos.length, 0);
  return {
    schema: 'claimlens-report/1',
    tool,
    library: {
      products,
      images: images.length,
      unreadable: [
        ...importedUnusable,
        ...images
          .filter((row) => row.state === 'unusable')
          .map((row) => ({ file: row.name, why: row.why ?? 'cannot-decode' })),
      ],
    },
    claims: reported,
    timing: {
      wall_ms: Math.round(wallMs),
      photos_per_second: Math.round((photosChecked / wallMs) * 1e5) / 100,
    },
  };
}
