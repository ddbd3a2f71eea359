/** Looks a place of one photo up in other pictures, in workers that keep what they have seen of them for a while. */
import { WorkerPool } from '../../engine/pool/pool.ts';
import type { PlaceLook } from '../../engine/pool/protocol.ts';
import { startWorker } from '../../engine/pool/start-worker.ts';
import type { Box } from '../../pixels/box.ts';
import type { SurfaceFeatures } from '../../place/features/features.ts';
import { DB_NAME } from '../../store/db.ts';
import { Lanes } from './lanes.ts';

/** Workers at once: a claim's pictures are few. */
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

/** Features of photos that were marked lately, 0.8 MB each: every worker joins its pictures with them, and one finds them. */
const MOST_FEATURES = 8;
const features = new Map<string, Promise<SurfaceFeatures>>();

function featuresOf(photo: string): Promise<SurfaceFeatures> {
  const found = features.get(photo) ?? laneOf(photo).call('surfaces', { db: DB_NAME, sha256: photo });
  features.delete(photo);
  features.set(photo, found);
  // What cannot be read now is read again when it is asked about again.
  found.catch(() => features.delete(photo));
  const oldest = features.keys().next().value;
  if (features.size > MOST_FEATURES && oldest !== undefined) features.delete(oldest);
  return found;
}

/**
 * Has features found and pictures joined ahead, so that the first question is answered at once: each picture in the worker that will be
 * asked about it, in the order of `others` and one at a time, so that a question meanwhile waits for no more than one. What cannot be read says so
 * when it is asked about.
 */
export async function readySurfaces(photo: string, others: readonly string[]): Promise<void> {
  const own = featuresOf(photo);
  const queues = new Map<WorkerPool, string[]>();
  for (const other of others) {
    if (other === photo) continue;
    const lane = laneOf(other);
    queues.set(lane, [...(queues.get(lane) ?? []), other]);
  }
  const ready = async ([lane, queue]: [WorkerPool, string[]]): Promise<void> => {
    const [first] = queue;
    // While the photo's own features are found elsewhere, there is time for another picture's.
    if (first && lane !== laneOf(photo)) await lane.call('surfaces', { db: DB_NAME, sha256: first });
    const features = await own;
    for (const other of queue)
      await lane.call('pairs', { db: DB_NAME, photo, features, other }).catch(() => undefined);
  };
  await Promise.allSettled([...queues].map(ready));
}

/** One place (`box`, in the photo's own pixels) in another picture, or in the photo itself. Throws UnreadablePhotoError. */
export async function lookUpPlace(photo: string, other: string, box: Box): Promise<PlaceLook> {
  const own = other === photo ? null : await featuresOf(photo);
  return laneOf(other).call('place', { db: DB_NAME, photo, features: own, other, box });
}
