/**
 * Parts of a 1:10 listing strip beside the same parts of single 3:4 pictures: are they found, called copies, and is what was
 * changed named, as well in the one as in the other? Search and verification in Node, among windows of other strips.
 */
import sharp, { type Sharp } from 'sharp';
import { viewOf } from '../../lib/engine/pool/ready.ts';
import {
  fingerprint,
  fingerprintPrepared,
  MatchIndex,
  type Pair,
  type Prepared,
  prepare,
  type Viewed,
  verifyViews,
  windowsOf,
} from '../../lib/match/index.ts';
import type { Frame } from '../../lib/pixels/frame.ts';
import type { Picture } from '../../lib/pixels/picture.ts';
import type { Figure } from './figures.ts';

const WIDTH = 600;
const HEIGHT = 800;
/** Sections of a strip: 600 x 6,400 is 1:10.7. */
const SECTIONS = 8;
/** Candidates that the product compares by pixels. */
const LOOKED_AT = 10;

async function pixels(image: Sharp): Promise<Picture> {
  const { data, info } = await image
    .flatten({ background: '#fff' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

function viewed(picture: Picture): Viewed {
  let all: Prepared | undefined;
  return {
    width: picture.width,
    height: picture.height,
    view: (frame) => {
      all ??= prepare(picture);
      return frame ? viewOf(picture, 1, frame) : { prepared: all, scale: 1, x: 0, y: 0 };
    },
  };
}

interface Source {
  name: string;
  frame: Frame | null;
  picture: Picture;
}

interface Outcome {
  found: boolean;
  copy: boolean;
  named: boolean;
}

function lookFor(photo: Picture, wanted: string, index: MatchIndex, sources: Map<string, Source>): Outcome {
  const found = index.search(fingerprint(photo), LOOKED_AT).filter(({ id }) => id.startsWith(`${wanted}~`));
  const pairs = found.slice(0, 3).map(({ id }): Pair => [null, sources.get(id)!.frame]);
  if (pairs.length === 0) return { found: false, copy: false, named: false };
  const source = sources.get(found[0]!.id)!;
  const match = verifyViews(viewed(photo), viewed(source.picture), pairs);
  return {
    found: true,
    copy: match?.level === 'copy',
    named: match?.level === 'copy' && match.changed.length === 1,
  };
}

/** Figures of parts (4:3 crops, JPEG 75, one patch drawn in) of strips and of the same sections as pictures of their own. */
export async function longPictures(files: string[]): Promise<Figure[]> {
  const sections = files.slice(0, Math.floor(files.length / SECTIONS) * SECTIONS);
  const [ofStrips, ofPictures] = [new MatchIndex(), new MatchIndex()];
  const [inStrips, inPictures] = [new Map<string, Source>(), new Map<string, Source>()];
  const parts: Buffer[] = [];
  for (const file of sections)
    parts.push(
      await sharp(file).rotate().resize(WIDTH, HEIGHT, { fit: 'cover' }).jpeg({ quality: 90 }).toBuffer(),
    );
  for (let s = 0; s * SECTIONS < parts.length; s++) {
    const group = parts.slice(s * SECTIONS, (s + 1) * SECTIONS);
    const layers = group.map((input, i) => ({ input, left: 0, top: i * HEIGHT }));
    const blank = { width: WIDTH, height: HEIGHT * SECTIONS, channels: 3 as const, background: '#fff' };
    const made = await sharp({ create: blank }).composite(layers).jpeg({ quality: 88 }).toBuffer();
    const picture = await pixels(sharp(made));
    windowsOf(picture).forEach((frame, k) => {
      inStrips.set(`${s}~${k}`, { name: `${s}`, frame, picture });
      ofStrips.add(`${s}~${k}`, fingerprintPrepared(viewOf(picture, 1, frame).prepared));
    });
  }
  for (const [i, part] of parts.entries()) {
    const picture = await pixels(sharp(part));
    inPictures.set(`p${i}~0`, { name: `p${i}`, frame: null, picture });
    ofPictures.add(`p${i}~0`, fingerprint(picture));
  }
  const strips: Outcome[] = [];
  const pictures: Outcome[] = [];
  for (const [i, part] of parts.entries()) {
    const patch = { create: { width: 70, height: 60, channels: 3 as const, background: '#5a3018' } };
    const cut = await sharp(part).extract({ left: 0, top: 150, width: WIDTH, height: 450 }).toBuffer();
    const photo = await pixels(
      sharp(
        await sharp(cut)
          .composite([{ input: patch, left: 250, top: 180 }])
          .jpeg({ quality: 75 })
          .toBuffer(),
      ),
    );
    strips.push(lookFor(photo, `${Math.floor(i / SECTIONS)}`, ofStrips, inStrips));
    pictures.push(lookFor(photo, `p${i}`, ofPictures, inPictures));
  }
  const row = (what: string, of: (one: Outcome) => boolean): Figure => {
    const percent = (list: Outcome[]) => (100 * list.filter(of).length) / Math.max(1, list.length);
    const [value, alone] = [percent(strips), percent(pictures)];
    return {
      what,
      value,
      unit: `% of ${parts.length}`,
      against: `${Math.round(alone)} % of the same parts of single 3:4 pictures`,
      target: 'at most 5 points fewer',
      met: value >= alone - 5,
    };
  };
  return [
    row('part of a 1:10 strip among the first ten found', ({ found }) => found),
    row('part of a 1:10 strip called a copy', ({ copy }) => copy),
    row('what was changed in it named, and nothing else', ({ named }) => named),
  ];
}
