import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { ledgerLine } from '../../../../lib/app/claims/ledger/line.ts';
import { attachPhoto, checkLoosePhoto, repairEvidence } from '../../../../lib/app/claims/loose-photos.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import { verifyLedger } from '../../../../lib/store/ledger-chain.ts';
import { pngHeader } from '../../support/bytes.ts';
import { claim, photo } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';

vi.mock('../../../../lib/platform/background-port.ts', () => ({ sendToBackground: async () => true }));

const NOW = new Date('2026-10-02T03:00:00Z');
const picture = (name: string, width: number) =>
  new File([pngHeader(width, 8) as BlobPart], name, { type: 'image/png' });

describe('photos that the seller brings', () => {
  it('are one check each, called by their file name', async () => {
    const db = freshDb();
    await checkLoosePhoto(picture('cup.png', 8), db);
    await checkLoosePhoto(picture('image.png', 9), db);
    const rows = await db.claims.toArray();
    expect(rows.map(({ name }) => name).sort()).toEqual(['cup.png', 'image.png']);
    expect(rows.map((row) => ledgerLine(row, undefined, undefined).name).sort()).toEqual([
      'cup.png',
      'image.png',
    ]);
    expect((await db.jobs.toArray()).map(({ kind }) => kind)).toEqual(['check-photo', 'check-photo']);
  });

  it('become evidence of the claim they are attached to, and nothing of the loose check stays', async () => {
    const db = freshDb();
    const target = claim({ evidence: [photo('https://img.pddpic.com/1.jpg')] });
    await saveReadings(db, [target], NOW);
    const loose = await checkLoosePhoto(picture('cup.png', 8), db);
    await attachPhoto(loose, target.key, db);
    const rows = await db.evidence.toArray();
    expect(rows).toHaveLength(2);
    expect(rows.find(({ name }) => name === 'cup.png')).toMatchObject({
      claimKey: target.key,
      state: 'kept',
      round: 1,
    });
    expect(await db.claims.get(loose)).toBeUndefined();
    expect((await db.jobs.toArray()).every(({ claimKey }) => claimKey === target.key)).toBe(true);
    expect(verifyLedger(await db.ledger.toArray())).toEqual([]);
    // Twice attached is one piece of evidence.
    await attachPhoto(await checkLoosePhoto(picture('cup.png', 8), db), target.key, db);
    expect(await db.evidence.count()).toBe(2);
  });

  it('keep a loose check that the seller has flagged', async () => {
    const db = freshDb();
    const target = claim();
    await saveReadings(db, [target], NOW);
    const loose = await checkLoosePhoto(picture('cup.png', 8), db);
    await db.flags.put({ v: 1, claimKey: loose, on: true, note: '', at: NOW.toISOString() });
    await attachPhoto(loose, target.key, db);
    expect(await db.claims.get(loose)).toBeDefined();
  });

  it('take the place of a photo that could not be fetched, with the tries kept', async () => {
    const db = freshDb();
    const target = claim({ evidence: [photo('https://img.pddpic.com/gone.jpg')] });
    await saveReadings(db, [target], NOW);
    const [row] = await db.evidence.toArray();
    if (!row) throw new Error('no evidence');
    const tries = [{ url: row.url, outcome: '404' }];
    await db.evidence.put({
      ...row,
      state: 'unavailable',
      fetch: { usedUrl: row.url, at: '', status: 404, headers: {}, how: 'original', tries },
    });
    await db.findings.put({
      v: 1,
      id: 'f',
      claimKey: target.key,
      sha256: row.id,
      code: 'photo-unavailable',
      finding: {} as never,
      at: '',
    });
    await repairEvidence(row.id, picture('saved.png', 8), db);
    expect(await db.evidence.get(row.id)).toMatchObject({
      state: 'kept',
      name: 'saved.png',
      fetch: { how: 'file', tries },
    });
    expect(await db.findings.count()).toBe(0);
    expect((await db.jobs.where('claimKey').equals(target.key).toArray()).map(({ kind }) => kind)).toContain(
      'check-photo',
    );
    await expect(repairEvidence(row.id, new File(['text'], 'a.txt'), db)).rejects.toThrow();
  });
});
