import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { eraseBuyer, eraseClaims } from '../../../../lib/app/keeping/erase.ts';
import { META_VALUES, TABLES } from '../../../../lib/app/keeping/erase-tables.ts';
import { sha256Hex } from '../../../../lib/claims/canonical.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import { type ClaimLensDb, tableNames } from '../../../../lib/store/db.ts';
import { appendLedger, ledgerHead } from '../../../../lib/store/ledger.ts';
import { verifyLedger } from '../../../../lib/store/ledger-chain.ts';
import { META, META_FAMILIES } from '../../../../lib/store/meta.ts';
import { claim, photo } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';
import { findingOf } from '../../support/findings.ts';

vi.mock('wxt/browser', () => ({ browser: {} }));

const KEY = 'pinduoduo:77001';
const OTHER = 'pinduoduo:88001';
/** Everything by which the erased claim, its order, parcel and buyer can be told. */
const SECRETS =
  /77001|261002-770017700177001|261002770017700177001|SF7700177001770|BUYER77|王七七|NOTE77|PIXELS77|STILL77|CAMERA77/;
const AT = '2026-10-02T03:00:00.000Z';
const bytes = (text: string) => new TextEncoder().encode(text);
const stored = new Map<string, string>();
let db: ClaimLensDb;

async function blob(text: string): Promise<string> {
  const sha256 = sha256Hex(bytes(text));
  await db.blobs.put({
    v: 1,
    sha256,
    bytes: bytes(text),
    size: text.length,
    mime: 'image/jpeg',
    addedAt: AT,
  });
  const report = { seen: text };
  await db.photos.put({
    v: 1,
    sha256,
    mime: 'image/jpeg',
    width: 1,
    height: 1,
    fingerprint: null,
    fingerprintVersion: '',
    preview: bytes(text),
    report,
  });
  await db.masks.put({ v: 1, sha256, boxes: [], at: AT });
  stored.set(text, sha256);
  return sha256;
}

/** A claim with a row in every table and a value under every name, and another claim beside it. */
beforeEach(async () => {
  db = freshDb();
  const mine = claim({
    claimId: '77001',
    orderId: '261002-770017700177001',
    trackingNo: 'SF7700177001770',
    buyer: { id: 'BUYER77', name: '王七七' },
    evidence: [photo('https://img.pddpic.com/77001.jpg')],
    pageUrl: 'https://mms.pinduoduo.com/aftersales/detail?id=77001',
  });
  const other = claim({
    claimId: '88001',
    buyer: { id: 'BUYER88' },
    orderId: '261002-880018800188001',
    evidence: [photo('https://img.pddpic.com/88001.jpg')],
  });
  await saveReadings(db, [mine, other], new Date(AT));
  const sha256 = await blob('PIXELS77');
  for (const row of await db.evidence.where('claimKey').equals(KEY).toArray())
    await db.evidence.put({ ...row, state: 'kept', sha256, name: '77001.jpg' });
  const finding = findingOf('reused-across-claims', {
    photo: sha256,
    against: { kind: 'claim', sha256, claim: OTHER },
  });
  const row = { v: 1 as const, claimKey: KEY, at: AT };
  await db.findings.put({ ...row, id: 'f1', sha256, code: finding.code, finding });
  await db.findings.put({
    ...row,
    id: 'f2',
    claimKey: OTHER,
    sha256: 'x',
    code: finding.code,
    finding: { ...finding, photo: 'x', against: { kind: 'claim', sha256, claim: KEY, file: '77001.jpg' } },
  });
  await db.checks.put({
    ...row,
    id: 'c',
    sha256,
    check: { name: 'match', version: '1', result: { state: 'found' } } as never,
    ms: 1,
  });
  await db.verdicts.put({
    ...row,
    verdict: 'several-signs',
    because: ['f1'],
    photos: { total: 1, checked: 1, notChecked: 0 },
  });
  await db.flags.put({ ...row, on: true, note: 'NOTE77' });
  await db.cases.put({
    v: 1,
    claimKey: KEY,
    openedAt: AT,
    state: 'closed',
    closedAt: AT,
    legalHold: false,
    holdReason: '',
  });
  await db.notes.put({ ...row, id: 'n', text: 'NOTE77' });
  await db.requests.put({
    ...row,
    id: 'q',
    template: 'T1',
    code: 'A',
    text: 'NOTE77',
    dueAt: null,
    answeredAt: null,
  });
  await db.decisions.put({
    ...row,
    id: 'd',
    what: 'contest',
    reviewedByPerson: true,
    reason: 'NOTE77',
    verdictShown: '',
    verdictInstead: null,
    photo: null,
    against: null,
  });
  await db.payments.put({
    ...row,
    id: 'p',
    amount: { value: 1, currency: 'CNY' },
    direction: 'paid',
    by: 'seller',
    source: 'seller',
  });
  const still = await blob('STILL77');
  const camera = await blob('CAMERA77');
  const file = {
    v: 1 as const,
    size: 1,
    modified: 1,
    kind: 'photo' as const,
    hashedAt: AT,
    numbers: ['SF7700177001770'],
    numbersFrom: 'name' as const,
    indexedAt: AT,
    missingSince: null,
  };
  await db.archiveFiles.bulkPut([
    {
      ...file,
      id: 'packing#SF7700177001770.mp4',
      folder: 'packing',
      path: 'SF7700177001770.mp4',
      sha256: 'ab',
      still,
    },
    {
      ...file,
      id: 'camera:#SF7700177001770.jpg',
      folder: 'camera:',
      path: 'SF7700177001770.jpg',
      sha256: camera,
      still: null,
    },
  ]);
  await db.products.put({
    v: 1,
    key: 'archive:packing',
    title: 'packing',
    itemIds: [],
    source: 'folder',
    addedAt: AT,
  });
  await db.libraryImages.put({
    v: 1,
    id: `archive:packing#${still}`,
    productKey: 'archive:packing',
    sha256: still,
    name: 'SF7700177001770.mp4',
    url: null,
    addedAt: AT,
    state: 'ready',
    why: null,
  });
  await db.jobs.put({
    v: 1,
    id: `fetch-evidence:${KEY}#x`,
    kind: 'fetch-evidence',
    subject: `${KEY}#x`,
    claimKey: null,
    state: 'queued',
    priority: 1,
    attempts: 0,
    queuedAt: 0,
    startedAt: null,
    endedAt: null,
    error: null,
  });
  await db.indexShards.put({ v: 1, key: 'match/1/evidence/a', bytes: bytes('PIXELS77') });
  await db.health.put({
    v: 1,
    id: 'pinduoduo#detail',
    console: 'pinduoduo',
    page: 'detail',
    at: AT,
    seen: 1,
    read: 1,
    missing: [],
    how: [],
    version: '1',
    url: 'https://mms.pinduoduo.com/aftersales/detail?id=77001',
    tabId: 1,
    keys: [],
  });
  await db.health.put({
    v: 1,
    id: 'pinduoduo#list',
    console: 'pinduoduo',
    page: 'list',
    at: AT,
    seen: 2,
    read: 2,
    missing: [],
    how: [],
    version: '1',
    url: 'https://mms.pinduoduo.com/list',
    tabId: 1,
    keys: [KEY, OTHER],
  });
  await db.teamOutbox.bulkPut([
    { v: 1, id: `claim:${KEY}`, kind: 'claim', subject: KEY, n: 1 },
    { v: 1, id: `photo:${KEY}#${sha256}`, kind: 'photo', subject: `${KEY}#${sha256}`, n: 2 },
    { v: 1, id: `claim:${OTHER}`, kind: 'claim', subject: OTHER, n: 3 },
  ]);
  await db.teamKeys.put({ v: 1, name: 'name-77', claimKey: KEY, key: bytes('KEY77001') });
  await db.teamPlaces.put({ v: 1, id: 'now.claim.name-77', place: 1, seq: 1, hash: '' });
  await db.teamPhotos.put({ v: 1, id: `${KEY}#${sha256}`, sha256, seq: 1, foreign: false });
  await db.teamClaims.put({ v: 1, claimKey: KEY, from: null, assignee: 'a', look: null });
  await db.teamWants.put({ v: 1, id: `${OTHER}#${sha256}`, recheck: [`${KEY}#${sha256}`], asked: false });
  for (const [name, value] of Object.entries({
    'looking-at': KEY,
    'ledger-views': [
      { name: 'him', filter: { words: '王七七' } },
      { name: 'mine', filter: {} },
    ],
    'retention-listed': { [KEY]: { what: 'all', since: AT }, [OTHER]: { what: 'all', since: AT } },
    [`notice:${KEY}@${AT}`]: 1,
    [`notice:${OTHER}@${AT}`]: 1,
    [`sibling:${KEY}#x<y`]: true,
    'from-a-later-version': { claim: KEY },
  }))
    await db.meta.put({ v: 1, name, value });
  await appendLedger(
    db,
    [
      {
        what: 'packing-captured',
        subject: 'camera:#SF7700177001770.jpg',
        data: { number: 'SF7700177001770' },
      },
      { what: 'photo-checked', subject: `${KEY}#${sha256}` },
      { what: 'note-added', subject: OTHER, data: { like: KEY } },
    ],
    AT,
  );
});

async function raw(): Promise<Record<string, string>> {
  const text = (value: unknown) =>
    JSON.stringify(value, (_name, one) => (one instanceof Uint8Array ? new TextDecoder().decode(one) : one));
  return Object.fromEntries(
    await Promise.all(db.tables.map(async (table) => [table.name, text(await table.toArray())] as const)),
  );
}

describe('erasing', () => {
  it('has decided for every table and every value of meta', () => {
    expect(Object.keys(TABLES).sort()).toEqual(tableNames().sort());
    expect(Object.keys(META_VALUES).sort()).toEqual(
      [...Object.keys(META), ...Object.keys(META_FAMILIES)].sort(),
    );
  });

  it('leaves nothing of the buyer in any table, and all of the other claim', async () => {
    const before = await raw();
    const HOLD_NONE = ['products', 'indexShards', 'masks', 'anchors', 'teamImages', 'teamShared'];
    for (const [table, text] of Object.entries(before))
      if (!HOLD_NONE.includes(table)) expect(text, `${table} is filled`).toMatch(/77|王七七/);
    expect(await eraseBuyer('pinduoduo::BUYER77', db)).toBe(1);
    for (const [table, text] of Object.entries(await raw())) expect(text, table).not.toMatch(SECRETS);
    expect(await db.masks.count()).toBe(0);
    // That the claim goes everywhere is kept under its name on the team's server, which says nothing of it.
    expect((await db.teamOutbox.toCollection().primaryKeys()).sort()).toEqual([
      `claim:${OTHER}`,
      'erase:name-77',
    ]);
    expect(await db.claims.toCollection().primaryKeys()).toEqual([OTHER]);
    expect(await db.evidence.where('claimKey').equals(OTHER).count()).toBe(1);
    expect((await db.findings.get('f2'))?.finding.against?.sha256).toBe(stored.get('PIXELS77'));
    expect(await db.health.get('pinduoduo#list')).toMatchObject({ keys: [OTHER] });
    expect((await db.meta.toCollection().primaryKeys()).sort()).toEqual([
      'buyer-salt',
      'ledger-head',
      'ledger-views',
      `notice:${OTHER}@${AT}`,
      'retention-listed',
      'seat',
    ]);
    const ledger = await db.ledger.toArray();
    expect(verifyLedger(ledger, await ledgerHead(db))).toEqual([]);
    expect(ledger.at(-1) && ledger.find(({ what }) => what === 'claims-erased')).toMatchObject({
      subject: 'buyer',
      data: { claims: 1 },
    });
  });

  it('keeps what a second claim on the same parcel needs', async () => {
    const twin = claim({
      claimId: '99001',
      orderId: '261002-770017700177001',
      trackingNo: 'SF7700177001770',
    });
    await saveReadings(db, [twin], new Date(AT));
    await eraseClaims([KEY], 'all', 'claim', db);
    expect(await db.archiveFiles.count()).toBe(2);
    expect(await db.blobs.get(stored.get('CAMERA77')!)).toBeDefined();
    expect((await db.claims.get('pinduoduo:99001'))?.claim.orderId).toBe('261002-770017700177001');
  });

  it('empties no entry without naming it: blanking one more by hand shows', async () => {
    await eraseClaims([KEY], 'all', 'claim', db);
    const row = (await db.ledger.toArray()).find(({ subject }) => subject === OTHER)!;
    await db.ledger.put({ ...row, what: 'erased', subject: '', data: {} });
    expect(verifyLedger(await db.ledger.toArray())).toMatchObject([{ n: row.n, why: 'tombstone' }]);
  });
});
