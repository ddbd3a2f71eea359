/** The calls of a worker that look one place up in the other pictures of a claim. */
import { decode } from '../../../images/decode.ts';
import type { Box } from '../../../pixels/box.ts';
import { applyTo } from '../../../pixels/homography.ts';
import type { Picture } from '../../../pixels/picture.ts';
import { type SurfaceFeatures, surfaceFeatures } from '../../../place/features/features.ts';
import { type Joined, join } from '../../../place/join/join.ts';
import { findPlace, type Looked } from '../../../place/patch/place.ts';
import { covered, shownPatch } from '../../../place/patch/show.ts';
import type { WorkerCalls } from '../protocol.ts';
import { bytesOf, coversOf } from '../stored-bytes.ts';

/** Side of a patch that is shown, in pixels, and its JPEG quality. */
const PATCH_SIDE = 360;
const QUALITY = 0.92;
/** Pictures kept with their pixels (up to 16 MB each), and features kept (up to 0.8 MB each). */
const PICTURES_MAX = 6;
const FEATURES_MAX = 24;

interface Kept {
  picture: Picture;
  /** Working pixels per own pixel, and where the working copy begins, in own pixels. */
  scale: number;
  origin: { x: number; y: number };
}

const pictures = new Map<string, Kept>();
const features = new Map<string, SurfaceFeatures>();
/** Pairs of pictures that were joined: another mark on the same photo asks for the same ones. */
const joins = new Map<string, Joined>();

function keep<T>(map: Map<string, T>, most: number, key: string, value: T): T {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next().value;
  if (map.size > most && oldest !== undefined) map.delete(oldest);
  return value;
}

async function pictureOf(db: string, sha256: string): Promise<Kept> {
  const known = pictures.get(sha256);
  if (known) return keep(pictures, PICTURES_MAX, sha256, known);
  const { picture, scale, origin } = await decode(await bytesOf(db, sha256));
  return keep(pictures, PICTURES_MAX, sha256, { picture, scale, origin });
}

/** @param given the picture's features where another worker found them */
async function lookedAt(db: string, sha256: string, given?: SurfaceFeatures): Promise<Kept & Looked> {
  const one = await pictureOf(db, sha256);
  const found = features.get(sha256) ?? given ?? surfaceFeatures(one.picture);
  return { ...one, features: keep(features, FEATURES_MAX, sha256, found) };
}

function joinOf(photo: string, own: Looked, other: string, second: Looked): Joined {
  const pair = `${photo} ${other}`;
  return keep(joins, FEATURES_MAX, pair, joins.get(pair) ?? join(own.features, second.features));
}

async function jpegOf({ width, height, data }: Picture): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(data as ImageDataArray, width, height), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
  return new Uint8Array(await blob.arrayBuffer());
}

const toWorking = (box: Box, { scale, origin }: Kept): Box => ({
  x: (box.x - origin.x) * scale,
  y: (box.y - origin.y) * scale,
  width: box.width * scale,
  height: box.height * scale,
});

/** The picture as it may be shown and filed: without what the seller covered. */
const shown = async (db: string, sha256: string, one: Kept): Promise<Picture> =>
  covered(
    one.picture,
    (await coversOf(db, sha256)).map((box) => toWorking(box, one)),
  );

/** A picture's features. Throws UnreadablePhotoError. */
export const surfaces = async ({
  db,
  sha256,
}: WorkerCalls['surfaces']['args']): Promise<WorkerCalls['surfaces']['answer']> =>
  (await lookedAt(db, sha256)).features;

/** Joins two pictures ahead of the first question about them. Throws UnreadablePhotoError. */
export async function pairs({
  db,
  photo,
  features: given,
  other,
}: WorkerCalls['pairs']['args']): Promise<WorkerCalls['pairs']['answer']> {
  const own = await lookedAt(db, photo, given);
  const { inliers } = joinOf(photo, own, other, await lookedAt(db, other));
  return { inliers };
}

/** One place of a photo in another picture, or in the photo itself. Throws UnreadablePhotoError. */
export async function place({
  db,
  photo,
  features: given,
  other,
  box,
}: WorkerCalls['place']['args']): Promise<WorkerCalls['place']['answer']> {
  const kept = await pictureOf(db, photo);
  const at = toWorking(box, kept);
  const ownShown = await shown(db, photo, kept);
  if (other === photo) {
    const jpeg = await jpegOf(shownPatch(ownShown, at, PATCH_SIDE, null));
    return {
      state: 'seen',
      jpeg,
      at: [box.x + box.width / 2, box.y + box.height / 2],
      support: 0,
      agreement: 1,
    };
  }
  const own = await lookedAt(db, photo, given ?? undefined);
  const second = await lookedAt(db, other);
  const found = findPlace(own, second, joinOf(photo, own, other, second), at);
  const { state, map, support, agreement, scale } = found;
  if (!map || state === 'absent' || state === 'outside')
    return { state, jpeg: null, at: null, support, agreement };
  const [x, y] = applyTo(map, at.x + at.width / 2, at.y + at.height / 2);
  const otherShown = await shown(db, other, second);
  const jpeg = await jpegOf(shownPatch(ownShown, at, PATCH_SIDE, { picture: otherShown, map, scale }));
  const middle = [x / second.scale + second.origin.x, y / second.scale + second.origin.y] as const;
  return { state, jpeg, at: [...middle], support, agreement };
}
