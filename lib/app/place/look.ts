/** Looks a place of one photo up in other pictures, in workers that keep what they have seen of them for a while. */
import { WorkerPool } from '../../engine/pool/pool.ts';
import type { PlaceLook } from '../../engine/pool/protocol.ts';
import { startWorker } from '../../engine/pool/start-worker.ts';
import type { Box } from '../../pixels/box.ts';
import { DB_NAME } from '../../store/db.ts';
import { Lanes } from './lanes.ts';

/** Workers at once: a claim's pictures are few, and each worker finds the marked photo's features again. */
const MOST_LANES = 2;
/** A person takes a while to mark a place: what was found of the pictures is kept that long, in milliseconds. */
const IDLE_MS = 180_000;

let lanes: Lanes<WorkerPool> | undefined;
const laneOf = (sha256: string): WorkerPool => {
  lanes ??= new Lanes(
    Array.from(
      { length: Math.min(MOST_LANES, navigator.hardwareConcurrency) },
      () => new WorkerPool(startWorker, 1, { idleMs: IDLE_MS }),
    ),
  );
  return lanes.of(sha256);
};

/**
 * Has features found ahead, so that the first question is answered at once: the photo's in every worker, each other picture's in one.
 * What cannot be read says so when it is asked about.
 */
export async function readySurfaces(photo: string, others: readonly string[]): Promise<void> {
  const asks = others
    .filter((other) => other !== photo)
    .flatMap((other) => [[laneOf(other), photo] as const, [laneOf(other), other] as const]);
  const once = new Map<WorkerPool, Set<string>>();
  for (const [lane, sha256] of asks) once.set(lane, (once.get(lane) ?? new Set()).add(sha256));
  await Promise.allSettled(
    [...once].flatMap(([lane, all]) =>
      [...all].map((sha256) => lane.call('surfaces', { db: DB_NAME, sha256 })),
    ),
  );
}

/** One place (`box`, in the photo's own pixels) in another picture, or in the photo itself. Throws UnreadablePhotoError. */
export const lookUpPlace = (photo: string, other: string, box: Box): Promise<PlaceLook> =>
  laneOf(other).call('place', { db: DB_NAME, photo, other, box });
