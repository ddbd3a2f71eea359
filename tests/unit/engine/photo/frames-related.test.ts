import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { CheckDeps } from '../../../../lib/engine/photo/check-photo.ts';
import { framesRelated } from '../../../../lib/engine/photo/frames-related.ts';
import type { Verification, VideoReading } from '../../../../lib/engine/pool/protocol.ts';
import { claim } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';

const FRAMES = 40;
const reading = {
  frames: Array.from({ length: FRAMES }, (_, at) => ({ at, place: `time-${at * 1_000}`, query: at })),
} as unknown as VideoReading;

const match = (level: 'copy' | null): Verification['match'] =>
  level && {
    level,
    confidence: 0.99,
    kept: 0.9,
    overlap: 1,
    transform: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    mirrored: false,
    changed: [],
    scores: { inliers: 80, f90: 1, f75: 1, driftPx: 0, colourApart: 0 },
  };

/** Runs a video whose search proposes the same pictures for every frame; `shows` says in which frame each of them is. */
async function run(pictures: string[], shows: (sha256: string, second: number) => boolean | 'ruled out') {
  const db = freshDb();
  for (const sha256 of pictures)
    await db.libraryImages.put({ id: sha256, sha256, productKey: 'p', name: sha256 } as never);
  await db.products.put({ key: 'p', itemIds: [], title: 'Cup' } as never);
  const compared: [string, number][] = [];
  let running = 0;
  let most = 0;
  const deps = {
    db,
    dbName: db.name,
    index: {
      search: async () => ({
        library: pictures.map((sha256) => ({ sha256, pairs: [[null, null]], closeUp: false })),
        evidence: [],
      }),
    },
    pool: {
      call: async (_: string, { frames }: { frames: { place: string; library: { sha256: string }[] }[] }) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((done) => setTimeout(done));
        running -= 1;
        const results = frames.map(({ place, library }) =>
          library.flatMap(({ sha256 }) => {
            const second = Number(place.slice(5)) / 1_000;
            const there = shows(sha256, second);
            if (there === 'ruled out') return [];
            compared.push([sha256, second]);
            return [{ sha256, match: match(there ? 'copy' : null), betweenClaims: null, unreadable: null }];
          }),
        );
        return { results, ms: { align: 1, draw: 1 } };
      },
    },
  } as unknown as CheckDeps;
  const found = await framesRelated(deps, claim(), 'video', reading, {});
  return { found, compared, most };
}

describe('the frames of a video', () => {
  it('are compared with a picture until it was found often enough, spread over the whole video', async () => {
    const { found, compared, most } = await run(['listing'], () => true);
    expect(compared.length).toBeLessThanOrEqual(8);
    expect(most).toBeLessThanOrEqual(2);
    const seconds = found.map(({ second }) => second);
    expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
    expect([seconds[0], seconds.at(-1)]).toEqual([0, FRAMES - 1]);
  });

  it('are not compared again and again with a picture that is in none', async () => {
    const { found, compared } = await run(['listing', 'other'], (sha256) => sha256 === 'listing');
    expect(found.every(({ finding }) => finding.against?.sha256 === 'listing')).toBe(true);
    expect(compared.filter(([sha256]) => sha256 === 'other').length).toBeLessThanOrEqual(8);
  });

  it('still show a picture that is there for a moment only', async () => {
    const { found } = await run(['brief'], (_, second) =>
      second === 13 || second === 14 ? true : 'ruled out',
    );
    expect(found.map(({ second }) => second)).toEqual([13, 14]);
  });
});
