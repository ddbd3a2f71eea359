/** Honest buyers of flat prints: the listing shows the artwork or a photo of the print, the buyer photographs the sheet that came. */
import { seeded } from '../../../../lib/match/fingerprint/pattern.ts';
import { drawn } from '../../../unit/match/pictures.ts';
import { delivered, fitted, type Rgb } from '../hard/raster.ts';
import { artwork } from './artwork.ts';
import { photographedPrint, type Shot, shotOf, straightened } from './camera.ts';
import { harmed, printed } from './print.ts';

export const PRINT_KINDS = [
  'over artwork',
  'damaged, over artwork',
  'damaged, held with care',
  'over another photo',
  'damaged, over another photo',
  'part of the print',
  'in a sleeve',
  'glare and shadow',
  'at an angle',
  'by a scanner app',
  'a moment later',
] as const;
export type PrintKind = (typeof PRINT_KINDS)[number];

/** How many artworks there are. */
export const ARTWORKS = 36;

export interface PrintPair {
  kind: PrintKind;
  /** Both are the buyer's own: nothing of the shop's is shown. */
  own: boolean;
  /** JPEG bytes of the listing's picture and of the buyer's photo. */
  known: Buffer;
  photo: Buffer;
}

const tableOf = (seed: number): Rgb => {
  const { width, height, data } = drawn(seed, 640, 480);
  const out = new Uint8Array(3 * width * height);
  for (let i = 0, p = 0; i < out.length; i += 3, p += 4)
    for (let k = 0; k < 3; k++)
      out[i + k] = 130 + 0.3 * (data[p + k]! - 128) + 20 * Math.sin((p / 4 / width) * 0.4);
  return { width, height, data: out };
};

/** The seller's own photo is cut to the print. */
const cutTo = async (frame: Rgb, share: number): Promise<Rgb> =>
  fitted(frame, Math.round(frame.width * share), Math.round(frame.height * share));

/** The pair of this seed: kinds and artworks in turn. */
export async function printPair(seed: number): Promise<PrintPair> {
  const random = seeded(seed * 7919 + 3);
  for (let k = 0; k < 5; k++) random();
  const kind = PRINT_KINDS[seed % PRINT_KINDS.length]!;
  const art = await artwork((seed * 7) % ARTWORKS);
  const print = await printed(art, random);
  const own =
    kind.startsWith('damaged') || kind === 'a moment later' || random() < 0.3
      ? await harmed(print, random)
      : print;
  const care =
    kind === 'damaged, held with care' ? 0.8 + 0.2 * random() : kind === 'at an angle' ? 0 : 0.6 * random();
  const shot: Shot = shotOf(random, care);
  if (kind === 'part of the print') shot.fills = 1.3 + 0.8 * random();
  if (kind === 'damaged, held with care') shot.glare = 0;
  if (kind === 'in a sleeve') shot.sleeve = true;
  if (kind === 'glare and shadow')
    Object.assign(shot, { glare: 70 + 120 * random(), shadow: 0.15 + 0.3 * random() });
  if (kind === 'at an angle')
    Object.assign(shot, {
      tilt: [(random() - 0.5) * 0.9, 0.2 + 0.4 * random()],
      fills: 0.75 + 0.2 * random(),
    });
  let photo = await photographedPrint(own, tableOf(seed + 500), shot, seeded(seed + 3000), random);
  if (kind === 'by a scanner app') photo = await straightened(photo, shot, art.width / art.height, random);
  let known = art;
  if (kind.endsWith('another photo')) {
    const theirs = shotOf(random, 0.9);
    theirs.fills = 0.98 + 0.05 * random();
    const frame = await photographedPrint(print, tableOf(seed + 900), theirs, seeded(seed + 6000), random);
    known = await cutTo(frame, 0.96);
  }
  if (kind === 'a moment later') {
    // The same hand, sheet and light; the mark is pointed out in one of the two.
    const tilt = [shot.tilt[0] + 0.02 * (random() - 0.5), shot.tilt[1] + 0.02 * (random() - 0.5)] as const;
    const off = [shot.off[0] + 0.01 * (random() - 0.5), shot.off[1] + 0.01 * (random() - 0.5)] as const;
    const before = { ...shot, tilt, off, fills: shot.fills * (0.98 + 0.04 * random()) };
    known = await photographedPrint(print, tableOf(seed + 500), before, seeded(seed + 3000), random);
  }
  const longest = [1600, 1280, 1080, 960][Math.floor(random() * 4)]!;
  return {
    kind,
    own: kind === 'a moment later',
    known: await delivered(known, 900, 88),
    photo: await delivered(photo, longest, 72 + Math.floor(20 * random())),
  };
}
