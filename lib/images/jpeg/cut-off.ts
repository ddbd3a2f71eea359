/** Pictures of which the file holds only the beginning: decoders fill the rest with grey, and grey is nothing that was photographed. */
import type { Frame } from '../../pixels/frame.ts';
import type { Picture } from '../../pixels/picture.ts';

/** What libjpeg writes where no data came, and how far colour conversion and scaling may shift it. */
const FILL = 128;
const TOLERANCE = 2;

/** In a complete file, bands thinner than this share of the side are left alone: nothing is gained by cutting them. */
const LEAST = 0.01;

/** Side of the largest block that a JPEG is coded in, in pixels (ISO 10918-1 A.2.4 with chroma halved both ways). */
const BLOCK = 16;

const isFill = ({ data }: Picture, p: number): boolean =>
  Math.abs(data[p]! - FILL) <= TOLERANCE &&
  Math.abs(data[p + 1]! - FILL) <= TOLERANCE &&
  Math.abs(data[p + 2]! - FILL) <= TOLERANCE;

/**
 * How many lines at one side end in fill: the last line that was decoded in part counts as missing too.
 * `line(i, k)` is the position of step k of the i-th line from that side.
 */
function band(
  picture: Picture,
  lines: number,
  steps: number,
  line: (i: number, k: number) => number,
): number {
  const full = (i: number): boolean => {
    for (let k = 0; k < steps; k++) if (!isFill(picture, line(i, k))) return false;
    return true;
  };
  let missing = 0;
  while (missing < lines && full(missing)) missing++;
  if (missing === 0 || missing === lines) return 0;
  // Blocks of up to 16 rows are decoded from left to right: the last row of them may be half there.
  const tail = Math.max(2, Math.floor(steps / 50));
  const half = (i: number): boolean => {
    for (const from of [0, steps - tail]) {
      let fill = true;
      for (let k = from; k < from + tail && fill; k++) fill = isFill(picture, line(i, k));
      if (fill) return true;
    }
    return false;
  };
  for (let more = 0; more < 16 && missing < lines && half(missing); more++) missing++;
  return missing;
}

/**
 * The part of a decoded JPEG beside a band of fill over one whole side, in the picture's own pixels; null where there is no such band.
 * In a file that lacks its end it is what came; in a complete one it may as well be a grey margin that somebody drew, of which
 * nothing can be said, but which holds nothing to compare either.
 * @param least share (0..1) of the side from which a band counts
 */
export function seenPart(picture: Picture, least = LEAST): Frame | null {
  const { width, height } = picture;
  const at = (x: number, y: number): number => (y * width + x) * 4;
  const sides = {
    bottom: band(picture, height, width, (i, k) => at(k, height - 1 - i)),
    top: band(picture, height, width, (i, k) => at(k, i)),
    right: band(picture, width, height, (i, k) => at(width - 1 - i, k)),
    left: band(picture, width, height, (i, k) => at(i, k)),
  };
  // What is missing of a file is missing at one side, whichever the orientation has turned it to; grey on several is a background.
  if (Object.values(sides).filter((lines) => lines > 0).length !== 1) return null;
  const [side, lines] = Object.entries(sides).sort((a, b) => b[1] - a[1])[0] as [keyof typeof sides, number];
  const along = side === 'bottom' || side === 'top' ? height : width;
  if (lines < least * along || (least > 0 && lines < 2)) return null;
  if (side === 'bottom') return { x: 0, y: 0, width, height: height - lines };
  if (side === 'top') return { x: 0, y: lines, width, height: height - lines };
  if (side === 'right') return { x: 0, y: 0, width: width - lines, height };
  return { x: lines, y: 0, width: width - lines, height };
}

/**
 * What surely came of a JPEG without its end, in the pixels of `picture`: without the band of fill, or, where only the last row of
 * blocks may be filled, without as much on every side, since the orientation may have turned it to any. Null where nothing is left.
 * @param scale size of `picture` over the photo's own, 0..1
 */
export function surePart(picture: Picture, scale: number): Frame | null {
  const band = seenPart(picture, 0);
  if (band) return band;
  const edge = Math.ceil(BLOCK * scale) + 1;
  const width = picture.width - 2 * edge;
  const height = picture.height - 2 * edge;
  return width > edge && height > edge ? { x: edge, y: edge, width, height } : null;
}
