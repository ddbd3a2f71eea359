/** A case of which a photo was said not to be the buyer's, and put back: its records fit the log, for the product and for both verifiers. */
import 'fake-indexeddb/auto';
import { unzipSync } from 'fflate';
import { afterAll, expect, it } from 'vitest';
import { loadDossier } from '../../../lib/app/cases/case-data.ts';
import { unboundOf } from '../../../lib/cases/package/binding.ts';
import { buildPackage } from '../../../lib/cases/package/build.ts';
import { joined } from '../../../lib/formats/zip-write.ts';
import { evidenceId, saveReadings } from '../../../lib/store/claims.ts';
import { shopSalts } from '../../../lib/store/logged/salt.ts';
import { restoreEvidence, withdrawEvidence } from '../../../lib/store/withdrawn.ts';
import { claim, photo } from '../support/claims.ts';
import { freshDb } from '../support/db.ts';
import { check, edit, type Files, forget, reseal, verify, zip } from './forge.ts';

afterAll(forget);

const A = 'https://img.pddpic.com/a.jpg';
const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 30, hour));

it('fits its log after a photo was withdrawn, and after it was put back', async () => {
  const db = freshDb();
  const reading = claim({ evidence: [photo(A), photo('https://img.pddpic.com/b.jpg')] });
  await saveReadings(db, [reading], at(1));
  const dossier = async () => (await loadDossier(db, reading.key, { ledger: true }))!;
  const salts = await shopSalts(db);
  await withdrawEvidence(db, reading.key, [evidenceId(reading.key, A)], 'not-buyers', at(2));
  expect(unboundOf(await dossier(), salts)).toEqual([]);
  await saveReadings(db, [{ ...reading, status: '已退款' }], at(3));
  await restoreEvidence(db, reading.key, evidenceId(reading.key, A), at(4));
  expect(unboundOf(await dossier(), salts)).toEqual([]);

  const made = await buildPackage({
    dossier: await dossier(),
    locale: 'en',
    bytesOf: async () => null,
    derived: [],
    covered: new Set<string>(),
    unmask: [],
    salts,
    toolVersion: '1',
    exportedAt: at(5).toISOString(),
    exportNo: 1,
  });
  const files: Files = unzipSync(joined(made.pieces));
  expect(verify(joined(made.pieces)).said).toContain('every hash, link and number fits');
  expect((await check(new Map(Object.entries(files)))).bad).toEqual([]);

  // The version that the withdrawal made is held against the one before it.
  edit(files, 'records/claim.json', (record) => {
    record.versions.at(-1).claim.status = '已拒绝';
  });
  reseal(files);
  expect(verify(zip(files)).said).toContain('status is not what the log holds');
  expect((await check(new Map(Object.entries(files)))).bad).not.toEqual([]);
});
