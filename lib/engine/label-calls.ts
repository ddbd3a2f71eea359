/** The label step of a worker: the models are loaded by the first photo that needs them and freed with the worker. */
import type { Check, Finding } from '../claims/finding.ts';
import type { Picture } from '../images/picture.ts';
import type { LabelReader } from '../labels/index.ts';
import { regionToOwn } from './rescale.ts';

let opened: Promise<LabelReader> | undefined;

async function reader(base: string): Promise<LabelReader> {
  const { openLabelReader } = await import('../labels/session.ts');
  opened ??= openLabelReader(base);
  try {
    return await opened;
  } catch (error) {
    // A failed load must not be remembered: the next photo may find the files readable again.
    opened = undefined;
    throw error;
  }
}

/**
 * Reads the visible labels of one picture.
 * @param base address of the model folder in the extension, ending in a slash
 * @param scale working size / own size, to give regions in the photo's own pixels
 */
export async function readLabels(
  base: string,
  sha256: string,
  picture: Picture,
  scale: number,
): Promise<{ findings: Finding[]; check: Check }> {
  const { classifyFrame, findSparkle, judgeLabels } = await import('../labels/index.ts');
  const open = await reader(base);
  const answer = await open.read(picture, { wholePicture: true });
  const frame = classifyFrame(picture);
  const { findings, check } = judgeLabels({
    photo: sha256,
    picture,
    answer,
    sparkle: findSparkle(picture),
    frame,
  });
  if (frame.kind === 'screenshot') {
    const { name, version } = check;
    findings.push({
      code: 'screenshot',
      strength: 'weak',
      photo: sha256,
      facts: { ...frame.facts, place: 'pixels' },
      check: { name, version },
    });
  }
  return {
    findings: findings.map((finding) => ({
      ...finding,
      region: finding.region?.map((region) => regionToOwn(region, scale)),
    })),
    check,
  };
}
