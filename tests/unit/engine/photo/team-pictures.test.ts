/** Product pictures of colleagues: nothing is said without their bytes, and with them no more than of own ones. */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { IndexKeeper } from '../../../../lib/engine/index-keeper.ts';
import { placesOf } from '../../../../lib/engine/photo/claim-relation.ts';
import { atColleagues, relatePhoto } from '../../../../lib/engine/photo/relate-photo.ts';
import { ELSEWHERE, sumUp } from '../../../../lib/engine/photo/results.ts';
import type { Verification } from '../../../../lib/engine/pool/protocol.ts';
import {
  encodeFingerprint,
  FINGERPRINT_VERSION,
  fingerprint,
  type Match,
} from '../../../../lib/match/index.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { teamProductKey } from '../../../../lib/store/team/images.ts';
import type { TeamImageRow } from '../../../../lib/store/team/rows.ts';
import { drawn } from '../../match/pictures.ts';
import { claim, photo } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';

const AT = '2026-11-30T08:00:00.000Z';
const PHOTO = 'f'.repeat(64);
const [ONE = '', TWO = '', THEIRS = ''] = ['1', '2', '3'].map((n) => n.repeat(64));

const told = (sha256: string, over: Partial<TeamImageRow> = {}): TeamImageRow => ({
  v: 1,
  id: `a.${sha256.slice(0, 8)}${over.seat ?? ''}`,
  seat: 'aaaaaaaa',
  sha256,
  productKey: teamProductKey('aaaaaaaa', 'file:Mug'),
  title: 'Mug',
  itemIds: [],
  name: 'Mug/front.jpg',
  addedAt: AT,
  seq: 1,
  ...over,
});

const copy = (over: Partial<Match> = {}): Match => ({
  level: 'copy',
  confidence: 0.95,
  kept: 1,
  overlap: 1,
  transform: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  mirrored: false,
  changed: [],
  scores: { inliers: 90, f90: 1, f75: 1, driftPx: 0, colourApart: 0 },
  ...over,
});
const edited = copy({ confidence: 0.8, changed: [{ x: 1, y: 1, width: 9, height: 9 }] as never });

const compared = (sha256: string, match: Match | null): Verification => ({
  sha256,
  match,
  betweenClaims: match,
  unreadable: match ? null : { problem: 'empty', detail: 'no bytes stored' },
});

const claimed = claim({ claimId: '1', items: [{ itemId: '77', title: 'A mug' }] });

async function told2(): Promise<ClaimLensDb> {
  const db = freshDb();
  await db.teamImages.bulkPut([told(ONE), told(TWO, { id: 'a.2' })]);
  return db;
}

const codes = async (db: ClaimLensDb, results: Verification[]): Promise<string[]> =>
  (await relatePhoto(db, claimed, PHOTO, results)).map(({ code }) => code);

describe('a product picture of a colleague', () => {
  it('is said nothing of while its bytes are not here', async () => {
    const db = await told2();
    const results = [compared(ONE, null), compared('9'.repeat(64), null)];
    expect(await codes(db, results)).toEqual([]);
    expect(await atColleagues(db, results)).toEqual([ONE]);
  });

  it('is said what would be said of an own one, once it was compared', async () => {
    const db = await told2();
    expect(await codes(db, [compared(ONE, copy())])).toEqual(['copy-of-listing']);
    expect(await codes(db, [compared(ONE, edited)])).toEqual(['copy-of-listing-edited']);
    const [finding] = await relatePhoto(db, claimed, PHOTO, [compared(ONE, copy())]);
    expect(finding?.against).toMatchObject({
      kind: 'listing',
      sha256: ONE,
      product: 'team:aaaaaaaa:file:Mug',
      file: 'Mug/front.jpg',
    });
  });

  it('is called edited only when no other that has not come may be the source', async () => {
    const db = await told2();
    expect(await codes(db, [compared(ONE, edited), compared(TWO, null)])).toEqual([]);
    expect(await codes(db, [compared(ONE, edited), compared(TWO, copy({ confidence: 1 }))])).toEqual([
      'copy-of-listing',
    ]);
  });

  it('that has not come keeps two buyers who may both have copied it from being called one', async () => {
    const db = await told2();
    const other = claim({ claimId: '2', evidence: [photo('https://img.pddpic.com/2.jpg')] });
    await saveReadings(db, [other], new Date(AT));
    const [row] = await db.evidence.toArray();
    await db.evidence.put({ ...row!, state: 'kept', sha256: THEIRS });
    expect(await codes(db, [compared(THEIRS, copy())])).toEqual(['reused-across-claims']);
    expect(await codes(db, [compared(THEIRS, copy()), compared(ONE, null)])).toEqual([]);
    expect(await codes(db, [compared(THEIRS, copy()), compared(ONE, copy())])).toEqual(['copy-of-listing']);
  });

  it('stands in the order by its number or title, never by its key or the joins of this seat', async () => {
    const db = freshDb();
    const kinds = async () => (await placesOf(db, claimed, ONE)).map(({ relation }) => relation.kind);
    await db.teamImages.put(told(ONE));
    expect(await kinds()).toEqual(['unknown-product']);
    // A folder of the same name at this seat holds the ordered goods: that says nothing of the colleague's.
    await db.products.put({
      v: 1,
      key: 'file:Mug',
      title: 'Mug',
      itemIds: ['77'],
      source: 'folder',
      addedAt: AT,
    });
    expect(await kinds()).toEqual(['unknown-product']);
    await db.teamImages.put(told(ONE, { itemIds: ['88'] }));
    expect(await kinds()).toEqual(['other-product']);
    // Of what several seats say, what accuses least.
    await db.teamImages.put(told(ONE, { seat: 'bbbbbbbb', itemIds: ['77'] }));
    expect(await kinds()).toEqual(['listing']);
  });

  it('gives way to what the own library says of the same picture', async () => {
    const db = freshDb();
    await db.teamImages.put(told(ONE, { itemIds: ['88'] }));
    await db.products.put({
      v: 1,
      key: 'file:Cup',
      title: 'Cup',
      itemIds: [],
      source: 'folder',
      addedAt: AT,
    });
    await db.libraryImages.put({
      v: 1,
      id: `file:Cup#${ONE}`,
      productKey: 'file:Cup',
      sha256: ONE,
      name: '',
      url: null,
      addedAt: AT,
      state: 'ready',
      why: null,
    });
    const [place, ...more] = await placesOf(db, claimed, ONE);
    expect(more).toEqual([]);
    expect(place?.relation).toEqual({ kind: 'unknown-product', product: 'file:Cup' });
  });

  it('is found by its fingerprint as soon as it is told, and no longer when it is taken back', async () => {
    const db = freshDb();
    const query = fingerprint(drawn(1, 320, 240));
    const keeper = new IndexKeeper(db);
    const search = async () =>
      (await keeper.search([{ window: null, fingerprint: query }], PHOTO, 5)).library.map(
        ({ sha256 }) => sha256,
      );
    await keeper.load();
    expect(await search()).toEqual([]);
    await db.photos.put({
      v: 1,
      sha256: ONE,
      mime: 'image/jpeg',
      width: 320,
      height: 240,
      fingerprint: encodeFingerprint(query),
      fingerprintVersion: FINGERPRINT_VERSION,
      preview: null,
      report: null,
      foreign: true,
    });
    await db.teamImages.put(told(ONE, { seq: 7 }));
    await keeper.catchUp();
    expect(await search()).toEqual([ONE]);
    const later = new IndexKeeper(db);
    await later.load();
    expect(later.size).toBe(1);
    await db.teamImages.clear();
    expect(await search()).toEqual([]);
  });

  it('leaves the claim not fully checked while it is waited for', async () => {
    const db = freshDb();
    await saveReadings(
      db,
      [claim({ claimId: '3', evidence: [photo('https://img.pddpic.com/3.jpg')] })],
      new Date(AT),
    );
    const [row] = await db.evidence.toArray();
    const { claimKey } = row!;
    await db.evidence.put({ ...row!, state: 'kept', sha256: PHOTO });
    const check = async (name: string, result: object): Promise<void> => {
      const id = `${claimKey}#${PHOTO}#${name}`;
      await db.checks.put({
        v: 1,
        id,
        claimKey,
        sha256: PHOTO,
        check: { name, version: '1', result } as never,
        ms: 1,
        at: AT,
      });
      await db.transaction('rw', db.tables, async () => {
        await sumUp(db, claimKey, AT);
      });
    };
    await check('times', { state: 'nothing-found' });
    await check('match', { state: 'not-checked', reason: ELSEWHERE });
    expect(await db.verdicts.get(claimKey)).toMatchObject({
      verdict: 'not-enough-information',
      photos: { total: 1, checked: 0 },
    });
    await check('match', { state: 'nothing-found' });
    expect((await db.verdicts.get(claimKey))?.verdict).toBe('no-anomaly');
  });
});
