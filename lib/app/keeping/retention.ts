/** What is kept how long: what is due, what is listed to go, and letting it go. */
import {
  type DatedStep,
  isClean,
  type KeptClaim,
  listedSteps,
  type RetentionStep,
  retentionOf,
  retentionPlan,
} from '../../cases/retention.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';
import { readSettings } from '../../store/settings.ts';
import { lookAtClock } from './clock.ts';
import { eraseClaims } from './erase.ts';

async function keptClaims(db: ClaimLensDb): Promise<KeptClaim[]> {
  const [claims, verdicts, flags, cases, evidence, blobs, jobs] = await Promise.all([
    db.claims.toArray(),
    db.verdicts.toArray(),
    db.flags.toArray(),
    db.cases.toArray(),
    db.evidence.toArray(),
    db.blobs.toCollection().primaryKeys(),
    db.jobs.where('state').anyOf('queued', 'running').toArray(),
  ]);
  const verdictOf = new Map(verdicts.map((row) => [row.claimKey, row]));
  const flagged = new Set(flags.filter(({ on }) => on).map(({ claimKey }) => claimKey));
  const caseOf = new Map(cases.map((row) => [row.claimKey, row]));
  const kept = new Set<string>(blobs);
  const withPixels = new Set(
    evidence.flatMap((row) => (row.sha256 && kept.has(row.sha256) ? [row.claimKey] : [])),
  );
  const waiting = new Set([
    ...jobs.flatMap(({ claimKey }) => claimKey ?? []),
    ...evidence.flatMap(({ state, claimKey }) => (state === 'waiting' ? [claimKey] : [])),
  ]);
  const notHad = new Set(evidence.flatMap(({ state, claimKey }) => (state === 'kept' ? [] : [claimKey])));
  return claims.map((row) => {
    const verdict = verdictOf.get(row.key);
    return {
      claimKey: row.key,
      firstSeenAt: row.firstSeenAt,
      stage: row.claim.stage,
      verdict: verdict?.verdict ?? null,
      checkedWhole:
        verdict !== undefined && verdict.photos.checked >= verdict.photos.total && !notHad.has(row.key),
      waiting: waiting.has(row.key),
      flagged: flagged.has(row.key),
      hasCase: caseOf.has(row.key),
      caseClosedAt: caseOf.get(row.key)?.closedAt ?? null,
      changedAt: new Date(row.touchedAt).toISOString(),
      legalHold: caseOf.get(row.key)?.legalHold ?? false,
      pixelsKept: withPixels.has(row.key),
    };
  });
}

/** What is due and what comes next: the counter that the settings show. */
export async function retentionState(
  db: ClaimLensDb = shopDb(),
  now: number = Date.now(),
): Promise<{ due: DatedStep[]; next: DatedStep | null }> {
  const { retention } = await readSettings(db);
  return retentionPlan(await keptClaims(db), retention, now);
}

/** The next step of one claim; null when it is not known. */
export async function retentionOfClaim(claimKey: string): Promise<RetentionStep | null> {
  const db = shopDb();
  const { retention } = await readSettings(db);
  const claim = (await keptClaims(db)).find((one) => one.claimKey === claimKey);
  return claim ? retentionOf(claim, retention) : null;
}

/** What can go before its time when room gets short, as a list to be looked at first. */
export interface Freeable {
  /** Claims that are over, with nothing found and nothing left unchecked, whose photos are still kept. */
  claimKeys: string[];
  /** Bytes of photos that only these claims need. */
  bytes: number;
}

export async function freeable(db: ClaimLensDb = shopDb()): Promise<Freeable> {
  const clean = new Set(
    (await keptClaims(db))
      .filter((claim) => claim.pixelsKept && isClean(claim))
      .map(({ claimKey }) => claimKey),
  );
  const [evidence, library, archive] = await Promise.all([
    db.evidence.toArray(),
    db.libraryImages.toArray(),
    db.archiveFiles.toArray(),
  ]);
  const needed = new Set([...library, ...archive].map(({ sha256 }) => sha256));
  for (const row of evidence) if (row.sha256 && !clean.has(row.claimKey)) needed.add(row.sha256);
  const free = new Set(
    evidence.flatMap(({ claimKey, sha256 }) =>
      sha256 && clean.has(claimKey) && !needed.has(sha256) ? [sha256] : [],
    ),
  );
  const rows = await db.blobs.bulkGet([...free]);
  return { claimKeys: [...clean].sort(), bytes: rows.reduce((sum, row) => sum + (row?.size ?? 0), 0) };
}

/**
 * Lets the photos of claims go before their time; records, hashes and codes stay. Of the claims that the seller saw in the
 * list, those that have changed since (a photo came, a flag was set) are left alone. Returns how many claims.
 */
export async function freePictures(
  claimKeys: readonly string[],
  db: ClaimLensDb = shopDb(),
): Promise<number> {
  const still = new Set((await freeable(db)).claimKeys);
  const going = claimKeys.filter((key) => still.has(key));
  await eraseClaims(going, 'pixels', 'space', db);
  return going.length;
}

async function carryOut(db: ClaimLensDb, steps: readonly DatedStep[]): Promise<void> {
  for (const what of ['pixels', 'all'] as const)
    await eraseClaims(
      steps.filter((step) => step.what === what).map(({ claimKey }) => claimKey),
      what,
      'retention',
      db,
    );
}

/** Carries out those steps of a list that a person looked at which are still due. Returns how many claims were touched. */
export async function eraseDue(
  seen: readonly DatedStep[],
  db: ClaimLensDb = shopDb(),
  now: number = Date.now(),
): Promise<number> {
  if (await lookAtClock(db, now)) return 0;
  const { due } = await retentionState(db, now);
  const going = due.filter((step) =>
    seen.some(({ claimKey, what }) => claimKey === step.claimKey && what === step.what),
  );
  await carryOut(db, going);
  return going.length;
}

/**
 * Meant for a wake-up by the clock: what is due is put into the list that the workbench shows, and goes when it has stood
 * there for a day. Nothing goes, and nothing is counted, while the clock is in doubt. Returns how many claims were touched.
 */
export async function runRetention(db: ClaimLensDb = shopDb(), now: number = Date.now()): Promise<number> {
  if (await lookAtClock(db, now)) return 0;
  const { due } = await retentionState(db, now);
  const { ready, listed } = listedSteps(due, (await readMeta(db, 'retention-listed')) ?? {}, now);
  await carryOut(db, ready);
  await writeMeta(db, 'retention-listed', listed);
  return ready.length;
}
