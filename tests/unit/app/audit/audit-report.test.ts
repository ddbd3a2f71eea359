import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../../lib/app/audit/audit-report.ts';
import type { Finding } from '../../../../lib/claims/finding.ts';
import { findingRow } from '../../../../lib/engine/photo/results.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { claim } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';
import { findingOf } from '../../support/findings.ts';

const AT = '2026-10-02T03:00:00.000Z';
const TOOL = { version: '1.0.0', browser: 'test' };
const CLAIMS = ['audit:a', 'audit:b'];

async function evidence(
  db: ClaimLensDb,
  claimKey: string,
  name: string,
  sha256: string | null,
): Promise<void> {
  await db.evidence.put({
    v: 1,
    id: `${claimKey}#${name}`,
    claimKey,
    url: '',
    originalUrl: '',
    kind: 'photo',
    round: 1,
    seenAt: AT,
    state: sha256 ? 'kept' : 'unavailable',
    sha256,
    fetch: null,
    name,
  });
}

async function finding(
  db: ClaimLensDb,
  claimKey: string,
  over: Partial<Omit<Finding, 'facts'>> & { facts?: object },
): Promise<void> {
  await db.findings.put(findingRow(claimKey, findingOf(over.code ?? 'copy-of-listing', over), AT));
}

/** Two claims, two photos each, one shared; a library of two images. */
async function filled(): Promise<ClaimLensDb> {
  const db = freshDb();
  for (const key of CLAIMS) {
    const claimId = key.split(':')[1] ?? '';
    await db.claims.put({
      v: 1,
      key,
      claim: claim({ key, claimId, console: 'audit' }),
      console: 'audit',
      shopId: '',
      buyerKey: null,
      firstSeenAt: AT,
      lastReadAt: AT,
      appliedAt: AT,
      deadlineAt: null,
      touchedAt: 1,
    });
  }
  await evidence(db, 'audit:a', 'a/2.jpg', 'p2');
  await evidence(db, 'audit:a', 'a/1.jpg', 'p1');
  await evidence(db, 'audit:b', 'b/1.jpg', 'p1');
  await evidence(db, 'audit:b', 'b/broken.jpg', null);
  for (const [sha256, name, state] of [
    ['l1', 'mug/1.jpg', 'ready'],
    ['l2', 'mug/2.jpg', 'unusable'],
  ] as const)
    await db.libraryImages.put({
      v: 1,
      id: `file:mug#${sha256}`,
      productKey: 'file:mug',
      sha256,
      name,
      url: null,
      addedAt: AT,
      state,
      why: state === 'unusable' ? 'cannot-decode' : null,
    });
  await db.products.put({ v: 1, key: 'file:mug', title: 'mug', itemIds: [], source: 'audit', addedAt: AT });
  await db.photos.put({
    v: 1,
    sha256: 'p1',
    mime: 'image/jpeg',
    width: 640,
    height: 480,
    fingerprint: null,
    fingerprintVersion: '1',
    preview: null,
    report: {},
  });
  return db;
}

describe('buildReport', () => {
  it('answers for every claim, photo and library file', async () => {
    const report = await buildReport(await filled(), TOOL, [{ file: 'x.txt', why: 'not-an-image' }], 2_000);
    expect(report.schema).toBe('claimlens-report/1');
    expect(report.library).toEqual({
      products: 1,
      images: 2,
      unreadable: [
        { file: 'x.txt', why: 'not-an-image' },
        { file: 'mug/2.jpg', why: 'cannot-decode' },
      ],
    });
    expect(report.claims.map((entry) => [entry.claim, entry.photos.map((p) => p.file)])).toEqual([
      ['audit:a', ['a/1.jpg', 'a/2.jpg']],
      ['audit:b', ['b/1.jpg', 'b/broken.jpg']],
    ]);
    expect(report.claims[0]?.verdict).toBe('not-enough-information');
    expect(report.claims[0]?.photos[0]).toMatchObject({
      width: 640,
      height: 480,
      mime: 'image/jpeg',
      match: null,
    });
    expect(report.timing).toEqual({ wall_ms: 2_000, photos_per_second: 2 });
  });

  it("takes the match that says most, in the photo's own pixels", async () => {
    const db = await filled();
    const region = [{ x: 1, y: 2, width: 3, height: 4, area: 9 }];
    await finding(db, 'audit:a', {
      photo: 'p1',
      code: 'copy-of-listing',
      against: { kind: 'listing', sha256: 'l2', product: 'file:mug' },
      facts: { confidence: 0.999 },
    });
    await finding(db, 'audit:a', {
      photo: 'p1',
      code: 'copy-of-listing-edited',
      strength: 'contradiction',
      region,
      against: { kind: 'listing', sha256: 'l1', product: 'file:mug' },
      facts: { confidence: 0.9, keptShare: 0.8, transform: [1, 0, 5, 0, 1, 6, 0, 0, 1], mirrored: true },
    });
    const report = await buildReport(db, TOOL, [], 1_000);
    expect(report.claims[0]?.photos[0]?.match).toEqual({
      kind: 'listing',
      file: 'mug/1.jpg',
      product: 'file:mug',
      claim: undefined,
      code: 'copy-of-listing-edited',
      confidence: 0.9,
      kept: 0.8,
      transform: [1, 0, 5, 0, 1, 6, 0, 0, 1],
      mirrored: true,
      changed: region,
    });
    expect(report.claims[0]?.photos[0]?.findings).toHaveLength(2);
    expect(report.claims[1]?.photos[0]?.match).toBeNull();
  });

  it('takes, of sources that fit equally well, the one that leaves less unexplained', async () => {
    const db = await filled();
    for (const [sha256, area] of [
      ['l1', 900],
      ['l2', 40],
    ] as const)
      await finding(db, 'audit:a', {
        photo: 'p1',
        code: 'copy-of-listing-edited',
        region: [{ x: 0, y: 0, width: 30, height: 30, area }],
        against: { kind: 'listing', sha256 },
        facts: { confidence: 0.998, keptShare: 1 },
      });
    expect((await buildReport(db, TOOL, [], 1_000)).claims[0]?.photos[0]?.match?.file).toBe('mug/2.jpg');
  });

  it("names the other claim's own file when the same bytes stand in several", async () => {
    const db = await filled();
    await finding(db, 'audit:b', {
      photo: 'p1',
      code: 'reused-across-claims',
      against: { kind: 'claim', sha256: 'p1', claim: 'audit:a' },
    });
    const report = await buildReport(db, TOOL, [], 1_000);
    expect(report.claims[1]?.photos[0]?.match).toMatchObject({
      kind: 'claim',
      claim: 'audit:a',
      file: 'a/1.jpg',
    });
  });

  it('does not take a thumbnail or a weak sign for the origin', async () => {
    const db = await filled();
    await finding(db, 'audit:a', {
      photo: 'p1',
      code: 'thumbnail-differs',
      against: { kind: 'thumbnail', sha256: 'p1' },
    });
    await finding(db, 'audit:a', { photo: 'p1', code: 'screenshot', strength: 'weak' });
    expect((await buildReport(db, TOOL, [], 1_000)).claims[0]?.photos[0]?.match).toBeNull();
  });

  it('keeps findings of the claim apart from those of its photos, and of a photo that could not be read', async () => {
    const db = await filled();
    await finding(db, 'audit:b', { code: 'device-differs-in-claim' });
    const unreadable = findingOf('photo-unreadable', { facts: { why: 'cannot-read' } });
    await db.findings.put({ ...findingRow('audit:b', unreadable, AT), sha256: 'audit:b#b/broken.jpg' });
    const [, b] = (await buildReport(db, TOOL, [], 1_000)).claims;
    expect(b?.findings.map((entry) => entry.code)).toEqual(['device-differs-in-claim']);
    expect(b?.photos.map((p) => p.findings.map((entry) => entry.code))).toEqual([[], ['photo-unreadable']]);
  });

  it('is plain JSON', async () => {
    const report = await buildReport(await filled(), TOOL, [], 1_000);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('docs/report.schema.json', () => {
  const schema = JSON.parse(
    readFileSync(resolve(import.meta.dirname, '../../../../docs/report.schema.json'), 'utf8'),
  );
  const fits = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

  /** A report with every part in use, as JSON. */
  async function full() {
    const db = await filled();
    const sha = 'a'.repeat(64);
    await evidence(db, 'audit:a', 'a/3.jpg', sha);
    await db.evidence.where('sha256').anyOf('p1', 'p2').delete();
    await finding(db, 'audit:a', {
      photo: sha,
      code: 'copy-of-listing-edited',
      strength: 'contradiction',
      region: [{ x: 1.5, y: 2, width: 3, height: 4, area: 9, certainty: 0.9, contours: [[1, 2, 3, 4]] }],
      against: { kind: 'listing', sha256: 'l1', product: 'file:mug' },
      facts: { confidence: 0.9, keptShare: 0.8, transform: [1, 0, 5, 0, 1, 6, 0, 0, 1] },
    });
    return JSON.parse(JSON.stringify(await buildReport(db, TOOL, [], 1_000)));
  }

  it('accepts what the audit writes', async () => {
    fits(await full());
    expect(fits.errors).toBeNull();
  });

  it.each([
    ['another schema name', (report) => (report.schema = 'claimlens-report/2')],
    ['a verdict that is none', (report) => (report.claims[0].verdict = 'fraud')],
    ['a transform of eight numbers', (report) => report.claims[0].photos[0].match.transform.pop()],
    ['a share above one', (report) => (report.claims[0].photos[0].match.kept = 1.2)],
    ['a photo without findings', (report) => delete report.claims[0].photos[0].findings],
    ['a field of its own', (report) => (report.claims[0].photos[0].score = 97)],
    // biome-ignore lint/suspicious/noExplicitAny: the point is to break the shape
  ] as [string, (report: any) => unknown][])('refuses %s', async (_, spoil) => {
    const report = await full();
    spoil(report);
    expect(fits(report)).toBe(false);
  });
});
