/** How far a picture of a surface is from the one that was agreed on. */
import sharp, { type Sharp } from 'sharp';

/**
 * Pictures are compared at half size, where the edges of letters have no say, and a point counts as different when one of
 * its channels is off by more than this (of 255): less is not seen.
 */
const VISIBLE = 28;

interface Half {
  data: Buffer;
  width: number;
  height: number;
}

const halved = async (file: string): Promise<Sharp> => {
  const { width = 2, height = 2 } = await sharp(file).metadata();
  return sharp(file)
    .resize(width >> 1, height >> 1, { kernel: 'linear', fit: 'fill' })
    .removeAlpha();
};

const raw = async (image: Sharp): Promise<Half> => {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
};

/** Keeps a screenshot as the agreed picture: half size, as small a PNG as can be. */
export async function agree(shot: string, baseline: string): Promise<void> {
  await (await halved(shot)).png({ palette: true, colours: 256, dither: 0, effort: 10 }).toFile(baseline);
}

/** Share of points, 0..1, that a person would see to differ; 1 when the sizes are not the same. */
export async function difference(shot: string, baseline: string): Promise<number> {
  const [a, b] = await Promise.all([halved(shot).then(raw), raw(sharp(baseline).removeAlpha())]);
  if (a.width !== b.width || a.height !== b.height) return 1;
  let seen = 0;
  for (let i = 0; i < a.data.length; i += 3) {
    const off = [0, 1, 2].some((c) => Math.abs((a.data[i + c] ?? 0) - (b.data[i + c] ?? 0)) > VISIBLE);
    if (off) seen += 1;
  }
  return seen / (a.width * a.height);
}
