/**
 * Pictures that turned out not to be the buyer's: taken out of the evidence with their findings, remembered so that no later reading
 * brings them back, and kept in the history (`readings`, ledger) and here, so that the seller can put one back.
 */
import { contentHash } from '../claims/canonical.ts';
import type { Claim, EvidenceRef } from '../claims/model.ts';
import { stableAddress } from '../claims/unite.ts';
import type { ClaimLensDb } from './db.ts';
import { askFor, type JobAsk, PRIORITY } from './jobs.ts';
import { photoKey } from './keys.ts';
import { appendLedger } from './ledger.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { EvidenceRow } from './rows.ts';

/** `not-buyers`: the seller said so. `other-owner`: a page or an answer shows whose it is. `better-reading`: a newer reader no longer takes it. */
export type WithdrawnWhy = 'not-buyers' | 'other-owner' | 'better-reading';

export interface WithdrawnPicture {
  row: EvidenceRow;
  why: WithdrawnWhy;
  at: string;
}

/** What is remembered of one claim's pictures. */
interface Memory {
  withdrawn: WithdrawnPicture[];
  /** Stable addresses that the seller assigned: no reading withdraws them. */
  assigned: string[];
}

const MAX_REMEMBERED = 500;
const nameOf = (claimKey: string) => `pictures-of:${claimKey}` as const;

async function memoryOf(db: ClaimLensDb, claimKey: string): Promise<Memory> {
  const stored = await readMeta(db, nameOf(claimKey));
  return (stored as Memory | null) ?? { withdrawn: [], assigned: [] };
}

const remember = (db: ClaimLensDb, claimKey: string, memory: Memory): Promise<void> =>
  writeMeta(db, nameOf(claimKey), {
    withdrawn: memory.withdrawn
      .slice(-MAX_REMEMBERED)
      .map(({ row, why, at }) => ({ row: { ...row }, why, at })),
    assigned: memory.assigned.slice(-MAX_REMEMBERED),
  });

/** The pictures of a claim that were withdrawn, the latest last. */
export const withdrawnPictures = async (db: ClaimLensDb, claimKey: string): Promise<WithdrawnPicture[]> =>
  (await memoryOf(db, claimKey)).withdrawn;

/** A reading without the pictures that were withdrawn from its claim. Call inside a transaction over `meta`. */
export async function withoutWithdrawn(db: ClaimLensDb, claim: Claim): Promise<Claim> {
  const { withdrawn } = await memoryOf(db, claim.key);
  if (!withdrawn.length) return claim;
  // What a newer reader left out may be found again by a newer one still; what somebody established stays so.
  const settled = withdrawn.filter(({ why }) => why !== 'better-reading');
  const gone = new Set(settled.map(({ row }) => stableAddress(row.originalUrl)));
  return { ...claim, evidence: claim.evidence.filter((ref) => !gone.has(stableAddress(ref.originalUrl))) };
}

/**
 * Whether the seller said of these bytes, at whatever address they were then, that they are not the buyer's. What the seller assigned
 * by its address is the buyer's all the same. Call inside a transaction over `meta`.
 */
export async function isNotBuyers(
  db: ClaimLensDb,
  row: Pick<EvidenceRow, 'claimKey' | 'originalUrl'>,
  sha256: string,
): Promise<boolean> {
  const { withdrawn, assigned } = await memoryOf(db, row.claimKey);
  return (
    !assigned.includes(stableAddress(row.originalUrl)) &&
    withdrawn.some((entry) => entry.why === 'not-buyers' && entry.row.sha256 === sha256)
  );
}

/** Stable addresses of the claims' pictures about which the seller or a page has decided. */
export async function settledAddresses(db: ClaimLensDb, claimKeys: readonly string[]): Promise<Set<string>> {
  const memories = await Promise.all(claimKeys.map((key) => memoryOf(db, key)));
  return new Set(
    memories.flatMap(({ withdrawn, assigned }) => [
      ...assigned,
      ...withdrawn.map(({ row }) => stableAddress(row.originalUrl)),
    ]),
  );
}

/** Tables that a withdrawal changes; give them to the transaction it runs in. */
const tables = (db: ClaimLensDb) => [
  db.claims,
  db.readings,
  db.evidence,
  db.findings,
  db.checks,
  db.verdicts,
  db.jobs,
  db.ledger,
  db.meta,
];

/**
 * Takes pictures out of a claim's evidence: their findings and checks go, findings of other claims against them too, and what is
 * left is summed up again. What the seller assigned is only withdrawn by the seller. Returns how many were withdrawn.
 */
export async function withdrawEvidence(
  db: ClaimLensDb,
  claimKey: string,
  ids: readonly string[],
  why: WithdrawnWhy,
  now: Date,
): Promise<number> {
  const at = now.toISOString();
  return db.transaction('rw', tables(db), async () => {
    const memory = await memoryOf(db, claimKey);
    const assigned = new Set(why === 'not-buyers' ? [] : memory.assigned);
    const rows = (await db.evidence.bulkGet([...ids])).filter(
      (row) => row?.claimKey === claimKey && !assigned.has(stableAddress(row.originalUrl)),
    ) as EvidenceRow[];
    if (!rows.length) return 0;
    await db.evidence.bulkDelete(rows.map((row) => row.id));
    const gone = new Set(rows.map((row) => stableAddress(row.originalUrl)));
    const kept = await db.evidence.where('claimKey').equals(claimKey).toArray();
    const stays = new Set(kept.flatMap((row) => row.sha256 ?? []));
    const hashes = new Set(rows.flatMap((row) => (row.sha256 && !stays.has(row.sha256) ? [row.sha256] : [])));
    await dropJudgements(db, claimKey, rows, hashes);
    await dropJobs(db, claimKey, rows, hashes);
    const asks = [...(await againElsewhere(db, claimKey, hashes)), ...(await againHere(db, claimKey, kept))];
    await remember(db, claimKey, {
      withdrawn: [...memory.withdrawn, ...rows.map((row) => ({ row, why, at }))],
      assigned: memory.assigned.filter((address) => !gone.has(address)),
    });
    await changeClaim(db, claimKey, at, now, (evidence) =>
      evidence.filter((ref) => !gone.has(stableAddress(ref.originalUrl))),
    );
    await askFor(db, asks, now.getTime());
    await appendLedger(
      db,
      rows.map((row) => ({ what: 'evidence-withdrawn', subject: row.id, data: { why, sha256: row.sha256 } })),
      at,
    );
    return rows.length;
  });
}

async function dropJudgements(
  db: ClaimLensDb,
  claimKey: string,
  rows: EvidenceRow[],
  hashes: ReadonlySet<string>,
): Promise<void> {
  const ids = new Set(rows.map((row) => row.id));
  const findings = await db.findings.where('claimKey').equals(claimKey).toArray();
  const ofPhoto = findings.filter(
    ({ sha256, finding }) =>
      (sha256 !== null && (hashes.has(sha256) || ids.has(sha256))) ||
      (finding.against && finding.against.kind === 'same-claim' && hashes.has(finding.against.sha256)),
  );
  await db.findings.bulkDelete(ofPhoto.map((row) => row.id));
  const checks = await db.checks.where('claimKey').equals(claimKey).toArray();
  await db.checks.bulkDelete(checks.filter((row) => hashes.has(row.sha256)).map((row) => row.id));
}

async function dropJobs(
  db: ClaimLensDb,
  claimKey: string,
  rows: EvidenceRow[],
  hashes: ReadonlySet<string>,
): Promise<void> {
  const subjects = new Set([
    ...rows.map((row) => row.id),
    ...[...hashes].map((sha256) => photoKey(claimKey, sha256)),
  ]);
  const jobs = await db.jobs.where('claimKey').equals(claimKey).toArray();
  await db.jobs.bulkDelete(
    jobs.filter((job) => subjects.has(job.subject) && job.state !== 'running').map((job) => job.id),
  );
}

/** Photos of other claims that were held against the withdrawn ones: their findings go, and they are compared again. */
async function againElsewhere(
  db: ClaimLensDb,
  claimKey: string,
  hashes: ReadonlySet<string>,
): Promise<JobAsk[]> {
  if (!hashes.size) return [];
  const against = await db.findings
    .filter(({ finding }) => finding.against?.claim === claimKey && hashes.has(finding.against.sha256))
    .toArray();
  await db.findings.bulkDelete(against.map((row) => row.id));
  return against.flatMap((row): JobAsk[] =>
    row.sha256
      ? [
          {
            kind: 'check-photo',
            subject: photoKey(row.claimKey, row.sha256),
            claimKey: row.claimKey,
            priority: PRIORITY.page,
            again: true,
          },
        ]
      : [],
  );
}

/** What is left of the claim is judged again: the verdict was carried by the withdrawn pictures as well. */
async function againHere(db: ClaimLensDb, claimKey: string, kept: EvidenceRow[]): Promise<JobAsk[]> {
  await db.verdicts.delete(claimKey);
  const photos = kept.flatMap((row): JobAsk[] =>
    // Another seat's photo has its hash, and its bytes elsewhere.
    row.sha256 && row.state === 'kept'
      ? [
          {
            kind: 'check-photo',
            subject: photoKey(claimKey, row.sha256),
            claimKey,
            priority: PRIORITY.looking,
            again: true,
          },
        ]
      : [],
  );
  return [
    ...photos,
    { kind: 'sum-up-claim', subject: claimKey, claimKey, priority: PRIORITY.looking, again: true },
  ];
}

async function changeClaim(
  db: ClaimLensDb,
  claimKey: string,
  at: string,
  now: Date,
  change: (evidence: EvidenceRef[]) => EvidenceRef[],
): Promise<void> {
  const row = await db.claims.get(claimKey);
  if (!row) return;
  const claim = { ...row.claim, evidence: change(row.claim.evidence) };
  await db.claims.put({ ...row, claim, touchedAt: now.getTime() });
  // Another seat's reading has its history there.
  if (!row.foreign)
    await db.readings.put({ v: 1, id: contentHash([claimKey, claim, at]), claimKey, claim, at });
}

/**
 * Makes a picture evidence of a claim because the seller says so, in whatever state it was before; later readings leave it there.
 * Returns false when the claim is not known. The caller stores the reading that carries the picture.
 */
export async function assignPicture(
  db: ClaimLensDb,
  claimKey: string,
  ref: EvidenceRef,
  now: Date,
): Promise<Claim | undefined> {
  return db.transaction('rw', [db.claims, db.ledger, db.meta], async () => {
    const row = await db.claims.get(claimKey);
    if (!row) return undefined;
    const address = stableAddress(ref.originalUrl);
    const memory = await memoryOf(db, claimKey);
    await remember(db, claimKey, {
      withdrawn: memory.withdrawn.filter((entry) => stableAddress(entry.row.originalUrl) !== address),
      assigned: [...memory.assigned.filter((known) => known !== address), address],
    });
    await appendLedger(
      db,
      [{ what: 'evidence-assigned', subject: claimKey, data: { url: address } }],
      now.toISOString(),
    );
    return { ...row.claim, evidence: [ref] };
  });
}

/** Puts a withdrawn picture back as it was, to be checked again; later readings leave it there. False when it is not among them. */
export async function restoreEvidence(
  db: ClaimLensDb,
  claimKey: string,
  id: string,
  now: Date,
): Promise<boolean> {
  return db.transaction('rw', tables(db), async () => {
    const memory = await memoryOf(db, claimKey);
    const entry = memory.withdrawn.find(({ row }) => row.id === id);
    if (!entry) return false;
    const { row } = entry;
    const at = now.toISOString();
    await db.evidence.put(row);
    await remember(db, claimKey, {
      withdrawn: memory.withdrawn.filter((other) => other !== entry),
      assigned: [...memory.assigned, stableAddress(row.originalUrl)],
    });
    const { url, originalUrl, kind } = row;
    if (originalUrl)
      await changeClaim(db, claimKey, at, now, (evidence) => [...evidence, { url, originalUrl, kind }]);
    const kept = await db.evidence.where('claimKey').equals(claimKey).toArray();
    const asks = await againHere(db, claimKey, kept);
    if (row.state !== 'kept' && row.sha256 === null)
      asks.push({
        kind: 'fetch-evidence',
        subject: row.id,
        claimKey,
        priority: PRIORITY.looking,
        again: true,
      });
    await askFor(db, asks, now.getTime());
    await appendLedger(
      db,
      [{ what: 'evidence-restored', subject: row.id, data: { sha256: row.sha256 } }],
      at,
    );
    return true;
  });
}

/**
 * Pictures of a claim that a newer reader, looking at the same page of the console, no longer takes for the buyer's. A reading by the
 * same reader proves nothing: pages show and hide pictures.
 */
export function supersededBy(known: Claim, fresh: Claim): EvidenceRef[] {
  const page = (claim: Claim): string => claim.pageUrl.replace(/[?#].*$/, '');
  if (known.reader.console !== fresh.reader.console || known.reader.version === fresh.reader.version)
    return [];
  if (page(known) !== page(fresh) || !fresh.evidence.length) return [];
  const told = new Set(fresh.evidence.map((ref) => stableAddress(ref.originalUrl)));
  return known.evidence.filter((ref) => !told.has(stableAddress(ref.originalUrl)));
}
