import 'fake-indexeddb/auto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadDossier } from '../../../../lib/app/cases/case-data.ts';
import { authorityAddress } from '../../../../lib/app/keeping/anchor-ask.ts';
import { anchorState, isDue, nextAnchor, takeAnswer } from '../../../../lib/app/keeping/anchors.ts';
import { makeBackup } from '../../../../lib/app/keeping/backup.ts';
import { eraseClaims } from '../../../../lib/app/keeping/erase.ts';
import { restoreBackup } from '../../../../lib/app/keeping/restore.ts';
import { checkStore } from '../../../../lib/app/keeping/store-health.ts';
import { unboundOf } from '../../../../lib/cases/package/binding.ts';
import { buildPackage } from '../../../../lib/cases/package/build.ts';
import { sha256Hex } from '../../../../lib/claims/canonical.ts';
import { keepEvidence } from '../../../../lib/engine/fetch/fetch-evidence.ts';
import { joined } from '../../../../lib/formats/zip-write.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { appendLedger } from '../../../../lib/store/ledger.ts';
import { ledgerHash } from '../../../../lib/store/ledger-chain.ts';
import { shopSalts } from '../../../../lib/store/logged/salt.ts';
import { readMeta, writeMeta } from '../../../../lib/store/meta.ts';
import type { LedgerRow } from '../../../../lib/store/rows.ts';
import { Authority, hasOpenssl } from '../../support/authority.ts';
import { pngHeader } from '../../support/bytes.ts';
import { claim, photo } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';

vi.mock('wxt/browser', () => ({
  browser: { runtime: { getURL: (path: string) => `https://none.invalid${path}` } },
}));
vi.mock('../../../../lib/app/packs/official-trust.ts', () => ({ bundledList: async () => null }));

const KEY = 'pinduoduo:1001';
const OTHER = 'pinduoduo:1002';
const HOUR = 3_600_000;
const dir = mkdtempSync(join(tmpdir(), 'claimlens-anchors-'));
afterAll(() => rmSync(dir, { recursive: true }));
let tsa: Authority | null = null;
const authority = (): Authority => (tsa ??= new Authority(dir, 'stamps'));
let db: ClaimLensDb;

async function keepAll(key: string): Promise<void> {
  for (const row of await db.evidence.where('claimKey').equals(key).toArray()) {
    const at = new Date();
    const facts = {
      usedUrl: row.url,
      at: at.toISOString(),
      status: 200,
      headers: { date: at.toUTCString() },
      how: 'original' as const,
      tries: [],
    };
    await keepEvidence(db, row.id, pngHeader(8, 8, row.url.length), 'image/png', facts, null, at);
  }
}

async function dossierOf(key = KEY) {
  return (await loadDossier(db, key, { ledger: true }))!;
}

async function packageOf(key = KEY): Promise<Uint8Array> {
  const made = await buildPackage({
    dossier: await dossierOf(key),
    locale: 'en',
    bytesOf: async (sha) => (await db.blobs.get(sha)) ?? null,
    derived: [],
    covered: new Set<string>(),
    unmask: [],
    salts: await shopSalts(db),
    toolVersion: '1',
    exportedAt: new Date().toISOString(),
    exportNo: 1,
  });
  return joined(made.pieces);
}

function verify(bytes: Uint8Array, ...more: string[]): { status: number | null; said: string } {
  const path = join(dir, 'package.zip');
  writeFileSync(path, bytes);
  const script = resolve(import.meta.dirname, '../../../verify-package.mjs');
  const run = spawnSync(process.execPath, [script, path, ...more], { encoding: 'utf8' });
  return { status: run.status, said: run.stdout + run.stderr };
}

interface Answer {
  bad: [string, string][];
  notes: string[];
}
/** The checker inside the package, run as its page runs it. */
const check = new Function(
  `${readFileSync(resolve(import.meta.dirname, '../../../../lib/cases/package/checker.js'), 'utf8')}; return check;`,
)() as (files: Map<string, Uint8Array>) => Promise<Answer>;
const checked = (bytes: Uint8Array): Promise<Answer> => check(new Map(Object.entries(unzipSync(bytes))));

async function anchorNow(): Promise<void> {
  const anchor = await nextAnchor(db);
  expect(await takeAnswer(authority().stamp(anchor!.digest), db)).toMatchObject({ state: 'valid' });
}

beforeEach(async () => {
  db = freshDb();
  await saveReadings(
    db,
    [
      claim({ buyer: { id: 'b' }, evidence: [photo('https://img.pddpic.com/1.jpg')] }),
      claim({ claimId: '1002', orderId: '2', evidence: [photo('https://img.pddpic.com/22.jpg')] }),
    ],
    new Date(),
  );
  await keepAll(KEY);
  await keepAll(OTHER);
});

describe.skipIf(!hasOpenssl)('a log that an authority has stamped', () => {
  it('is covered up to its end, entry by entry, and the package proves it', async () => {
    expect((await anchorState(db)).newest).toBeNull();
    await anchorNow();
    const state = await anchorState(db);
    expect(state).toMatchObject({
      open: 0,
      newest: { anchor: { from: 1, authority: 'stamps' }, trusted: false },
    });
    await writeMeta(db, 'anchor-trust', { pem: readFileSync(authority().caPath, 'utf8') });
    expect((await anchorState(db)).newest).toMatchObject({ trusted: true });
    const bytes = await packageOf();
    const answer = verify(bytes, '--anchor-ca', authority().caPath);
    expect(answer.said).toContain('verified with --anchor-ca');
    expect(answer.status).toBe(0);
    const inside = await checked(bytes);
    expect(inside.bad).toEqual([]);
    expect(inside.notes.join()).toContain('says "stamps" (certificate SHA-256');
    const report = new TextDecoder().decode(unzipSync(bytes)['report.html']);
    expect(report).toContain('existed at the latest on');
    expect(report).toContain('Date header');
  });

  it('is refused by product and verifiers when a stamped entry was changed and the chain recomputed', async () => {
    await anchorNow();
    const bytes = await packageOf();
    const rows = (await db.ledger.toArray()).sort((a, b) => a.n - b.n);
    let prev: string | null = null;
    const forged: LedgerRow[] = rows.map((row) => {
      const body = { ...row, prev, at: new Date(Date.parse(row.at) - 24 * HOUR).toISOString() };
      prev = ledgerHash(body);
      return { ...body, hash: prev };
    });
    await db.ledger.clear();
    await db.ledger.bulkPut(forged);
    expect(unboundOf(await dossierOf(), await shopSalts(db))).toContainEqual(
      expect.objectContaining({ part: 'anchor' }),
    );
    expect((await checkStore(true, db)).damage).toContainEqual(expect.objectContaining({ why: 'anchor' }));
    // The same in a package: the entry and all its hashes rebuilt, the token as it was.
    const files = unzipSync(bytes);
    const chain = JSON.parse(new TextDecoder().decode(files['records/chain.json']!));
    const [first] = chain[0].entries;
    Object.assign(first, { at: '2020-01-01T00:00:00.000Z' });
    first.hash = ledgerHash(first);
    chain[0].entries[1].prev = first.hash;
    chain[0].entries[1].hash = ledgerHash(chain[0].entries[1]);
    files['records/chain.json'] = new TextEncoder().encode(JSON.stringify(chain));
    expect((await check(new Map(Object.entries(files)))).bad.join()).toContain(
      'is not the one that was time-stamped',
    );
  });

  it('does not keep a case from being exported where an entry of another one was damaged', async () => {
    await anchorNow();
    const other = (await db.ledger.where('subject').equals(OTHER).toArray())[0]!;
    await db.ledger.delete(other.hash);
    await db.ledger.put({ ...other, hash: 'ab'.repeat(32) });
    expect(
      (await unboundOf(await dossierOf(), await shopSalts(db))).filter(({ part }) => part === 'anchor'),
    ).toEqual([]);
    expect((await checkStore(true, db)).damage.map(({ why }) => why)).not.toContain('anchor');
  });

  it('shows a token that was made for something else, or whose signature was changed', async () => {
    await anchorNow();
    const files = unzipSync(await packageOf());
    const [path] = Object.keys(files).filter((name) => name.startsWith('anchors/'));
    const token = files[path!]!;
    const other = { ...files, [path!]: authority().stamp(sha256Hex(new Uint8Array(1))) };
    expect((await check(new Map(Object.entries(other)))).bad.join()).toContain('is about something else');
    const broken = token.slice();
    broken[broken.length - 5]! ^= 1;
    const files2 = { ...files, [path!]: broken };
    expect((await check(new Map(Object.entries(files2)))).bad.join()).toContain('its signature does not fit');
  });

  it('stays covered when another claim is erased, after a restore on another seat, and with later entries', async () => {
    await anchorNow();
    await eraseClaims([OTHER], 'all', 'seller', db);
    await appendLedger(db, [{ what: 'flagged', subject: KEY }], new Date().toISOString());
    await anchorNow();
    const sound = async () => {
      expect(unboundOf(await dossierOf(), await shopSalts(db))).toEqual([]);
      const bytes = await packageOf();
      expect(verify(bytes, '--anchor-ca', authority().caPath)).toMatchObject({ status: 0 });
      expect((await checked(bytes)).bad).toEqual([]);
      expect(Object.keys(unzipSync(bytes)).filter((name) => name.endsWith('.tsr'))).toHaveLength(2);
      expect((await checkStore(true, db)).damage).toEqual([]);
    };
    await sound();
    const file = await makeBackup('p', db);
    db = freshDb();
    await restoreBackup(file, 'p', {}, db);
    await sound();
  });

  it('is not called changed where two seats in turn read the claim again, whichever comes first by name', async () => {
    await appendLedger(db, [{ what: 'flagged', subject: KEY }], new Date().toISOString());
    const seatOf = async () => (await readMeta(db, 'seat'))!;
    for (const wanted of ['lower', 'higher']) {
      const before = await seatOf();
      const file = await makeBackup('p', db);
      db = freshDb();
      await writeMeta(db, 'seat', wanted === 'lower' ? `0${before}` : `z${before}`);
      await restoreBackup(file, 'p', {}, db);
      const changed = claim({
        buyer: { id: 'b' },
        status: wanted,
        reason: wanted,
        evidence: [photo('https://img.pddpic.com/1.jpg')],
      });
      await saveReadings(db, [changed], new Date());
      expect(unboundOf(await dossierOf(), await shopSalts(db))).toEqual([]);
      const bytes = await packageOf();
      expect(verify(bytes)).toMatchObject({ status: 0 });
      expect((await checked(bytes)).bad).toEqual([]);
    }
  });

  it('is not called changed where this machine’s clock was ahead and set right later', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 24 * HOUR });
    await appendLedger(db, [{ what: 'flagged', subject: KEY }], new Date().toISOString());
    vi.useRealTimers();
    await anchorNow();
    await appendLedger(db, [{ what: 'unflagged', subject: KEY }], new Date().toISOString());
    const bytes = await packageOf();
    expect(verify(bytes, '--anchor-ca', authority().caPath)).toMatchObject({ status: 0 });
    expect((await checked(bytes)).bad).toEqual([]);
  });

  it('shows an entry that was left out of the middle, and takes one that was emptied for what it is', async () => {
    await appendLedger(
      db,
      [{ what: 'mentions', subject: KEY, data: { other: OTHER } }],
      new Date().toISOString(),
    );
    await appendLedger(db, [{ what: 'flagged', subject: KEY }], new Date().toISOString());
    const bytes = await packageOf();
    expect(verify(bytes)).toMatchObject({ status: 0 });
    const files = unzipSync(bytes);
    const chain = JSON.parse(new TextDecoder().decode(files['records/chain.json']!));
    const entries = chain[0].entries as { n: number; hash: string; what?: string; subject?: string }[];
    const at = entries.findIndex(({ what }) => what === 'mentions');
    entries[at] = { n: entries[at]!.n, hash: entries[at]!.hash };
    const hidden = { ...files, 'records/chain.json': new TextEncoder().encode(JSON.stringify(chain)) };
    expect((await check(new Map(Object.entries(hidden)))).bad.join()).toContain(
      'an entry of the case is missing',
    );
    // The other claim erased: the entry that spoke of it is emptied, and the package is sound all the same.
    await eraseClaims([OTHER], 'all', 'seller', db);
    const after = await packageOf();
    expect(new TextDecoder().decode(unzipSync(after)['records/chain.json'])).not.toContain('"mentions"');
    expect(verify(after)).toMatchObject({ status: 0 });
    expect((await checked(after)).bad).toEqual([]);
  });

  it('refuses answers that nobody asked for and bytes that are none', async () => {
    expect(await takeAnswer(authority().stamp(sha256Hex(new Uint8Array(2))), db)).toMatchObject({
      why: 'unknown',
    });
    expect(await takeAnswer(new Uint8Array(20), db)).toMatchObject({ why: 'not-a-token' });
    expect(await db.anchors.count()).toBe(0);
  });
});

describe('when an authority is asked', () => {
  it('at once, then an hour after new photos, else after a day, and never for its own entries', async () => {
    const now = Date.now();
    expect(await isDue(db, now)).toBe(true);
    await writeMeta(db, 'anchor-tried', { at: new Date(now).toISOString(), why: 'not-reached' });
    expect(await isDue(db, now + HOUR / 2)).toBe(false);
    expect(await isDue(db, now + HOUR)).toBe(true);
    const anchor = (await nextAnchor(db))!;
    await db.anchors.put({
      ...anchor,
      token: new Uint8Array(1),
      genTime: new Date(now).toISOString(),
      authority: '',
    });
    await appendLedger(db, [{ what: 'anchored', subject: 'anchor' }], new Date(now).toISOString());
    expect(await isDue(db, now + 100 * HOUR)).toBe(false);
    await appendLedger(db, [{ what: 'flagged', subject: KEY }], new Date(now).toISOString());
    expect(await isDue(db, now + 2 * HOUR)).toBe(false);
    expect(await isDue(db, now + 24 * HOUR)).toBe(true);
  });

  it.each([
    ['https://freetsa.org/tsr', 'https://freetsa.org/tsr'],
    [' https://tsa.example/x#y ', 'https://tsa.example/x'],
    ['http://freetsa.org/tsr', null],
    ['https://user:pw@tsa.example/', null],
    ['https://192.168.1.4/tsr', null],
    ['https://tsa.local./', null],
    ['file:///etc', null],
    ['', null],
  ])('the address %s is %s', (text, url) => expect(authorityAddress(text)).toBe(url));
});
