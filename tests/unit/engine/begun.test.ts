/** A large video's beginning, kept while its end is not there yet. */
import { describe, expect, it } from 'vitest';
import { fetchEvidence } from '../../../lib/engine/fetch/fetch-evidence.ts';
import { VIDEO_PART_BYTES } from '../../../lib/images/limits.ts';
import type { FetchRules } from '../../../lib/images/receive.ts';
import { saveReadings } from '../../../lib/store/claims.ts';
import { askFor } from '../../../lib/store/jobs.ts';
import { claim, photo } from '../support/claims.ts';
import { freshDb } from '../support/db.ts';
import { takeNext } from '../support/take.ts';

const NOW = new Date('2026-10-02T03:00:00Z');
const TOTAL = 150_000_000;
const LAST = TOTAL - VIDEO_PART_BYTES;
const beginning = new Uint8Array(VIDEO_PART_BYTES);
beginning.set([0, 0, 0, 24, ...new TextEncoder().encode('ftypisom')]);

describe('a large video whose end does not come', () => {
  it('keeps its beginning, says that it is not there, and asks for the end alone the next time', async () => {
    const db = freshDb();
    await saveReadings(db, [claim({ evidence: [photo('https://img.pddpic.com/1.mp4')] })], NOW);
    const [row] = await db.evidence.toArray();
    await db.evidence.put({ ...row!, kind: 'video' });
    let isThere = false;
    const asked: (string | null)[] = [];
    const fetch = (async (_: string, init: RequestInit) => {
      const range = new Headers(init.headers).get('range');
      asked.push(range);
      const headers: Record<string, string> = { etag: '"v1"' };
      if (!range)
        return new Response(beginning, { headers: { ...headers, 'content-length': String(TOTAL) } });
      if (!isThere) throw new TypeError('gone');
      headers['content-range'] = `bytes ${LAST}-${TOTAL - 1}/${TOTAL}`;
      return new Response(new Uint8Array(VIDEO_PART_BYTES), { status: 206, headers });
    }) as typeof globalThis.fetch;
    const rules: FetchRules = { allowed: async () => true, fetch };
    const run = async () => {
      const ask = { kind: 'fetch-evidence', subject: row!.id, claimKey: row!.claimKey, priority: 0 } as const;
      await askFor(db, [{ ...ask, again: true }], NOW.getTime());
      await fetchEvidence({ db, rules, now: () => NOW }, (await takeNext(db, NOW.getTime()))!);
      return (await db.evidence.get(row!.id))!;
    };

    const broken = await run();
    // The beginning alone is no evidence.
    expect(broken).toMatchObject({ state: 'unavailable', sha256: null, begun: { total: TOTAL } });
    expect(await db.blobs.toCollection().primaryKeys()).toEqual([broken.begun?.sha256]);

    isThere = true;
    const kept = await run();
    expect(kept).toMatchObject({
      state: 'kept',
      fetch: { parts: { total: TOTAL, parts: [{ from: 0 }, { from: LAST, to: TOTAL }] } },
    });
    expect(kept).not.toHaveProperty('begun');
    expect(asked).toEqual([null, `bytes=${LAST}-`, `bytes=${LAST}-`]);
    // Of the beginning alone nothing is left.
    expect(await db.blobs.toCollection().primaryKeys()).toEqual([kept.sha256]);
    expect((await db.ledger.toArray()).find(({ what }) => what === 'evidence-kept')).toMatchObject({
      data: { sha256: kept.sha256, total: TOTAL, parts: kept.fetch?.parts?.parts },
    });
  });
});
