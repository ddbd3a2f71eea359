/** A picture that a seat says is not the buyer's: nothing is found against it on any seat, until somebody puts it back. */
import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import { sha256Hex } from '../../../../lib/claims/canonical.ts';
import { evidenceId, saveReadings } from '../../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { jobKey, photoKey } from '../../../../lib/store/keys.ts';
import { appendLedger } from '../../../../lib/store/ledger.ts';
import { verifyLedger } from '../../../../lib/store/ledger-chain.ts';
import { restoreEvidence, withdrawEvidence } from '../../../../lib/store/withdrawn.ts';
import { claim, photo } from '../../support/claims.ts';
import { findingOf } from '../../support/findings.ts';
import { allOffline, allSent, goOnline, NOW, team } from '../seats.ts';

afterEach(allOffline);

const AT = NOW.toISOString();
const URL_A = 'https://img.pddpic.com/a.jpg';
const bytesOf = (seed: number): Uint8Array<ArrayBuffer> => new Uint8Array(1_000).fill(seed);
const SHA = sha256Hex(bytesOf(1));
const CLAIM = 'pinduoduo:1';
const ID = evidenceId(CLAIM, URL_A);

/** A claim with one checked photo, as the engine leaves it. */
async function checked(db: ClaimLensDb, claimId: string, url: string, seed: number): Promise<void> {
  const reading = claim({ key: `pinduoduo:${claimId}`, claimId, evidence: [photo(url)] });
  await saveReadings(db, [reading], NOW);
  const bytes = bytesOf(seed);
  const sha256 = sha256Hex(bytes);
  await db.blobs.put({ v: 1, sha256, bytes, size: bytes.length, mime: 'image/jpeg', addedAt: AT });
  await db.evidence.update(evidenceId(reading.key, url), { state: 'kept', sha256 });
  await db.photos.put({
    v: 1,
    sha256,
    mime: 'image/jpeg',
    width: 8,
    height: 8,
    fingerprint: bytes.slice(0, 600),
    fingerprintVersion: 'x',
    preview: null,
    report: null,
  });
  await appendLedger(db, [{ what: 'photo-checked', subject: photoKey(reading.key, sha256) }], AT);
  await db.jobs.clear();
}

it('is taken out on the seats that know it only by its fingerprint, with what was found against it', async () => {
  const { lines, seats } = await team(3);
  const [a, b, c] = seats as [ClaimLensDb, ClaimLensDb, ClaimLensDb];
  await checked(a, '1', URL_A, 1);
  goOnline(a, lines);
  goOnline(b, lines);
  await expect.poll(() => b.teamPhotos.count()).toBe(1);
  await checked(b, '2', 'https://img.pddpic.com/b.jpg', 2);
  const own = sha256Hex(bytesOf(2));
  const against = { kind: 'claim' as const, sha256: SHA, claim: CLAIM };
  const finding = findingOf('reused-across-claims', { photo: own, against });
  await b.findings.put({
    v: 1,
    id: 'f',
    claimKey: 'pinduoduo:2',
    sha256: own,
    code: finding.code,
    finding,
    at: AT,
  });
  await withdrawEvidence(a, CLAIM, [ID], 'not-buyers', NOW);
  await expect.poll(() => b.evidence.get(ID)).toBeUndefined();
  expect(await b.findings.count()).toBe(0);
  expect(await b.jobs.get(jobKey('check-photo', photoKey('pinduoduo:2', own)))).toBeDefined();
  // A seat that comes later reads the photo first, and then that it is none.
  goOnline(c, lines);
  await expect.poll(async () => (await c.teamClaims.get(CLAIM))?.notBuyers).toEqual([ID]);
  expect(await c.evidence.get(ID)).toBeUndefined();
  expect(await c.readings.count()).toBe(0);
  expect(verifyLedger(await c.ledger.toArray())).toEqual([]);

  await restoreEvidence(a, CLAIM, ID, NOW);
  await expect.poll(() => b.evidence.get(ID)).toMatchObject({ state: 'waiting', sha256: SHA });
  expect(await b.jobs.get(jobKey('fetch-evidence', ID))).toBeUndefined();
});

it('is taken out on a seat that read the claim itself, by a person’s word alone, and comes back by a person’s', async () => {
  const { lines, seats } = await team(2);
  const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
  for (const db of [a, b]) await checked(db, '1', URL_A, 1);
  goOnline(a, lines);
  goOnline(b, lines);
  await withdrawEvidence(a, CLAIM, [ID], 'better-reading', NOW);
  await allSent(a);
  await appendLedger(a, [{ what: 'flagged', subject: CLAIM }], AT);
  await a.flags.put({ v: 1, claimKey: CLAIM, on: true, note: '', at: AT });
  await expect.poll(async () => (await b.flags.get(CLAIM))?.on).toBe(true);
  expect(await b.evidence.get(ID)).toMatchObject({ state: 'kept' });

  await restoreEvidence(a, CLAIM, ID, NOW);
  await allSent(a);
  await withdrawEvidence(a, CLAIM, [ID], 'not-buyers', NOW);
  await expect.poll(() => b.evidence.get(ID)).toBeUndefined();
  await restoreEvidence(b, CLAIM, ID, NOW);
  await expect.poll(() => a.evidence.get(ID)).toMatchObject({ state: 'kept', sha256: SHA });
  expect(await b.evidence.get(ID)).toMatchObject({ state: 'kept' });
});
