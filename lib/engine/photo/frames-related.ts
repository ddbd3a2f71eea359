/** Where the frames of a video come from: searched one by one, compared a few at a time until more would say the same. */
import type { Claim } from '../../claims/model.ts';
import type { Place } from '../../images/held.ts';
import type { FrameFinding } from '../../video/say.ts';
import { fromAfar } from '../../video/times.ts';
import type { Candidate, Candidates, Verification, VideoReading } from '../pool/protocol.ts';
import type { CheckDeps } from './check-photo.ts';
import { relatePhoto } from './relate-photo.ts';

/** Candidates per collection and frame: a video shows its source in many frames, so fewer are tried in each. */
const VERIFY_MAX = 4;
/** Frames compared by one call: few enough that one picture's tally is known before many more are compared with it. */
const TOGETHER = 4;
/** Calls at a time, for the workers that a small machine has. */
const AT_ONCE = 2;
/** Frames in which a picture was found after which it is looked for in no more: they lie spread over the whole video. */
const ENOUGH = 6;
/**
 * Frames whose pixels a picture was compared with in vain, and found in none, after which it is compared with no more. Frames that its
 * stored features rule out are not counted, so that a picture shown for a moment is still found there.
 */
const IN_VAIN = 4;

/** A frame for which the search found something to compare it with. */
type AskedFrame = { n: number; at: number; place: Place } & Candidates;

/** How often each picture was found, and looked for in vain. */
class Tally {
  private readonly found = new Map<string, number>();
  private readonly missed = new Map<string, number>();

  count(results: readonly Verification[]): void {
    for (const { sha256, match } of results) {
      const into = match ? this.found : this.missed;
      into.set(sha256, (into.get(sha256) ?? 0) + 1);
    }
  }

  isOpen({ sha256 }: Candidate): boolean {
    const found = this.found.get(sha256) ?? 0;
    return found < ENOUGH && (found > 0 || (this.missed.get(sha256) ?? 0) < IN_VAIN);
  }
}

/** What each frame shows, as findings about single frames. `stages` is filled with milliseconds. */
export async function framesRelated(
  { db, dbName, pool, index }: CheckDeps,
  claim: Claim,
  sha256: string,
  reading: VideoReading,
  stages: Record<string, number>,
): Promise<FrameFinding[]> {
  const began = performance.now();
  const asked: AskedFrame[] = [];
  for (const [n, { at, place, query }] of reading.frames.entries()) {
    const found = await index.search([{ window: null, fingerprint: query }], sha256, VERIFY_MAX);
    if (found.library.length + found.evidence.length > 0) asked.push({ n, at, place, ...found });
  }
  stages.search = performance.now() - began;
  const add = (stage: string, ms: number): void => {
    stages[stage] = (stages[stage] ?? 0) + ms;
  };

  const out: FrameFinding[] = [];
  const tally = new Tally();
  const left = fromAfar(asked);
  const compare = async (group: AskedFrame[]): Promise<void> => {
    const frames = group.map(({ place, library, evidence }) => ({ place, library, evidence }));
    const { results, ms } = await pool.call(
      'verifyFrames',
      { db: dbName, photo: sha256, frames },
      { about: sha256, behind: true },
    );
    add('align', ms.align);
    add('draw', ms.draw);
    for (const [i, { n, at, place }] of group.entries()) {
      const found = results[i] ?? [];
      tally.count(found);
      const sourcePlaces = new Map(found.map((one) => [one.sha256, one.sourcePlace]));
      for (const finding of await relatePhoto(db, claim, sha256, found)) {
        const source = finding.against?.sha256;
        // The same bytes in another claim are said once, not by every frame.
        if (source === undefined || source === sha256) continue;
        out.push({ n, second: at, place, sourcePlace: sourcePlaces.get(source), finding });
      }
    }
  };
  while (left.length > 0) {
    const groups: AskedFrame[][] = [];
    while (left.length > 0 && groups.length < AT_ONCE) {
      const group: AskedFrame[] = [];
      while (left.length > 0 && group.length < TOGETHER) {
        const frame = left.shift()!;
        const library = frame.library.filter((one) => tally.isOpen(one));
        const evidence = frame.evidence.filter((one) => tally.isOpen(one));
        if (library.length + evidence.length > 0) group.push({ ...frame, library, evidence });
      }
      if (group.length > 0) groups.push(group);
    }
    await Promise.all(groups.map(compare));
  }
  return out.sort((a, b) => a.n - b.n);
}
