/** A picture made ready for comparison: working planes, the panel inside its frame, its features. */

import { halve, shrinkPlane, shrinkToColour } from '../../pixels/kernels/shrink.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { ColourPlanes, Plane } from '../../pixels/raster.ts';
import { emptyFeatures, extractFeatures, type Features, joinFeatures } from './features.ts';
import { type Box, findPanel } from './panel.ts';
import { findPanels } from './panels.ts';

/** Longest side of the working copy from which comparisons are drawn; about 1.6 MB a picture at 4:3. */
export const WORKING_SIDE = 1024;
/** Features of the whole frame, of the panel, and of the frame where a panel was found. */
const WHOLE = 500;
const PANEL = 500;
const WHOLE_BESIDE_PANEL = 250;
/** Features of each further panel, and the side of the copy they are looked for in. */
const SMALL_PANEL = 300;
const PANELS_SIDE = 640;
/** Side of the copy in which the picture's own frame is looked for. */
const PANEL_SIDE = 320;
/** Two boxes of which this share is common are one panel. */
const SAME_PANEL = 0.6;
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
  /** Photographs on a screen besides `panel`, each made ready from its own pixels, the largest first. */
  panels: Panel[];
}

/** One photograph of a chat or a collage, and where its upper left corner lies in the whole picture. */
export interface Panel {
  x: number;
  y: number;
  prepared: Prepared;
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

const cropped = (picture: Picture, box: Box): Picture => {
  const width = Math.max(1, Math.min(picture.width - box.x, box.width));
  const height = Math.max(1, Math.min(picture.height - box.y, box.height));
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((box.y + y) * picture.width + box.x) * 4;
    data.set(picture.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { width, height, data };
};

/** A panel is looked at whole: what lies on flat colour inside it is its own subject. */
function prepareOne(picture: Picture): Prepared {
  const { width, height } = picture;
  const shrink = Math.min(1, WORKING_SIDE / Math.max(width, height));
  const planes = shrinkToColour(
    picture,
    Math.max(1, Math.round(width * shrink)),
    Math.max(1, Math.round(height * shrink)),
  );
  const scaleX = width / planes.width;
  const scaleY = height / planes.height;
  const small = Math.min(planes.width, planes.height) < LEAST_SIDE;
  const grey: Plane = { width: planes.width, height: planes.height, data: planes.y };
  const features = small ? emptyFeatures(0) : extractFeatures(grey, scaleX, scaleY, SMALL_PANEL);
  return withMips({ width, height, scaleX, scaleY, planes, panel: null, features, panels: [] });
}

/** A copy of at most `side` pixels, each plane made when it is asked for: of most photos only luma is. */
function smallCopy(planes: ColourPlanes, side: number): ColourPlanes {
  const { width, height } = planes;
  const shrink = Math.min(1, side / Math.max(width, height));
  const w = Math.max(1, Math.round(width * shrink));
  const h = Math.max(1, Math.round(height * shrink));
  const made: Partial<Record<'y' | 'cb' | 'cr', Uint8Array>> = {};
  const small = (plane: 'y' | 'cb' | 'cr'): Uint8Array => {
    made[plane] ??= shrinkPlane({ width, height, data: planes[plane] }, w, h).data;
    return made[plane];
  };
  return {
    width: w,
    height: h,
    get y() {
      return small('y');
    },
    get cb() {
      return small('cb');
    },
    get cr() {
      return small('cr');
    },
  };
}

/** Panels that are not the one found as the picture's frame, in working pixels. */
function smallerPanels(planes: ColourPlanes, main: Box | null): Box[] {
  const copy = smallCopy(planes, PANELS_SIDE);
  const [kx, ky] = [planes.width / copy.width, planes.height / copy.height];
  return findPanels(copy)
    .map((box) => ({
      x: (box.x + 1) * kx,
      y: (box.y + 1) * ky,
      width: (box.width - 2) * kx,
      height: (box.height - 2) * ky,
    }))
    .filter((box) => {
      if (!main) return true;
      const across = Math.min(box.x + box.width, main.x + main.width) - Math.max(box.x, main.x);
      const down = Math.min(box.y + box.height, main.y + main.height) - Math.max(box.y, main.y);
      const common = across > 0 && down > 0 ? across * down : 0;
      return common < SAME_PANEL * Math.max(box.width * box.height, main.width * main.height);
    });
}

/**
 * Works on any picture of at least 1 x 1 pixel; pictures too small or too flat simply have no features.
 * Time and memory are bounded by the working size once the picture was read through once.
 * @param options `panels: false`: photographs on a screen are not looked for, which only a picture that is searched with needs
 */
export function prepare(picture: Picture, options: { panels?: boolean } = {}): Prepared {
  const { width, height } = picture;
  const shrink = Math.min(1, WORKING_SIDE / Math.max(width, height));
  const w = Math.max(1, Math.round(width * shrink));
  const h = Math.max(1, Math.round(height * shrink));
  const planes = shrinkToColour(picture, w, h);
  const scaleX = width / w;
  const scaleY = height / h;
  const grey: Plane = { width: w, height: h, data: planes.y };
  if (Math.min(w, h) < LEAST_SIDE) {
    return withMips({
      width,
      height,
      scaleX,
      scaleY,
      planes,
      panel: null,
      features: emptyFeatures(0),
      panels: [],
    });
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
  const smaller = options.panels === false ? [] : smallerPanels(planes, box);
  const panels = smaller.map((one): Panel => {
    const x = Math.ceil(one.x * scaleX);
    const y = Math.ceil(one.y * scaleY);
    const part = cropped(picture, {
      x,
      y,
      width: Math.floor(one.width * scaleX),
      height: Math.floor(one.height * scaleY),
    });
    return { x, y, prepared: prepareOne(part) };
  });
  return withMips({ width, height, scaleX, scaleY, planes, panel, features, panels });
}

/** The panel found in a copy of at most 320 px, in working pixels. */
function coarsePanel(planes: ColourPlanes): Box | null {
  const { width, height } = planes;
  const copy = smallCopy(planes, PANEL_SIDE);
  const { width: w, height: h } = copy;
  const box = findPanel(copy);
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
