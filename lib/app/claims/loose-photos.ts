/** Photos that the seller brings: checked on their own, attached to a claim, or put in place of one that could not be fetched. */
import { contentHash, sha256HexAsync } from '../../claims/canonical.ts';
import { type Claim, claimKey } from '../../claims/model.ts';
import { guard } from '../../images/decode.ts';
import { sendToBackground } from '../../platform/background-port.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { askFor, PRIORITY } from '../../store/jobs.ts';
import { evidenceKey, photoKey } from '../../store/keys.ts';
import { appendLedger } from '../../store/ledger.ts';
import { loggedClaim } from '../../store/logged/claim.ts';
import { shopSalt } from '../../store/logged/salt.ts';
import type { EvidenceRow, FetchFacts } from '../../store/rows.ts';

/** Console id of claims that are one photo of the seller's own choice. */
export const LOOSE = 'photo';

/** Longest file name kept. */
const LONGEST_NAME = 200;

interface Kept {
  sha256: string;
  at: string;
  name: string;
}

const fromFile = (at: string, tries: FetchFacts['tries'] = []): FetchFacts => ({
  usedUrl: '',
  at,
  status: 0,
  headers: {},
  how: 'file',
  tries,
});

/** Stores a file's bytes. Throws UnreadablePhotoError when it is no picture. */
async function keepFile(db: ClaimLensDb, file: File, at: string): Promise<Kept> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { mime } = guard(bytes);
  const sha256 = await sha256HexAsync(bytes);
  // Apart from the claim's rows: megabytes on their way must not keep the engine from its jobs.
  await db.transaction('rw', db.blobs, async () => {
    if ((await db.blobs.where('sha256').equals(sha256).count()) === 0)
      await db.blobs.put({ v: 1, sha256, bytes, size: bytes.length, mime, addedAt: at });
  });
  return { sha256, at, name: file.name.slice(0, LONGEST_NAME) };
}

async function askCheck(db: ClaimLensDb, key: string, sha256: string): Promise<void> {
  const subject = photoKey(key, sha256);
  await askFor(
    db,
    [{ kind: 'check-photo', subject, claimKey: key, priority: PRIORITY.looking, again: true }],
    Date.now(),
  );
}

const wake = (): Promise<unknown> => sendToBackground({ type: 'wake-engine' });

/**
 * Checks one loose photo (dropped, pasted, picked) against everything. It becomes a claim of its own under the console
 * `photo`, keyed by its content, so that dropping the same file again shows the same answer.
 * Returns its key. Throws UnreadablePhotoError when it is no picture.
 */
export async function checkLoosePhoto(file: File, db: ClaimLensDb = shopDb()): Promise<string> {
  const key = await keepLoosePhoto(file, db);
  await wake();
  return key;
}

/** `checkLoosePhoto` for the background itself, which wakes the engine on its own. */
export async function keepLoosePhoto(file: File, db: ClaimLensDb = shopDb()): Promise<string> {
  const at = new Date().toISOString();
  const { sha256, name } = await keepFile(db, file, at);
  const claimId = sha256.slice(0, 16);
  const key = claimKey(LOOSE, claimId);
  const claim: Claim = {
    key,
    console: LOOSE,
    claimId,
    kind: 'other',
    items: [],
    evidence: [],
    pageUrl: '',
    readAt: at,
    reader: { console: LOOSE, version: '1', how: 'file' },
  };
  await db.transaction('rw', [db.claims, db.readings, db.evidence, db.jobs, db.ledger, db.meta], async () => {
    const known = await db.claims.get(key);
    if (!known) {
      await db.claims.put({
        v: 1,
        key,
        claim,
        name,
        console: LOOSE,
        shopId: '',
        buyerKey: null,
        firstSeenAt: at,
        lastReadAt: at,
        appliedAt: at,
        deadlineAt: null,
        touchedAt: Date.now(),
      });
      await db.readings.put({ v: 1, id: contentHash([key, at]), claimKey: key, claim, at });
    }
    await db.evidence.put({
      v: 1,
      id: evidenceKey(key, 'file'),
      claimKey: key,
      url: '',
      originalUrl: '',
      kind: 'photo',
      round: 1,
      seenAt: at,
      state: 'kept',
      sha256,
      fetch: fromFile(at),
      name,
    });
    await askCheck(db, key, sha256);
    const salt = await shopSalt(db);
    const id = evidenceKey(key, 'file');
    await appendLedger(
      db,
      [
        ...(known ? [] : [{ what: 'claim-seen', subject: key, data: loggedClaim(claim, salt) }]),
        { what: 'evidence-seen', subject: id, data: { round: 1 } },
        { what: 'evidence-attached', subject: id, data: { claimKey: key, sha256 } },
      ],
      at,
    );
  });
  return key;
}

/** Tables that hold what was made of a loose photo alone. */
const OWN_TABLES = ['readings', 'evidence', 'findings', 'checks', 'jobs'] as const;

/**
 * Makes a loose photo evidence of a claim and checks it there. The loose check goes, unless the seller works on it: a flag, a
 * case or notes of its own stay.
 */
export async function attachPhoto(loose: string, claim: string, db: ClaimLensDb = shopDb()): Promise<void> {
  const at = new Date().toISOString();
  await db.transaction('rw', db.tables, async () => {
    const [photo] = await db.evidence.where('claimKey').equals(loose).toArray();
    const target = await db.claims.get(claim);
    if (!photo?.sha256 || !target) throw new Error('nothing to attach');
    const rows = await db.evidence.where('claimKey').equals(claim).toArray();
    const known = rows.find((row) => row.sha256 === photo.sha256);
    const row: EvidenceRow = known ?? {
      ...photo,
      id: evidenceKey(claim, photo.sha256.slice(0, 24)),
      claimKey: claim,
      round: Math.max(1, ...rows.map(({ round }) => round)),
      seenAt: at,
    };
    await db.evidence.put(row);
    await db.claims.put({ ...target, touchedAt: Date.now() });
    await askCheck(db, claim, photo.sha256);
    await appendLedger(
      db,
      [
        ...(known ? [] : [{ what: 'evidence-seen', subject: row.id, data: { round: row.round } }]),
        { what: 'evidence-attached', subject: row.id, data: { claimKey: claim, sha256: photo.sha256 } },
      ],
      at,
    );
    const [flag, work, note] = await Promise.all([
      db.flags.get(loose),
      db.cases.get(loose),
      db.notes.where('claimKey').equals(loose).first(),
    ]);
    if (flag?.on || work || note) return;
    for (const table of OWN_TABLES) await db.table(table).where('claimKey').equals(loose).delete();
    for (const table of [db.claims, db.verdicts, db.flags]) await table.delete(loose);
  });
  await wake();
}

/** Puts a file in the place of a photo that could not be fetched, and checks it. Throws UnreadablePhotoError for no picture. */
export async function repairEvidence(id: string, file: File, db: ClaimLensDb = shopDb()): Promise<void> {
  const at = new Date().toISOString();
  const { sha256, name } = await keepFile(db, file, at);
  await db.transaction('rw', [db.evidence, db.blobs, db.findings, db.jobs, db.ledger, db.meta], async () => {
    const row = await db.evidence.get(id);
    if (!row || row.state === 'kept') return;
    const { begun, ...rest } = row;
    await db.evidence.put({ ...rest, state: 'kept', sha256, name, fetch: fromFile(at, row.fetch?.tries) });
    if (begun && (await db.evidence.where('sha256').equals(begun.sha256).count()) === 0)
      await db.blobs.delete(begun.sha256);
    // What was said of the missing photo stands under the evidence's own id.
    await db.findings.where('[claimKey+sha256]').equals([row.claimKey, id]).delete();
    await askCheck(db, row.claimKey, sha256);
    await appendLedger(
      db,
      [{ what: 'evidence-repaired', subject: id, data: { claimKey: row.claimKey, sha256 } }],
      at,
    );
  });
  await wake();
}
