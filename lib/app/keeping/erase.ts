/** Taking data away: by claim, by buyer, or by age; never a picture that something else still needs. */

import { ProductError } from '../../base/errors.ts';
import { emptiedEntries, erasePlan } from '../../cases/erase.ts';
import { type KeptClaim, type RetentionStep, retentionOf, retentionPlan } from '../../cases/retention.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';
import { deleteMeta, readMeta } from '../../store/meta.ts';
import { readSettings } from '../../store/settings.ts';

/**
 * Erases claims, or only their pictures. All of a claim's rows go, its log entries are emptied, and one entry says how many
 * claims were erased and why. One transaction: nothing is half erased. Throws HeldError while one of them is on hold.
 */
export async function eraseClaims(
  claimKeys: readonly string[],
  what: 'pixels' | 'all',
  why: string,
  db: ClaimLensDb = shopDb(),
): Promise<void> {
  if (claimKeys.length === 0) return;
  const keys = [...claimKeys];
  await db.transaction('rw', db.tables, async () => {
    const held = (await db.cases.bulkGet(keys)).filter((row) => row?.legalHold);
    if (held.length > 0) throw new HeldError(held.length);
    const [evidence, library, archive, ledger] = await Promise.all([
      db.evidence.toArray(),
      db.libraryImages.toArray(),
      db.archiveFiles.toArray(),
      what === 'all' ? db.ledger.toArray() : [],
    ]);
    const plan = erasePlan({
      claimKeys: keys,
      evidence,
      keptElsewhere: new Set([...library, ...archive].flatMap(({ sha256 }) => sha256 ?? [])),
      what,
    });
    await db.blobs.bulkDelete(plan.blobs);
    await db.masks.bulkDelete(plan.blobs);
    if (what === 'pixels') {
      for (const photo of await db.photos.bulkGet(plan.blobs))
        if (photo) await db.photos.put({ ...photo, preview: null });
    } else {
      await db.photos.bulkDelete(plan.blobs);
      const byClaim = [
        db.readings,
        db.evidence,
        db.findings,
        db.checks,
        db.notes,
        db.requests,
        db.decisions,
        db.payments,
        db.jobs,
      ];
      for (const table of byClaim) await table.where('claimKey').anyOf(keys).delete();
      for (const table of [db.claims, db.verdicts, db.flags, db.cases]) await table.bulkDelete(keys);
      // Packed pieces of the search index hold fingerprints of several photos; they are made again from those that stay.
      await db.indexShards.filter(({ key }) => key.includes('/evidence/')).delete();
      await forgetMentions(db, keys);
      await forgetPages(db, keys);
      await db.ledger.bulkPut(emptiedEntries(ledger, keys));
    }
    await appendLedger(
      db,
      [
        {
          what: what === 'all' ? 'claims-erased' : 'pictures-erased',
          subject: why,
          data: { claims: keys.length, pictures: plan.blobs.length },
        },
      ],
      new Date().toISOString(),
    );
  });
}

/** Findings of other claims that name an erased one stay true without its number. */
async function forgetMentions(db: ClaimLensDb, keys: readonly string[]): Promise<void> {
  const gone = new Set<unknown>(keys);
  const rows = await db.findings.filter(({ finding }) => gone.has(finding.against?.claim)).toArray();
  await db.findings.bulkPut(
    rows.map((row) => ({
      ...row,
      finding: {
        ...row.finding,
        against: row.finding.against && { ...row.finding.against, claim: undefined },
      },
    })),
  );
}

/** Page health and what the seller looked at last name claims, too. */
async function forgetPages(db: ClaimLensDb, keys: readonly string[]): Promise<void> {
  for (const row of await db.health.toArray())
    if (row.keys.some((key) => keys.includes(key)))
      await db.health.put({ ...row, keys: row.keys.filter((key) => !keys.includes(key)) });
  const looking = await readMeta(db, 'looking-at');
  if (looking !== null && keys.includes(looking)) await deleteMeta(db, 'looking-at');
}

/** Erases everything of the buyer of a claim. Returns how many claims went. Throws HeldError as `eraseClaims` does. */
export async function eraseBuyer(buyerKey: string): Promise<number> {
  const db = shopDb();
  const keys = (await db.claims.where('buyerKey').equals(buyerKey).primaryKeys()) as string[];
  await eraseClaims(keys, 'all', 'buyer');
  return keys.length;
}

/** A claim on legal hold stands in the way; the seller releases it first. */
export class HeldError extends ProductError {
  override readonly name = 'HeldError';
  static {
    ProductError.register('HeldError', HeldError);
  }
  readonly claims: number;
  constructor(claims: number) {
    super(`${claims} claims are on legal hold`);
    this.claims = claims;
  }
}

async function keptClaims(db: ClaimLensDb): Promise<KeptClaim[]> {
  const [claims, verdicts, flags, cases, evidence, blobs] = await Promise.all([
    db.claims.toArray(),
    db.verdicts.toArray(),
    db.flags.toArray(),
    db.cases.toArray(),
    db.evidence.toArray(),
    db.blobs.toCollection().primaryKeys(),
  ]);
  const verdictOf = new Map(verdicts.map((row) => [row.claimKey, row.verdict]));
  const flagged = new Set(flags.filter(({ on }) => on).map(({ claimKey }) => claimKey));
  const caseOf = new Map(cases.map((row) => [row.claimKey, row]));
  const kept = new Set<string>(blobs);
  const withPixels = new Set(
    evidence.flatMap((row) => (row.sha256 && kept.has(row.sha256) ? [row.claimKey] : [])),
  );
  return claims.map((row) => ({
    claimKey: row.key,
    firstSeenAt: row.firstSeenAt,
    stage: row.claim.stage,
    verdict: verdictOf.get(row.key) ?? null,
    flagged: flagged.has(row.key),
    hasCase: caseOf.has(row.key),
    caseClosedAt: caseOf.get(row.key)?.closedAt ?? null,
    changedAt: new Date(row.touchedAt).toISOString(),
    legalHold: caseOf.get(row.key)?.legalHold ?? false,
    pixelsKept: withPixels.has(row.key),
  }));
}

/** What is due and what comes next: the counter that the settings show. */
export async function retentionState(): Promise<{ due: RetentionStep[]; next: RetentionStep | null }> {
  const db = shopDb();
  const { retention } = await readSettings(db);
  return retentionPlan(await keptClaims(db), retention, Date.now());
}

/** The next step of one claim; null when it is not known. */
export async function retentionOfClaim(claimKey: string): Promise<RetentionStep | null> {
  const db = shopDb();
  const { retention } = await readSettings(db);
  const claim = (await keptClaims(db)).find((one) => one.claimKey === claimKey);
  return claim ? retentionOf(claim, retention) : null;
}

/** Claims of which only the pictures would go at first: nothing was found, and nobody works on them. */
async function cleanClaims(db: ClaimLensDb): Promise<Set<string>> {
  const { retention } = await readSettings(db);
  return new Set(
    (await keptClaims(db))
      .filter((claim) => retentionOf(claim, retention).what === 'pixels')
      .map(({ claimKey }) => claimKey),
  );
}

/** Bytes of kept pictures that belong to claims without findings only: what can go first when room gets short. */
export async function freeableBytes(db: ClaimLensDb = shopDb()): Promise<number> {
  const clean = await cleanClaims(db);
  const [evidence, library] = await Promise.all([db.evidence.toArray(), db.libraryImages.toArray()]);
  const needed = new Set(library.map(({ sha256 }) => sha256));
  for (const row of evidence) if (row.sha256 && !clean.has(row.claimKey)) needed.add(row.sha256);
  const free = new Set(
    evidence.flatMap(({ claimKey, sha256 }) =>
      sha256 && clean.has(claimKey) && !needed.has(sha256) ? [sha256] : [],
    ),
  );
  const rows = await db.blobs.bulkGet([...free]);
  return rows.reduce((sum, row) => sum + (row?.size ?? 0), 0);
}

/** Lets the pictures of claims without findings go before their time; records, hashes and codes stay. Returns how many claims. */
export async function freeCleanPictures(db: ClaimLensDb = shopDb()): Promise<number> {
  const clean = await cleanClaims(db);
  await eraseClaims([...clean], 'pixels', 'space', db);
  return clean.size;
}

/** Carries out what is due. Meant for a daily wake-up; returns how many claims were touched. */
export async function runRetention(): Promise<number> {
  const { due } = await retentionState();
  for (const what of ['pixels', 'all'] as const)
    await eraseClaims(
      due.filter((step) => step.what === what).map(({ claimKey }) => claimKey),
      what,
      'retention',
    );
  return due.length;
}
