/** The label step of a worker: the models are loaded by the first photo that needs them and freed with the worker. */
import type { CheckResult } from '../../claims/finding.ts';
import type { Decoded } from '../../images/decode.ts';
import { timePlace } from '../../images/held.ts';
import type { CodeReader, EarlierLabel, LabelReader } from '../../labels/index.ts';
import { regionToOwn } from '../../match/index.ts';
import { chain } from '../../pixels/homography.ts';
import type { ReadFrame } from '../../video/film-labels.ts';
import { sameScene, smallGrey } from '../../video/scenes.ts';
import type { WorkerCalls } from './protocol.ts';
import { blobOf } from './stored-bytes.ts';
import { giveWay } from './video/give-way.ts';
import { framesAt, withVideo } from './video/open-videos.ts';

/** Opens `what` once. A failed load is not remembered: the next photo may find the files readable again. */
function once<T>(what: (base: string) => Promise<T>): (base: string) => Promise<T> {
  let opened: Promise<T> | undefined;
  return async (base) => {
    opened ??= what(base);
    try {
      return await opened;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
}

const session = () => import('../../labels/session.ts');
export const openReader = once(async (base): Promise<LabelReader> => (await session()).openLabelReader(base));
export const openCodes = once(async (base): Promise<CodeReader> => (await session()).openCodeReader(base));

/** A homography into own pixels becomes one into the working copy's, which begins at `origin`. */
const toWorking = (h: readonly number[], scale: number, origin: { x: number; y: number }): number[] =>
  chain([scale, 0, -origin.x * scale, 0, scale, -origin.y * scale, 0, 0, 1], [...h]);

/**
 * Reads the visible labels, marks, codes and numbers of one picture; regions come back in the photo's own pixels. The first look
 * reads the edges. It is the only one where it finds a mark, or has to find one again that an earlier version carried.
 */
export async function readLabels(
  args: WorkerCalls['labels']['args'],
  { picture, scale, origin, width, height }: Decoded,
): Promise<WorkerCalls['labels']['answer']> {
  const { base, sha256, numbers, earlier, seen } = args;
  const { checkLabels, LABELS_CHECK, removedSince } = await import('../../labels/index.ts');
  const parts = seen ? 'inside' : earlier.length > 0 ? 'all' : 'edges';
  const question = { photo: sha256, picture, own: { width, height }, parts, seen, numbers } as const;
  const tools = { reader: await openReader(base), codes: () => openCodes(base) };
  const step = await checkLabels(tools, question);
  const marked = step.findings.some(({ code }) => code === 'ai-label-visible');
  const findings = [...step.findings];
  if (step.frame.kind === 'screenshot' && step.frame.counts) {
    const facts = { ...step.frame.counts, shape: step.frame.why, place: 'pixels' as const };
    findings.push({ code: 'screenshot', strength: 'weak', photo: sha256, facts, check: { ...LABELS_CHECK } });
  }
  for (const label of earlier) {
    const inWorking: EarlierLabel = { ...label, toThis: toWorking(label.toThis, scale, origin) };
    const removed = removedSince(sha256, picture, step.answer, inWorking);
    if (removed) findings.push(removed);
  }
  return {
    findings: findings.map((finding) => ({
      ...finding,
      region: finding.region?.map((region) => regionToOwn(region, { scale, ...origin })),
    })),
    checks: step.checks,
    rest: parts === 'edges' && !marked ? { lines: step.answer.lines, codes: step.codes } : null,
  };
}

/** Reads the labels laid over a stored video: a few frames spread over it, more only where one of those shows something. */
export async function filmLabels({
  db,
  sha256,
  base,
}: WorkerCalls['filmLabels']['args']): Promise<WorkerCalls['filmLabels']['answer']> {
  const { checkLabels, LABELS_CHECK } = await import('../../labels/index.ts');
  const { labelsOverFilm, timesToRead } = await import('../../video/film-labels.ts');
  const tools = { reader: await openReader(base), codes: null };
  const scenes: Float32Array[] = [];
  const read: ReadFrame[] = [];
  await withVideo(db, sha256, async (video) => {
    const { first, rest } = timesToRead(video.spans);
    for (const times of [first, rest]) {
      if (times === rest && !read.some(({ findings }) => findings.length > 0)) return;
      for await (const { place, second, decoded } of framesAt(video, times.map(timePlace))) {
        await giveWay();
        const { picture } = decoded;
        const question = { photo: sha256, picture, parts: 'edges', numbers: {} } as const;
        const { findings } = await checkLabels(tools, question);
        const grey = smallGrey(picture);
        const known = scenes.findIndex((other) => sameScene(other, grey));
        const scene = known < 0 ? scenes.push(grey) - 1 : known;
        read.push({ second, place, scene, side: Math.max(picture.width, picture.height), findings });
      }
    }
  });
  const findings = labelsOverFilm(read);
  const result: CheckResult =
    findings.length > 0
      ? { state: 'found' }
      : (await blobOf(db, sha256)).parts
        ? { state: 'not-checked', reason: 'video-in-part' }
        : { state: 'nothing-found' };
  return { findings, checks: [{ ...LABELS_CHECK, result }] };
}
