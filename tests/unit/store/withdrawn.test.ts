import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { addToClaim } from '../../../lib/app/claims/picture-owner.ts';
import { claimViews } from '../../../lib/app/claims/views.ts';
import { keepEvidence } from '../../../lib/engine/fetch/fetch-evidence.ts';
import { evidenceId, saveReadings, withdrawRefused } from '../../../lib/store/claims.ts';
import {
  restoreEvidence,
  settledAddresses,
  withdrawEvidence,
  withdrawnPictures,
} from '../../../lib/store/withdrawn.ts';
import { pngHeader } from '../support/bytes.ts';
import { claim, photo } from '../support/claims.ts';
import { freshDb } from '../support/db.ts';

const T1 = new Date('2026-10-02T03:00:00Z');
const T2 = new Date('2026-10-02T03:01:00Z');
const A = 'https://img.pddpic.com/a.jpg';
const B = 'https://img.pddpic.com/b.jpg';
const KEY = 'pinduoduo:1001';

/** Two claims with two pictures each, all kept and judged: A of the first was found again in the second. */
async function judged() {
  const db = freshDb();
  await saveReadings(db, [claim({ evidence: [photo(A), photo(B)] })], T1);
  await saveReadings(
    db,
    [claim({ key: 'pinduoduo:2002', claimId: '2002', evidence: [photo('https://img.pddpic.com/c.jpg')] })],
    T1,
  );
  const finding = (claimKey: string, sha256: string, against?: string) => ({
    v: 1 as const,
    id: `${claimKey} ${sha256} ${against ?? ''}`,
    claimKey,
    sha256,
    code: 'reused-across-claims' as const,
    finding: {
      code: 'reused-across-claims',
      strength: 'contradiction',
      photo: sha256,
      facts: {},
      check: { name: 'x', version: '1' },
      ...(against && { against: { kind: 'claim', sha256: against, claim: KEY } }),
    } as never,
    at: T1.toISOString(),
  });
  await db.evidence
    .where('claimKey')
    .equals(KEY)
    .modify((row) => {
      row.state = 'kept';
      row.sha256 = row.originalUrl === A ? 'aa' : 'bb';
    });
  await db.findings.bulkPut([finding(KEY, 'aa'), finding(KEY, 'bb'), finding('pinduoduo:2002', 'cc', 'aa')]);
  await db.checks.put({
    v: 1,
    id: `${KEY}#aa#x`,
    claimKey: KEY,
    sha256: 'aa',
    check: {} as never,
    ms: 1,
    at: T1.toISOString(),
  });
  await db.verdicts.put({
    v: 1,
    claimKey: KEY,
    verdict: 'several-signs',
    because: [],
    photos: { total: 2, checked: 2, notChecked: 0 },
    at: T1.toISOString(),
  });
  return db;
}

const addresses = async (db: Awaited<ReturnType<typeof judged>>) =>
  (await db.claims.get(KEY))?.claim.evidence.map((ref) => ref.originalUrl);

describe('a picture that is not the buyer’s', () => {
  it('leaves the evidence with its findings, also those of other claims, and has the rest judged again', async () => {
    const db = await judged();
    expect(await withdrawEvidence(db, KEY, [evidenceId(KEY, A)], 'not-buyers', T2)).toBe(1);
    expect(await addresses(db)).toEqual([B]);
    expect((await db.evidence.where('claimKey').equals(KEY).toArray()).map((row) => row.sha256)).toEqual([
      'bb',
    ]);
    expect((await db.findings.toArray()).map((row) => row.sha256)).toEqual(['bb']);
    expect(await db.checks.count()).toBe(0);
    expect(await db.verdicts.get(KEY)).toBeUndefined();
    const jobs = (await db.jobs.where('state').equals('queued').toArray()).map((job) => job.id);
    expect(jobs).toContain(`sum-up-claim:${KEY}`);
    expect(jobs).toContain(`check-photo:${KEY}#bb`);
    expect(jobs).toContain('check-photo:pinduoduo:2002#cc');
    expect(jobs).not.toContain(`fetch-evidence:${evidenceId(KEY, A)}`);
    const [view] = await claimViews(db, [(await db.claims.get(KEY))!]);
    expect(view?.photos).toHaveLength(1);
  });

  it('stays in the history and the ledger', async () => {
    const db = await judged();
    const before = await db.readings.where('claimKey').equals(KEY).count();
    await withdrawEvidence(db, KEY, [evidenceId(KEY, A)], 'not-buyers', T2);
    expect(await db.readings.where('claimKey').equals(KEY).count()).toBe(before + 1);
    expect((await withdrawnPictures(db, KEY)).map(({ row, why }) => [row.originalUrl, why])).toEqual([
      [A, 'not-buyers'],
    ]);
    expect((await db.ledger.toArray()).some((row) => row.what === 'evidence-withdrawn')).toBe(true);
  });

  it('does not come back with a later reading of the same page, whatever signs its address', async () => {
    const db = await judged();
    await withdrawEvidence(db, KEY, [evidenceId(KEY, A)], 'not-buyers', T2);
    await saveReadings(db, [claim({ evidence: [photo(`${A}?x-signature=2`), photo(B)] })], T2);
    expect(await addresses(db)).toEqual([B]);
  });

  it('comes back when the seller puts it back, and then no reading withdraws it', async () => {
    const db = await judged();
    await withdrawEvidence(db, KEY, [evidenceId(KEY, A)], 'other-owner', T2);
    expect(await addToClaim(db, KEY, photo(A), T2)).toBe(true);
    expect(await addresses(db)).toEqual([B, A]);
    expect(await withdrawnPictures(db, KEY)).toEqual([]);
    await withdrawRefused(db, { [KEY]: [A] }, T2);
    expect(await addresses(db)).toEqual([B, A]);
    expect(await settledAddresses(db, [KEY])).toEqual(new Set([A]));
  });

  it('is put back as it was, with its bytes', async () => {
    const db = await judged();
    await withdrawEvidence(db, KEY, [evidenceId(KEY, A)], 'not-buyers', T2);
    expect(await restoreEvidence(db, KEY, evidenceId(KEY, A), T2)).toBe(true);
    expect(await addresses(db)).toEqual([B, A]);
    expect((await db.evidence.get(evidenceId(KEY, A)))?.sha256).toBe('aa');
    expect((await db.jobs.get(`check-photo:${KEY}#aa`))?.state).toBe('queued');
    expect(await restoreEvidence(db, KEY, evidenceId(KEY, A), T2)).toBe(false);
  });

  it('is withdrawn when a page shows whose it is', async () => {
    const db = await judged();
    await withdrawRefused(db, { [KEY]: [A, 'https://img.pddpic.com/unknown.jpg'] }, T2);
    expect(await addresses(db)).toEqual([B]);
  });

  it('is withdrawn by a newer reader of the same page, and not by the same one', async () => {
    const db = await judged();
    const reader = (version: string) => ({ console: 'pinduoduo', version, how: 'dom' as const });
    await saveReadings(db, [claim({ evidence: [photo(B)] })], T2);
    expect(await addresses(db)).toEqual([A, B]);
    await saveReadings(db, [claim({ evidence: [photo(B)], reader: reader('99') })], T2);
    expect(await addresses(db)).toEqual([B]);
    // A newer one still may find that it was the buyer's after all.
    await saveReadings(db, [claim({ evidence: [photo(A), photo(B)], reader: reader('100') })], T2);
    expect((await addresses(db))?.sort()).toEqual([A, B]);
  });

  it('cannot be added to a claim that nobody knows', async () => {
    expect(await addToClaim(freshDb(), 'pinduoduo:9', photo(A), T1)).toBe(false);
  });
});

describe('the same bytes at a new address', () => {
  const NEW = 'https://img2.pddpic.com/other.jpg';
  const facts = {
    usedUrl: NEW,
    at: T2.toISOString(),
    status: 200,
    headers: {},
    how: 'original' as const,
    tries: [],
  };

  async function keptUnder(withdrawn: 'not-buyers' | 'other-owner', assign: boolean) {
    const db = freshDb();
    await saveReadings(db, [claim({ evidence: [photo(A)] })], T1);
    const bytes = pngHeader(8, 8, 1);
    await keepEvidence(db, evidenceId(KEY, A), bytes, 'image/png', { ...facts, usedUrl: A }, null, T1);
    await withdrawEvidence(db, KEY, [evidenceId(KEY, A)], withdrawn, T2);
    if (assign) await addToClaim(db, KEY, photo(NEW), T2);
    else await saveReadings(db, [claim({ evidence: [photo(NEW)] })], T2);
    await keepEvidence(db, evidenceId(KEY, NEW), bytes, 'image/png', facts, null, T2);
    return db;
  }

  it('stay withdrawn when the seller said that they are not the buyer’s', async () => {
    const db = await keptUnder('not-buyers', false);
    expect((await db.claims.get(KEY))?.claim.evidence).toEqual([]);
    expect(await db.jobs.filter(({ kind }) => kind === 'check-photo').toArray()).toEqual([]);
    expect((await withdrawnPictures(db, KEY)).map(({ row }) => row.originalUrl)).toEqual([A, NEW]);
  });

  it('are the buyer’s when the seller assigned that address', async () => {
    const db = await keptUnder('not-buyers', true);
    expect((await db.claims.get(KEY))?.claim.evidence.map((ref) => ref.originalUrl)).toEqual([NEW]);
  });

  it('are looked at where a page, and not the seller, told the owner of the first: a buyer may send the shop’s own picture', async () => {
    const db = await keptUnder('other-owner', false);
    expect((await db.claims.get(KEY))?.claim.evidence.map((ref) => ref.originalUrl)).toEqual([NEW]);
    expect(await db.jobs.filter(({ kind }) => kind === 'check-photo').count()).toBe(1);
  });
});
