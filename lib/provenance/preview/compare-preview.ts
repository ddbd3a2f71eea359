/**
 * Does an embedded preview show the picture it stands in? Compared small and in grey: in four rotations and mirrored, with
 * bars and frames taken off either of them where that makes them fit, and one inside the other. Decoding is the caller's;
 * this is arithmetic on pixels. Whatever fits in any honest way is not "another picture".
 */
import type { Region } from '../../claims/finding.ts';
import type { Frame } from '../../pixels/frame.ts';
import { pearson } from '../../pixels/pearson.ts';
import type { Picture } from '../../pixels/picture.ts';
import { type Placement, placeInside } from './align.ts';
import { frameOf, frames } from './bars.ts';
import { deviation, type Grey, grey, mirror, turn } from './grey.ts';
import { changedRegions } from './preview-regions.ts';

export interface Comparison {
  /** Best correlation found, over rotations, bars and placements, -1 to 1. */
  correlation: number;
  /** Quarter turns clockwise that bring the preview onto the photo, 0 to 3. */
  rotation: number;
  /** Best correlation of the mirrored preview. */
  mirroredCorrelation: number;
  mirrored: boolean;
  /** The preview's shape (bars cut, turned) differs from the photo's by more than 5 %. */
  aspectDiffers: boolean;
  /**
   * `edited`: the same with regions that differ; `cropped`: the preview shows more of the same picture; `flat`: too
   * little content to tell; `unclear`: neither surely the same nor surely another (damaged pictures too).
   */
  result: 'same' | 'other' | 'edited' | 'cropped' | 'mirrored' | 'unclear' | 'flat';
  /** Where they differ, in the photo's pixels; only for `edited`. */
  regions: Region[];
  /** Share of the preview's area that the photo still shows; only for `cropped`. */
  shownShare?: number;
}

/** Pictures with a shorter side say nothing. */
const LEAST_SIDE = 16;
const NOTHING: Comparison = {
  correlation: 0,
  rotation: 0,
  mirroredCorrelation: 0,
  mirrored: false,
  aspectDiffers: false,
  result: 'flat',
  regions: [],
};

/** Side of the compared grey pictures. */
const SIDE = 32;
/** Longest side of the reduced photo and of the pictures that are placed inside each other. */
const REDUCED = 256;
const PLACED = 56;
const CLOSE = 128;
const SLIGHT = 112;
/** Sound pairs correlate at this and more: nothing else needs to be tried. */
const SOUND = 0.97;
/** Laid over each other whole, two pictures of ordinary contrast that stay below this are not the same. */
const OTHER = 0.35;
/** Placed inside each other, unlike pictures stay below this (of 100 pairs four reached 0.75, none 0.85). */
const NEAR = 0.78;
const CLOSE_NEAR = 0.65;
/** Between the two: not surely the same. */
const DOUBT = 0.7;
/** From here on the two line up well enough to ask where they differ. */
const ALIKE = 0.8;
/** One inside the other: this correlation, and this much better than laid over each other whole. */
const INSIDE = 0.9;
const BETTER = 0.03;
/** Grey levels of standard deviation under which a picture has too little content. */
const FLAT = 6;

interface Fit {
  correlation: number;
  rotation: number;
  /** Where the picture is in the preview, and in the photo (in the photo's pixels). */
  frame: Frame;
  photo: Frame;
}

/**
 * @param preview the decoded preview.
 * @param photo the decoded photo.
 * @param whole asked only before a difference is stated: is the photo's own data whole? A damaged file differs from its preview
 * by its damage.
 */
export function compareThumbnail(
  preview: Picture,
  photo: Picture,
  whole: () => boolean = () => true,
): Comparison {
  const found = compared(preview, photo);
  const differs = found.result === 'other' || found.result === 'edited';
  return differs && !whole() ? { ...found, result: 'unclear', regions: [] } : found;
}

function compared(preview: Picture, photo: Picture): Comparison {
  if (Math.min(preview.width, preview.height, photo.width, photo.height) < LEAST_SIDE) return NOTHING;
  const small = reduced(photo);
  const scale = photo.width / small.width;
  const { fit, mirrored } = laidOver(preview, small, scale);
  const flat =
    deviation(grey(small, frameOf(small), SIDE, SIDE).data) < FLAT ||
    deviation(grey(preview, fit.frame, SIDE, SIDE).data) < FLAT;
  const isMirrored = mirrored >= 0.9 && mirrored > fit.correlation + 0.1;
  const base = {
    correlation: round(fit.correlation),
    rotation: fit.rotation,
    mirroredCorrelation: round(mirrored),
    mirrored: isMirrored,
    aspectDiffers: aspectOff(fit),
  };
  if (flat) return { ...base, result: 'flat', regions: [] };
  const inner = fit.correlation < SOUND ? placed(preview, small, fit) : null;
  if (inner && inner.score >= INSIDE && inner.score > Math.max(fit.correlation, mirrored) + BETTER) {
    const share = { correlation: round(inner.score), rotation: inner.rotation, regions: [] };
    return inner.cropped
      ? { ...base, ...share, result: 'cropped', shownShare: round(inner.width * inner.height) }
      : { ...base, ...share, result: 'same' };
  }
  if (isMirrored) return { ...base, result: 'mirrored', regions: [] };
  if (fit.correlation < OTHER && mirrored < OTHER) {
    if ((inner?.score ?? 0) >= NEAR || partlySame(preview, small))
      return { ...base, result: 'unclear', regions: [] };
    const close = closeUp(preview, small);
    if (close.score >= INSIDE) {
      const shownShare = round(close.width * close.height);
      return { ...base, correlation: round(close.score), result: 'cropped', regions: [], shownShare };
    }
    return { ...base, result: close.score >= CLOSE_NEAR ? 'unclear' : 'other', regions: [] };
  }
  if (fit.correlation < DOUBT) return { ...base, result: 'unclear', regions: [] };
  if (fit.correlation < ALIKE || base.aspectDiffers) return { ...base, result: 'same', regions: [] };
  const regions = changedRegions(preview, fit.frame, fit.rotation, photo, fit.photo);
  if (regions.length === 0) return { ...base, result: 'same', regions };
  if (regions.some((r) => acrossPhoto(r, photo))) return { ...base, result: 'unclear', regions: [] };
  const slight = slightCrop(preview, small, fit.rotation);
  if (slight) return { ...base, result: 'cropped', regions: [], shownShare: slight };
  return { ...base, result: 'edited', regions };
}

const round = (v: number) => Math.round(v * 1000) / 1000;

/** The photo at REDUCED pixels, so that looking for bars in 50 MP costs no more than in a small one. */
function reduced(p: Picture): Picture {
  const scale = Math.min(1, REDUCED / Math.max(p.width, p.height));
  if (scale === 1) return p;
  const width = Math.max(LEAST_SIDE, Math.round(p.width * scale));
  const height = Math.max(LEAST_SIDE, Math.round(p.height * scale));
  const data = new Uint8ClampedArray(width * height * 4);
  const samples = Math.min(4, Math.max(1, Math.ceil(1 / scale)));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [r, g, b] = [0, 0, 0];
      for (let j = 0; j < samples; j++) {
        const v = Math.min(p.height - 1, Math.floor(((y + (j + 0.5) / samples) * p.height) / height));
        for (let i = 0; i < samples; i++) {
          const u = Math.min(p.width - 1, Math.floor(((x + (i + 0.5) / samples) * p.width) / width));
          const at = (v * p.width + u) * 4;
          r += p.data[at]!;
          g += p.data[at + 1]!;
          b += p.data[at + 2]!;
        }
      }
      const n = samples * samples;
      data.set([r / n, g / n, b / n, 255], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

/** Best of laying the preview over the photo whole, in four turns, with and without the bars of either. */
function laidOver(preview: Picture, small: Picture, scale: number): { fit: Fit; mirrored: number } {
  const targets = frames(small).map((f) => ({ f, g: grey(small, f, SIDE, SIDE) }));
  let fit: Fit = { correlation: -2, rotation: 0, frame: frameOf(preview), photo: frameOf(small) };
  let mirrored = -2;
  for (const frame of frames(preview)) {
    const own = grey(preview, frame, SIDE, SIDE);
    for (let rotation = 0; rotation < 4; rotation++) {
      const turned = turn(own, rotation);
      const flipped = mirror(turned);
      for (const { f, g } of targets) {
        const c = pearson(turned.data, g.data);
        if (c > fit.correlation) fit = { correlation: c, rotation, frame, photo: f };
        mirrored = Math.max(mirrored, pearson(flipped.data, g.data));
      }
    }
  }
  const { x, y, width, height } = fit.photo;
  return {
    fit: { ...fit, photo: { x: x * scale, y: y * scale, width: width * scale, height: height * scale } },
    mirrored,
  };
}

/** The better of the photo inside the preview (`cropped`) and the preview inside the photo. */
function placed(preview: Picture, small: Picture, fit: Fit): Placement & { cropped: boolean } {
  const whole = frameOf(preview);
  const inner = fit.frame;
  const photo = sized(small, frameOf(small));
  const own = sized(preview, inner);
  const inPreview = placeInside(photo, sized(preview, whole), [0, 1, 2, 3]);
  // A photo shows more than its preview only by what was added around it, or where the preview is its middle.
  const inPhoto = placeInside(own, photo, [0, 1, 2, 3], { least: 0.7, most: 1 });
  const cropped = inPreview.score >= inPhoto.score && showsMore(preview, inPreview);
  // The turn that was found brings the photo onto the preview; the comparison tells the other way round.
  return inPreview.score >= inPhoto.score
    ? { ...inPreview, rotation: (4 - inPreview.rotation) % 4, cropped }
    : { ...inPhoto, cropped };
}

/**
 * A slight crop puts every edge a little beside itself, which looks like changes.
 * @returns the share of the preview that is left where that fits better than the whole; 0 where it does not.
 */
function slightCrop(preview: Picture, small: Picture, rotation: number): number {
  const inner = sized(small, frameOf(small), SLIGHT);
  const outer = sized(preview, frameOf(preview), SLIGHT);
  const turns = [(4 - rotation) % 4];
  const whole = placeInside(inner, outer, turns, { least: 0.999, most: 1 });
  const part = placeInside(inner, outer, turns, { least: 0.7, most: 0.99 });
  return part.score > whole.score + 0.002 ? round(part.width * part.height) : 0;
}

/** Is there picture around the placement, not only bars of one colour? */
function showsMore(preview: Picture, at: Placement): boolean {
  const g = sized(preview, frameOf(preview));
  const left = Math.round(at.x * g.width);
  const top = Math.round(at.y * g.height);
  const right = Math.round((at.x + at.width) * g.width);
  const bottom = Math.round((at.y + at.height) * g.height);
  const strip = (x0: number, y0: number, x1: number, y1: number): boolean => {
    if (x1 - x0 < 2 || y1 - y0 < 2) return false;
    const values: number[] = [];
    for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) values.push(g.data[y * g.width + x]!);
    return deviation(Float32Array.from(values)) >= FLAT * 1.3;
  };
  // One pixel off the placement, and off the outer edge where a thin frame may be drawn.
  return (
    strip(1, top, left - 1, bottom) ||
    strip(right + 1, top, g.width - 1, bottom) ||
    strip(left, 1, right, top - 1) ||
    strip(left, bottom + 1, right, g.height - 1)
  );
}

/** The photo as a close crop of the preview: looked for at the preview's own size, since little of it is left. */
function closeUp(preview: Picture, small: Picture): Placement {
  const outer = sized(preview, frameOf(preview), CLOSE);
  return placeInside(sized(small, frameOf(small)), outer, [0, 1, 2, 3], { least: 0.2, most: 0.4 });
}

/** A frame in grey with square pixels, `longest` pixels at its longest side. */
function sized(p: Picture, f: Frame, longest = PLACED): Grey {
  const scale = longest / Math.max(f.width, f.height);
  return grey(p, f, Math.max(8, Math.round(f.width * scale)), Math.max(8, Math.round(f.height * scale)));
}

/**
 * Does a third of the picture, at any side, agree while the rest does not? A file that broke on its way shows its first
 * rows and then none: damage, not another picture.
 */
function partlySame(preview: Picture, small: Picture): boolean {
  const n = Math.floor(SIDE / 4) * SIDE;
  const target = grey(small, frameOf(small), SIDE, SIDE);
  for (const frame of frames(preview)) {
    const own = grey(preview, frame, SIDE, SIDE);
    for (let rotation = 0; rotation < 4; rotation++) {
      const turned = turn(own, rotation);
      for (let side = 0; side < 4; side++) {
        const a = turn(turned, side).data.subarray(0, n);
        const b = turn(target, side).data.subarray(0, n);
        if (deviation(a) >= FLAT && deviation(b) >= FLAT && pearson(a, b) >= 0.93) return true;
      }
    }
  }
  return false;
}

/** A band across the whole photo is what a broken stretch of data looks like, and no edit has to be. */
const acrossPhoto = (r: Region, photo: Picture): boolean =>
  r.width >= photo.width * 0.85 || r.height >= photo.height * 0.85;

function aspectOff({ frame: f, rotation, photo }: Fit): boolean {
  const own = rotation % 2 === 0 ? f.width / f.height : f.height / f.width;
  return Math.abs(Math.log(own / (photo.width / photo.height))) > 0.05;
}
