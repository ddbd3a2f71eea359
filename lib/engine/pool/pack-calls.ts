/** Model packs in a worker: installing, scoring trusted photos, judging a claim's photos. Networks are freed with the worker. */
import { sha256Hex } from '../../claims/canonical.ts';
import { decode, guard } from '../../images/decode.ts';
import { UnreadablePhotoError } from '../../images/errors.ts';
import { PACK_MAX_PIXELS } from '../../images/limits.ts';
import type { PackHost } from '../../packs/index.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { WorkerCalls } from './protocol.ts';
import { bytesOf } from './stored-bytes.ts';

let host: PackHost | undefined;

async function packHost(base: string): Promise<PackHost> {
  const { openPackHost } = await import('../../packs/index.ts');
  host ??= openPackHost(base);
  return host;
}

/** The photo in its own size. Throws UnreadablePhotoError: `too-many-pixels` also where only a pack's limit is passed. */
async function ownSize(bytes: Uint8Array): Promise<Picture> {
  const { width, height } = guard(bytes);
  if (width * height > PACK_MAX_PIXELS)
    throw new UnreadablePhotoError('too-many-pixels', `${width} x ${height}`);
  return (await decode(bytes, Number.POSITIVE_INFINITY)).picture;
}

/** Installs a pack file, or says what is wrong with it. */
export async function installPack({
  base,
  file,
  now,
}: WorkerCalls['installPack']['args']): Promise<WorkerCalls['installPack']['answer']> {
  const packs = await packHost(base);
  const { PackError } = await import('../../packs/index.ts');
  try {
    return { installed: await packs.install(new Uint8Array(await file.arrayBuffer()), now) };
  } catch (error) {
    if (error instanceof PackError) return { fault: error.fault, why: error.message };
    throw error;
  }
}

/** Scores one photo that the seller trusts; `leftOut` says why a photo is not one for this pack. */
export async function trustPhoto({
  base,
  pack,
  photo,
  now,
}: WorkerCalls['trustPhoto']['args']): Promise<WorkerCalls['trustPhoto']['answer']> {
  const bytes =
    'file' in photo ? new Uint8Array(await photo.file.arrayBuffer()) : await bytesOf(photo.db, photo.sha256);
  const { classifyFrame } = await import('../../labels/index.ts');
  let picture: Picture;
  try {
    picture = await ownSize(bytes);
  } catch (error) {
    if (error instanceof UnreadablePhotoError) return { leftOut: error.problem };
    throw error;
  }
  const answer = await (await packHost(base)).trust(
    pack,
    sha256Hex(bytes),
    picture,
    classifyFrame(picture),
    now,
  );
  return 'leftOut' in answer ? answer : { trusted: answer.trusted };
}

/** What every installed pack says about one stored photo. */
export async function askPacks({
  base,
  db,
  sha256,
  marked,
}: WorkerCalls['askPacks']['args']): Promise<WorkerCalls['askPacks']['answer']> {
  const { classifyFrame } = await import('../../labels/index.ts');
  let picture: Picture;
  try {
    picture = await ownSize(await bytesOf(db, sha256));
  } catch (error) {
    if (!(error instanceof UnreadablePhotoError)) throw error;
    return { findings: [], checks: [], unreadable: error.problem };
  }
  const answers = await (await packHost(base)).score(sha256, picture, {
    frame: classifyFrame(picture),
    marked,
  });
  return {
    findings: answers.flatMap(({ findings }) => findings),
    checks: answers.map(({ check }) => check),
    unreadable: null,
  };
}
