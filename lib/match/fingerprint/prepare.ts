/** A picture made ready for comparison: working planes, the panel inside its frame, its features. */

import { shrinkPlane, shrinkToColour } from '../../pixels/kernels/shrink.ts';
import type { Picture } from '../../pixels/picture.ts';
import { type ColourPlanes, halve, type Plane } from '../../pixels/raster.ts';
import { emptyFeatures, extractFeatures, type Features, joinFeatures } from './features.ts';
import { type Box, findPanel } from './panel.ts';

/** Longest side of the working copy from which comparisons are drawn; about 1.6 MB a picture at 4:3. */
export const WORKING_SIDE = 1024;
/** Features of the whole frame, of the panel, and of the frame where a panel was found. */
const WHOLE = 500;
const PANEL = 500;
const WHOLE_BESIDE_PANEL = 250;
/** Sides below this hold no patch that a descriptor could read. */
const LEAST_SIDE = 40;

export interface Prepared {
  /** Size of the original picture. */
  width: number;
  height: number;
  /** Original pixels per working pixel, across and down (>= 1). */
  scaleX: number;
  scaleY: number;
  planes: ColourPlanes;
  /** Luma, colour differences at half, quarter … size for sampling without aliasing; index 0 is full size. */
  readonly mips: { y: Plane; cb: Plane; cr: Plane }[];
  /** The photograph inside its frame, in original pixels; null when there is no frame. */
  panel: Box | null;
  features: Features;
}

function mipmaps(planes: ColourPlanes): Prepared['mips'] {
  const { width, height } = planes;
  const mips = [
    {
      y: { width, height, data: planes.y },
      cb: { width, height, data: planes.cb },
      cr: { width, height, data: planes.cr },
    },
  ];
  for (let last = mips[0]!; Math.min(last.y.width, last.y.height) >= 64; ) {
    last = { y: halve(last.y), cb: halve(last.cb), cr: halve(last.cr) };
    mips.push(last);
  }
  return mips;
}

/** Most photos are never compared: their smaller copies are made by the first comparison. */
function withMips(prepared: Omit<Prepared, 'mips'>): Prepared {
  let mips: Prepared['mips'] | undefined;
  return {
    ...prepared,
    get mips() {
      mips ??= mipmaps(prepared.planes);
      return mips;
    },
  };
}

/**
 * Works on any picture of at least 1 x 1 pixel; pictures too small or too flat simply have no features.
 * Time and memory are bounded by the working size once the picture was read through once.
 */
export function prepare(picture: Picture): Prepared {
  const { width, height } = picture;
  const shrink = Math.min(1, WORKING_SIDE / Math.max(width, height));
  const w = Math.max(1, Math.round(width * shrink));
  const h = Math.max(1, Math.round(height * shrink));
  const planes = shrinkToColour(picture, w, h);
  const scaleX = width / w;
  const scaleY = height / h;
  const grey: Plane = { width: w, height: h, data: planes.y };
  if (Math.min(w, h) < LEAST_SIDE) {
    return withMips({ width, height, scaleX, scaleY, planes, panel: null, features: emptyFeatures(0) });
  }
  const box = coarsePanel(planes);
  const whole = extractFeatures(grey, scaleX, scaleY, box ? WHOLE_BESIDE_PANEL : WHOLE);
  const features = box ? joinFeatures(extractFeatures(grey, scaleX, scaleY, PANEL, box), whole) : whole;
  const panel = box && {
    x: box.x * scaleX,
    y: box.y * scaleY,
    width: box.width * scaleX,
    height: box.height * scaleY,
  };
  return withMips({ width, height, scaleX, scaleY, planes, panel, features });
}

/** The panel found in a copy of at most 320 px, in working pixels. */
function coarsePanel(planes: ColourPlanes): Box | null {
  const { width, height } = planes;
  const shrink = Math.min(1, 320 / Math.max(width, height));
  const w = Math.max(1, Math.round(width * shrink));
  const h = Math.max(1, Math.round(height * shrink));
  const small = (data: Uint8Array): Uint8Array => shrinkPlane({ width, height, data }, w, h).data;
  const box = findPanel({
    width: w,
    height: h,
    y: small(planes.y),
    cb: small(planes.cb),
    cr: small(planes.cr),
  });
  if (!box) return null;
  // Half-covered edge rows are left out, so that no frame colour bleeds in.
  const x = Math.ceil((box.x / w) * width);
  const y = Math.ceil((box.y / h) * height);
  return {
    x,
    y,
    width: Math.min(width - x, Math.floor((box.width / w) * width)),
    height: Math.min(height - y, Math.floor((box.height / h) * height)),
  };
}
