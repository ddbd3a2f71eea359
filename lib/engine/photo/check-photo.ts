/** One photo of one claim, from stored bytes to findings: inspect, search, verify, relate, judge. */
import type { Check, Finding } from '../../claims/finding.ts';
import type { Claim } from '../../claims/model.ts';
import { unreadable } from '../../images/checks.ts';
import { UnreadablePhotoError } from '../../images/errors.ts';
import { FINGERPRINT_VERSION, MATCH_VERSION } from '../../match/index.ts';
import type { ProvenanceContext } from '../../provenance/types.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { askFor, endJob, PRIORITY } from '../../store/jobs.ts';
import { parsePhotoKey, photoKey } from '../../store/keys.ts';
import type { EvidenceRow, JobRow, PhotoRow } from '../../store/rows.ts';
import { wantFromTeam } from '../../team/sync/wants.ts';
import type { IndexKeeper, Query } from '../index-keeper.ts';
import { carriesCredential, withCredential } from '../pool/credential.ts';
import type { WorkerPool } from '../pool/pool.ts';
import type { Inspection, Verification } from '../pool/protocol.ts';
import { ownPictures } from './own-pictures.ts';
import { atColleagues, relatePhoto } from './relate-photo.ts';
import { ELSEWHERE } from './results.ts';
import { askSiblings, inFilms, inOtherClaims } from './siblings.ts';
import { endPhoto } from './sum-up.ts';

/** Candidates per collection that are verified by pixels: variants of one exposure crowd the top of the search (docs/benchmarks.md). */
const VERIFY_MAX = 10;

export interface CheckDeps {
  db: ClaimLensDb;
  dbName: string;
  pool: Pick<WorkerPool, 'call'>;
  index: IndexKeeper;
  /** The validator's own pool and the address of its wasm; null where it is not shipped. */
  credentials: { pool: WorkerPool; wasm: string } | null;
  now(): Date;
}

/** What is known of a picture's content, as a row. */
export function photoRow(inspection: Inspection): PhotoRow {
  return {
    v: 1,
    sha256: inspection.sha256,
    mime: inspection.mime,
    width: inspection.width,
    height: inspection.height,
    fingerprint: inspection.fingerprint,
    fingerprintVersion: FINGERPRINT_VERSION,
    ...(inspection.windows.length
      ? { windows: inspection.windows.map(({ fingerprint }) => fingerprint) }
      : {}),
    preview: inspection.preview,
    report: inspection.report,
  };
}

/** Stores what is known of a picture's content, once per content and algorithm version. */
export async function keepPhoto(db: ClaimLensDb, inspection: Inspection, seen = 0): Promise<PhotoRow> {
  // The frames of a video are a job of their own: reading the file again does not lose them.
  const known = inspection.fingerprint ? undefined : await db.photos.get(inspection.sha256);
  const fresh = { ...photoRow(inspection), ...(seen > 0 && { seen }) };
  const row = known?.frames ? { ...known, report: inspection.report } : fresh;
  await db.photos.put(row);
  return row;
}

/** The file's own name: as given, else the last part of its address; folders say nothing about the file. */
function fileNameOf(evidence: EvidenceRow): string | null {
  const path = evidence.name ?? evidence.originalUrl.replace(/[?#].*$/, '');
  return path.split('/').at(-1) || null;
}

function contextOf(claim: Claim, evidence: EvidenceRow, now: Date): ProvenanceContext {
  return {
    fileName: fileNameOf(evidence) ?? undefined,
    now: now.toISOString(),
    orderedAt: claim.orderedAt,
    shippedAt: claim.shippedAt,
    deliveredAt: claim.deliveredAt,
    appliedAt: claim.appliedAt,
    console: claim.console,
  };
}

/** Runs a `check-photo` job. Whatever cannot be checked becomes a finding or a not-checked entry, never an exception. */
export async function checkPhoto(deps: CheckDeps, job: JobRow): Promise<void> {
  const { db, dbName, pool, index } = deps;
  const { claimKey, sha256 } = parsePhotoKey(job.subject);
  const [row, places] = await db.transaction('r', [db.claims, db.evidence], () =>
    Promise.all([db.claims.get(claimKey), db.evidence.where('sha256').equals(sha256).toArray()]),
  );
  const claim = row?.claim;
  const evidence = places.find((place) => place.claimKey === claimKey);
  if (!claim || !evidence) {
    await endJob(db, job, { state: 'done' }, deps.now().getTime());
    return;
  }

  await index.load();
  const context = contextOf(claim, evidence, deps.now());
  const inspection = await pool.call(
    'inspect',
    {
      db: dbName,
      sha256,
      name: fileNameOf(evidence),
      context,
      pixels: evidence.kind === 'photo',
      search: true,
    },
    { about: sha256 },
  );
  // Once more alone: a decoder that finds no memory gives the same answer as one that finds a damaged file.
  if (inspection.unreadable?.problem === 'cannot-decode' && job.attempts < 2)
    throw new UnreadablePhotoError('cannot-decode', inspection.unreadable.detail);
  // The validator hashes the whole file.
  if (deps.credentials && carriesCredential(inspection) && !inspection.report.inPart) {
    const { pool: validators, wasm } = deps.credentials;
    const judged = await withCredential(db, dbName, validators, wasm, inspection, context);
    if (judged) {
      inspection.report = judged.report;
      inspection.findings = judged.findings;
      inspection.checks = judged.checks;
    }
  }
  const toldByTeam = await db.transaction('rw', [db.photos, db.teamImages, db.teamPhotos], async () => {
    // From here on other seats' photos are looked at up to this one.
    const seen = await index.catchUp();
    const known = await db.photos.get(sha256);
    await keepPhoto(db, inspection, seen);
    return known?.foreign === true;
  });
  const findings: Finding[] = [...inspection.findings];
  const checks: Check[] = [...inspection.checks];
  const ms = { ...inspection.ms };

  if (inspection.unreadable) {
    findings.push(unreadable(sha256, inspection.unreadable.problem, inspection.unreadable.detail));
    checks.push(notChecked('match', inspection.unreadable.problem));
  } else if (inspection.fingerprint && inspection.query) {
    const started = performance.now();
    const windows = inspection.windows.map(({ fingerprint }) => fingerprint);
    if (toldByTeam) index.renew(sha256, inspection.fingerprint, windows);
    index.put('evidence', sha256, inspection.fingerprint, windows);
    const own = await ownPictures(db, claim);
    const candidates = await index.search(queriesOf(inspection), sha256, VERIFY_MAX, own);
    ms.search = performance.now() - started;
    const verified =
      candidates.library.length || candidates.evidence.length
        ? await pool.call(
            'verify',
            { db: dbName, photo: sha256, place: null, ...candidates },
            { about: sha256 },
          )
        : { results: [], ms: 0 };
    ms.align = verified.ms;
    const related = await relatePhoto(db, claim, sha256, verified.results);
    findings.push(...related);
    await wantFromTeam(db, photoKey(claimKey, sha256), notHere(verified.results));
    for (const other of inspection.others) findings.push(...(await relateOther(deps, claim, sha256, other)));
    // With a product picture that lies at a colleague the comparison is not over.
    const waits = (await atColleagues(db, verified.results)).length > 0;
    checks.push(
      waits
        ? notChecked('match', ELSEWHERE)
        : {
            name: 'match',
            version: MATCH_VERSION,
            result: { state: related.length ? 'found' : 'nothing-found' },
          },
    );
    await askSiblings(deps, claimKey, sha256, [...inOtherClaims(related), ...inFilms(verified.results)]);
  } else {
    if (evidence.kind !== 'video') checks.push(notChecked('match', 'no-fingerprint'));
  }
  ms.total = (ms.total ?? 0) + (ms.search ?? 0) + (ms.align ?? 0);
  const stamped = findings.map((finding) => (finding.photo ? finding : { ...finding, photo: sha256 }));
  await endPhoto(db, { claimKey, sha256, findings: stamped, checks, ms, job, now: deps.now() });
  if (evidence.kind !== 'video') return;
  const { subject } = job;
  const ask = { kind: 'check-video' as const, subject, claimKey, priority: PRIORITY.video, again: true };
  await askFor(db, [ask], deps.now().getTime());
}

/** Pictures that follow the photo by what is stored of them, and whose bytes are not on this machine. */
const notHere = (results: readonly Verification[]): string[] =>
  results.flatMap(({ sha256, unreadable: why }) => (why?.problem === 'empty' ? [sha256] : []));

/** What a photo is searched with: as a whole, and each window where it is long. */
const queriesOf = ({ query, windows }: Inspection): Query[] => [
  ...(query ? [{ window: null, fingerprint: query }] : []),
  ...windows.flatMap((one, window) => (one.query ? [{ window, fingerprint: one.query }] : [])),
];

/** Where another picture of the same file comes from: the same findings, each saying which picture it is about. */
async function relateOther(
  { db, dbName, pool, index }: CheckDeps,
  claim: Claim,
  sha256: string,
  { place, query }: Inspection['others'][number],
): Promise<Finding[]> {
  const asked = [{ window: null, fingerprint: query }];
  const candidates = await index.search(asked, sha256, VERIFY_MAX, await ownPictures(db, claim));
  if (candidates.library.length + candidates.evidence.length === 0) return [];
  const { results } = await pool.call('verify', { db: dbName, photo: sha256, place, ...candidates });
  const related = await relatePhoto(db, claim, sha256, results);
  return (
    related
      .filter(({ against, strength }) => against?.sha256 !== sha256 && strength !== 'supports-claim')
      // All are findings of matching, whose facts have this name.
      .map((finding) => ({ ...finding, facts: { ...finding.facts, place } }) as Finding)
  );
}

const notChecked = (name: string, reason: string): Check => ({
  name,
  version: MATCH_VERSION,
  result: { state: 'not-checked', reason },
});
