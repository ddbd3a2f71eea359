/** Which pictures a place is looked for in, and in which order. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lookingOrder, placePictures } from '../../../../lib/app/place/pictures.ts';
import type { ArchiveFileRow } from '../../../../lib/store/case-rows.ts';
import { ClaimLensDb } from '../../../../lib/store/db.ts';
import { claim } from '../../cases/sample-case.ts';

const db = new ClaimLensDb('place-pictures');
const AT = '2026-10-04T04:00:00.000Z';

const blob = (sha256: string) =>
  db.blobs.put({ v: 1, sha256, bytes: new Uint8Array(1), size: 1, mime: 'image/jpeg', addedAt: AT });
const photo = (n: number, sha256: string | null, round: number, kind: 'photo' | 'video' = 'photo') =>
  db.evidence.put({
    v: 1,
    id: `${claim.key}#${n}`,
    claimKey: claim.key,
    url: `https://img.example/${n}.jpg`,
    originalUrl: `https://img.example/${n}.jpg`,
    kind,
    round,
    seenAt: `2026-10-04T04:0${n}:00.000Z`,
    state: sha256 ? 'kept' : 'unavailable',
    sha256,
    fetch: null,
    name: null,
  });
const packed = (path: string, modified: number, numbers: string[]) =>
  db.archiveFiles.put({
    v: 1,
    id: `f#${path}`,
    folder: 'f',
    path,
    size: 1,
    modified,
    kind: 'photo',
    sha256: path,
    hashedAt: AT,
    numbers,
    numbersFrom: 'name',
    still: `still-${path}`,
    indexedAt: AT,
    missingSince: null,
  } satisfies ArchiveFileRow);

beforeAll(async () => {
  await db.claims.put({
    v: 1,
    key: claim.key,
    claim,
    console: claim.console,
    shopId: claim.shopId ?? '',
    buyerKey: null,
    firstSeenAt: AT,
    lastReadAt: AT,
    appliedAt: AT,
    deadlineAt: null,
    touchedAt: 0,
  });
  await photo(1, 'second-round', 2);
  await photo(2, 'first', 1);
  await photo(3, 'first', 1);
  await photo(4, null, 1);
  await photo(5, 'video', 1, 'video');
  await photo(6, 'lost', 1);
  await packed('late', 2_000, ['SF1234567890123']);
  await packed('early', 1_000, ['SF1234567890123']);
  await packed('other', 500, ['SF9999999999999']);
  await db.libraryImages.put({
    v: 1,
    id: 'pinduoduo:p1#sold',
    productKey: 'pinduoduo:p1',
    sha256: 'sold',
    name: '',
    url: null,
    addedAt: AT,
    state: 'ready',
    why: null,
  });
  for (const sha of ['second-round', 'first', 'video', 'still-late', 'still-early', 'still-other', 'sold'])
    await blob(sha);
});
afterAll(() => db.delete());

it('are what was sold, what was packed, what was sent in: each once, oldest first, and only what is kept', async () => {
  const found = await placePictures(claim.key, db);
  expect(found.map(({ kind, sha256 }) => `${kind} ${sha256}`)).toEqual([
    'listing sold',
    'archive still-early',
    'archive still-late',
    'claim first',
    'claim second-round',
  ]);
  expect(found.at(-1)?.round).toBe(2);
});

it('are none for a claim that is not known', async () => {
  expect(await placePictures('pinduoduo:none', db)).toEqual([]);
});

it('are looked at beginning with the marked photo, what was sold last', async () => {
  const found = await placePictures(claim.key, db);
  expect(lookingOrder('first', found)).toEqual([
    'first',
    'still-early',
    'still-late',
    'second-round',
    'sold',
  ]);
});

it('are some stills of a packing video with their seconds, in place of the one that stands for it', async () => {
  const id = 'f#late';
  const frames = Array.from({ length: 9 }, (_, i) => ({ at: i * 10, still: `frame-${i}` }));
  for (const { still } of frames) await blob(still);
  await db.archiveFiles.update(id, { kind: 'video', frames });
  const packed = (await placePictures(claim.key, db)).filter(({ kind }) => kind === 'archive');
  expect(packed.map(({ sha256, second }) => [sha256, second])).toEqual([
    ['still-early', undefined],
    ['frame-1', 10],
    ['frame-3', 30],
    ['frame-5', 50],
    ['frame-7', 70],
  ]);
});
