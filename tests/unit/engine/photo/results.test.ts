import { describe, expect, it } from 'vitest';
import type { Check, Finding } from '../../../../lib/claims/finding.ts';
import { writeClaimFindings, writePhotoResult } from '../../../../lib/engine/photo/results.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { askFor } from '../../../../lib/store/jobs.ts';
import { verifyLedger } from '../../../../lib/store/ledger-chain.ts';
import type { JobRow } from '../../../../lib/store/rows.ts';
import { verdictChanges } from '../../../../lib/store/verdict-changes.ts';
import { claim, photo } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';
import { findingOf } from '../../support/findings.ts';

const KEY = 'pinduoduo:1001';
const NOW = new Date('2026-10-02T03:00:00Z');

const finding = (over: Partial<Omit<Finding, 'facts'>> & { facts?: object } = {}): Finding =>
  findingOf(over.code ?? 'copy-of-listing', {
    photo: 'aa',
    against: { kind: 'listing', sha256: 'bb', product: 'p' },
    ...over,
  });

const found: Check = { name: 'match', version: '1', result: { state: 'found' } };
const nothing: Check = { name: 'match', version: '1', result: { state: 'nothing-found' } };

/** A claim with one kept photo `aa` and its check running. */
async function ready(): Promise<{ db: ClaimLensDb; job: JobRow }> {
  const db = freshDb();
  await saveReadings(db, [claim({ evidence: [photo('https://img.pddpic.com/1.jpg')] })], NOW);
  const [row] = await db.evidence.toArray();
  await db.evidence.put({ ...row!, state: 'kept', sha256: 'aa' });
  await db.jobs.clear();
  await askFor(db, [{ kind: 'check-photo', subject: `${KEY}#aa`, claimKey: KEY, priority: 5 }], 1);
  const job = (await db.jobs.toArray())[0]!;
  await db.jobs.put({ ...job, state: 'running' });
  return { db, job };
}

const write = (
  db: ClaimLensDb,
  job: JobRow,
  findings: Finding[],
  checks: Check[],
  whole: Finding[] | null = null,
) =>
  writePhotoResult(db, {
    claimKey: KEY,
    sha256: 'aa',
    findings,
    checks,
    ms: { match: 12, total: 30 },
    job,
    whole,
    now: NOW,
  });

describe('writePhotoResult', () => {
  it('stores findings, checks, verdict, job state and ledger entry together', async () => {
    const { db, job } = await ready();
    await write(db, job, [finding()], [found]);
    expect(await db.findings.toArray()).toMatchObject([
      { code: 'copy-of-listing', claimKey: KEY, sha256: 'aa' },
    ]);
    expect(await db.checks.toArray()).toMatchObject([{ id: `${KEY}#aa#match`, ms: 12 }]);
    expect(await db.jobs.get(job.id)).toMatchObject({ state: 'done', ms: { total: 30 } });
    const verdict = await db.verdicts.get(KEY);
    expect(verdict?.photos).toEqual({ total: 1, checked: 1, notChecked: 0 });
    expect(verdict?.because).toEqual([(await db.findings.toArray())[0]?.id]);
    const ledger = await db.ledger.orderBy('[seat+n]').toArray();
    expect(ledger.at(-1)).toMatchObject({ what: 'photo-checked', data: { codes: ['copy-of-listing'] } });
    expect(verifyLedger(ledger)).toEqual([]);
  });

  it('replaces what an earlier run said, never doubles it', async () => {
    const { db, job } = await ready();
    await write(
      db,
      job,
      [finding(), finding({ code: 'metadata-stripped', strength: 'context', against: undefined })],
      [found],
    );
    await write(db, job, [finding({ facts: { confidence: 0.98 } })], [found]);
    expect(await db.findings.toArray()).toMatchObject([{ finding: { facts: { confidence: 0.98 } } }]);
    await write(db, job, [], [nothing]);
    expect(await db.findings.count()).toBe(0);
    expect((await db.verdicts.get(KEY))?.verdict).toBe('no-anomaly');
  });

  it('keeps findings against different pictures apart', async () => {
    const { db, job } = await ready();
    await write(db, job, [finding(), finding({ against: { kind: 'listing', sha256: 'cc' } })], [found]);
    expect(await db.findings.count()).toBe(2);
  });

  it('leaves nothing behind when it fails', async () => {
    const { db, job } = await ready();
    const poison = { ...finding(), facts: { bad: 1 } } as unknown as Finding;
    await expect(write(db, job, [finding({ code: 'screenshot' }), poison], [found])).rejects.toThrow();
    expect([await db.findings.count(), await db.checks.count()]).toEqual([0, 0]);
    expect((await db.jobs.get(job.id))?.state).toBe('running');
  });

  it('counts an unreadable photo as not checked, never as clean', async () => {
    const { db, job } = await ready();
    await write(
      db,
      job,
      [
        finding({
          code: 'photo-unreadable',
          strength: 'context',
          against: undefined,
          facts: { why: 'empty', detail: '' },
        }),
      ],
      [{ name: 'match', version: '1', result: { state: 'not-checked', reason: 'empty' } }],
    );
    const verdict = await db.verdicts.get(KEY);
    expect(verdict?.photos).toEqual({ total: 1, checked: 0, notChecked: 1 });
    expect(verdict?.verdict).toBe('not-enough-information');
  });

  it('counts a photo as checked when only parts of what its file says could not be read', async () => {
    const { db, job } = await ready();
    const facts = { why: 'parts', parts: [{ place: 'jpeg:EXIF', why: 'truncated' }], more: 0, command: 'x' };
    await write(
      db,
      job,
      [finding({ code: 'photo-unreadable', strength: 'context', against: undefined, facts })],
      [nothing],
    );
    expect((await db.verdicts.get(KEY))?.photos).toEqual({ total: 1, checked: 1, notChecked: 0 });
  });
});

describe('the history of a verdict', () => {
  it('holds every change once, with what carried it, and nothing where nothing changed', async () => {
    const { db, job } = await ready();
    await write(db, job, [finding()], [found]);
    await write(db, job, [finding()], [found]);
    await write(db, job, [], [nothing]);
    const ledger = await db.ledger.toArray();
    const changes = verdictChanges(ledger, KEY);
    expect(changes.map(({ from, to, codes }) => ({ from, to, codes }))).toEqual([
      { from: null, to: 'worth-checking', codes: ['copy-of-listing'] },
      { from: 'worth-checking', to: 'no-anomaly', codes: [] },
    ]);
    expect(changes[0]?.findings).toHaveLength(1);
    expect(verdictChanges(ledger, 'pinduoduo:other')).toEqual([]);
    expect(verifyLedger(ledger)).toEqual([]);
  });
});

describe('what the whole claim says', () => {
  const ofClaim = finding({
    code: 'device-differs-in-claim',
    strength: 'weak',
    photo: undefined,
    against: undefined,
  });
  const SUM = `sum-up-claim:${KEY}`;

  it('is written with the last photo; a waiting sum stays, since it may know of what came after this was read', async () => {
    const { db, job } = await ready();
    await askFor(db, [{ kind: 'sum-up-claim', subject: KEY, claimKey: KEY, priority: 5 }], 1);
    await write(db, job, [], [nothing], [ofClaim]);
    expect((await db.findings.toArray()).map(({ code }) => code)).toEqual(['device-differs-in-claim']);
    expect((await db.jobs.get(SUM))?.state).toBe('queued');
  });

  it('has a sum that runs meanwhile made once more', async () => {
    const { db, job } = await ready();
    await askFor(db, [{ kind: 'sum-up-claim', subject: KEY, claimKey: KEY, priority: 5 }], 1);
    const sum = (await db.jobs.get(SUM))!;
    await db.jobs.put({ ...sum, state: 'running' });
    await write(db, job, [], [nothing], [ofClaim]);
    expect((await db.jobs.get(SUM))?.again).toBe(true);
  });

  it('is asked for as a job while another photo is open, even where it was read', async () => {
    const { db, job } = await ready();
    await askFor(db, [{ kind: 'check-photo', subject: `${KEY}#bb`, claimKey: KEY, priority: 5 }], 1);
    await write(db, job, [], [nothing], [ofClaim]);
    expect(await db.findings.count()).toBe(0);
    expect((await db.jobs.get(SUM))?.state).toBe('queued');
  });
});

describe('writeClaimFindings', () => {
  it('replaces the findings of the claim and leaves those of its photos', async () => {
    const { db, job } = await ready();
    await write(db, job, [finding()], [found]);
    const ofClaim = finding({
      code: 'device-differs-in-claim',
      strength: 'weak',
      photo: undefined,
      against: undefined,
    });
    await writeClaimFindings(db, KEY, [ofClaim], NOW);
    await writeClaimFindings(db, KEY, [ofClaim], NOW);
    expect((await db.findings.toArray()).map((row) => row.code).sort()).toEqual([
      'copy-of-listing',
      'device-differs-in-claim',
    ]);
    await writeClaimFindings(db, KEY, [], NOW);
    expect((await db.findings.toArray()).map((row) => row.code)).toEqual(['copy-of-listing']);
  });
});
