/** Photos of two seats: fingerprints come by themselves, bytes when they are wanted, and each is told what it may share with another. */
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../../lib/claims/canonical.ts';
import { evidenceId, saveReadings } from '../../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { jobKey, photoKey } from '../../../../lib/store/keys.ts';
import { appendLedger } from '../../../../lib/store/ledger.ts';
import { compareUnseen } from '../../../../lib/team/sync/receive-shared.ts';
import { wantFromTeam, wantToCheck } from '../../../../lib/team/sync/wants.ts';
import { claim, photo } from '../../support/claims.ts';
import { findingOf } from '../../support/findings.ts';
import { allOffline, goOnline, NOW, team } from '../seats.ts';

afterEach(allOffline);

const AT = NOW.toISOString();
const BYTES_A = new Uint8Array(900_000).map((_, i) => (i * 31) % 251);
const BYTES_B = new Uint8Array(1_000).fill(7);

/** A claim with one checked photo, as the engine leaves it. */
async function checked(db: ClaimLensDb, claimId: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const url = `https://img.pddpic.com/${claimId}.jpg`;
  const reading = claim({ claimId, evidence: [photo(url)] });
  await saveReadings(db, [reading], NOW);
  const sha256 = sha256Hex(bytes);
  await db.blobs.put({ v: 1, sha256, bytes, size: bytes.length, mime: 'image/jpeg', addedAt: AT });
  const row = (await db.evidence.get(evidenceId(reading.key, url)))!;
  await db.evidence.put({ ...row, state: 'kept', sha256 });
  await db.photos.put({
    v: 1,
    sha256,
    mime: 'image/jpeg',
    width: 8,
    height: 8,
    fingerprint: bytes.slice(0, 600),
    fingerprintVersion: 'x',
    preview: bytes.slice(0, 90),
    report: null,
  });
  await appendLedger(db, [{ what: 'photo-checked', subject: photoKey(reading.key, sha256) }], AT);
  await db.jobs.clear();
  return sha256;
}

describe('photos', () => {
  it('come as fingerprints, and whole when a check wants them', async () => {
    const { lines, seats, server } = await team(2);
    const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
    const sha = await checked(a, '1', BYTES_A);
    goOnline(a, lines);
    goOnline(b, lines);
    await expect.poll(() => b.teamPhotos.count()).toBe(1);
    const key = photoKey('pinduoduo:1', sha);
    expect(await b.photos.get(sha)).toMatchObject({ fingerprint: BYTES_A.slice(0, 600), report: null });
    expect((await b.evidence.toArray())[0]).toMatchObject({ state: 'waiting', sha256: sha });
    expect(await b.blobs.count()).toBe(0);
    expect(server.streams.bytes.length).toBe(0);
    await wantFromTeam(b, photoKey('pinduoduo:2', 'ff'), [sha, 'unknown']);
    await expect.poll(async () => (await b.blobs.get(sha))?.size).toBe(BYTES_A.length);
    expect(await b.jobs.get(jobKey('check-photo', photoKey('pinduoduo:2', 'ff')))).toBeDefined();
    expect(await b.teamWants.count()).toBe(0);
    // To check the claim itself, it is fetched as evidence of its own.
    expect(await wantToCheck(b, key)).toBe(true);
    await expect
      .poll(async () => (await b.jobs.toArray()).some(({ kind }) => kind === 'fetch-evidence'))
      .toBe(true);
  });

  it('that belong together are named to the other seat, which compares for itself', async () => {
    const { lines, seats } = await team(2);
    const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
    const shaA = await checked(a, '1', BYTES_A);
    goOnline(a, lines);
    goOnline(b, lines);
    await expect.poll(() => b.teamPhotos.count()).toBe(1);
    const shaB = await checked(b, '2', BYTES_B);
    const finding = findingOf('reused-across-claims', {
      photo: shaB,
      against: { kind: 'claim', sha256: shaA, claim: 'pinduoduo:1' },
    });
    await b.findings.put({
      v: 1,
      id: 'f',
      claimKey: 'pinduoduo:2',
      sha256: shaB,
      code: finding.code,
      finding,
      at: AT,
    });
    await appendLedger(b, [{ what: 'photo-checked', subject: photoKey('pinduoduo:2', shaB) }], AT);
    await expect.poll(async () => (await a.blobs.get(shaB))?.size).toBe(BYTES_B.length);
    expect(await a.jobs.get(jobKey('check-photo', photoKey('pinduoduo:1', shaA)))).toBeDefined();
    // The finding itself does not travel.
    expect(await a.findings.count()).toBe(0);
  });

  it('that neither seat knew of when it compared are compared again', async () => {
    const { lines, seats } = await team(2);
    const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
    const shaA = await checked(a, '1', BYTES_A);
    await checked(b, '2', BYTES_B);
    goOnline(a, lines);
    goOnline(b, lines);
    await expect.poll(() => a.teamPhotos.count()).toBe(2);
    await expect.poll(() => b.teamPhotos.count()).toBe(2);
    const asked = async (db: ClaimLensDb) => (await db.jobs.where('state').equals('queued').count()) > 0;
    await expect.poll(async () => (await asked(a)) || (await asked(b))).toBe(true);
    // One that was compared with all of them since is left.
    await a.jobs.clear();
    await a.photos.update(shaA, { seen: 1_000 });
    expect(await compareUnseen(a, Date.now())).toBe(0);
  });
});
