/**
 * Whether a changed part is a frame, a banner or a vignette: something that lies along the picture's edges, put there by a shop, an
 * app or a filter. A banner that the shop added or took away since says nothing about the buyer's copy.
 */
import type { Box } from '../../pixels/box.ts';
import type { Part } from '../../pixels/contours.ts';
import { shrunkBy } from '../../pixels/kernels/masks.ts';
import type { Overlay } from './overlay.ts';

/** Width of the band along the edges, as a share of the shorter side. */
const BAND = 0.08;
/** A part of which this share lies there, and which is this long (share of a side), is a frame or a vignette. */
const IN_BAND = 0.6;
const LONG = 0.4;
/** A piece of one, cut off by what it runs over, lies there with this share and is this many times longer than wide. */
const PIECE_IN_BAND = 0.85;
const NARROW = 3;
/** A banner begins at an edge (to within this many raster pixels), goes along nearly all of it, is not too high, and is full. */
const AT_EDGE = 6;
const WHOLE_SIDE = 0.85;
const HIGHEST = 0.3;
const FULL = 0.6;

/** Prepares the question for one pair; parts lie on the overlay's raster. */
export function frames({ grid, inside }: Overlay): (part: Part) => boolean {
  const { width, height } = grid;
  const middle = shrunkBy(inside, width, height, Math.round(BAND * Math.min(width, height)));
  return (part) => {
    const across = part.right - part.left;
    const down = part.bottom - part.top;
    const lies =
      across > WHOLE_SIDE * width &&
      down < HIGHEST * height &&
      (part.top <= AT_EDGE || part.bottom >= height - AT_EDGE);
    const stands =
      down > WHOLE_SIDE * height &&
      across < HIGHEST * width &&
      (part.left <= AT_EDGE || part.right >= width - AT_EDGE);
    if ((lies || stands) && part.area > FULL * across * down) return true;
    let near = 0;
    for (const p of part.pixels) if (!middle[p]) near++;
    if (near >= PIECE_IN_BAND * part.area && Math.max(across, down) >= NARROW * Math.min(across, down))
      return true;
    return near >= IN_BAND * part.area && (across >= LONG * width || down >= LONG * height);
  };
}

/** A line of pixels along an edge: with less texture than this share it says nothing; with less than this agreeing it is another picture's. */
const TEXTURE = 0.12;
const OTHER = 0.3;
const SAME = 0.5;
/** A banner has this many lines (half raster) that are another picture's, and this share of its lines. */
const LEAST_LINES = 5;
const OTHER_LINES = 0.55;
/** Lines (half raster) of mixed agreement that go with it: the window of the correlation reaches over the seam. */
const SEAM = 3;

/**
 * Where photo and source both exist, without the bands along an edge in which nothing agrees from one side to the other while
 * the picture behind them does: banners, captions and bars that one of the two has. `bands`: what was left out, on the overlay's raster.
 */
export function withoutBanners(o: Overlay): { inside: Uint8Array; bands: Box[] } {
  const { width, height, value, textured } = o.correlation;
  const out = o.inside.slice();
  const bands: Box[] = [];
  const agreement = (start: number, step: number, count: number): number | null => {
    let n = 0;
    let same = 0;
    for (let k = 0, i = start; k < count; k++, i += step) {
      if (!textured[i]) continue;
      n++;
      if (value[i]! > 0.75) same++;
    }
    return n < TEXTURE * count ? null : same / n;
  };
  const rows = (line: (k: number) => number) => ({ lines: height, count: width, step: 1, line });
  const columns = (line: (k: number) => number) => ({ lines: width, count: height, step: width, line });
  const sides = [
    rows((k) => k * width),
    rows((k) => (height - 1 - k) * width),
    columns((k) => k),
    columns((k) => width - 1 - k),
  ];
  for (const { lines, count, step, line } of sides) {
    const most = Math.floor(HIGHEST * lines);
    let other = 0;
    let depth = 0;
    for (; depth < most; depth++) {
      const own = agreement(line(depth), step, count);
      if (own !== null && own > SAME) break;
      if (own !== null && own <= OTHER) other++;
    }
    if (depth >= most || other < LEAST_LINES || other < OTHER_LINES * depth) continue;
    const deep = Math.min(lines, depth + SEAM);
    const [a, b] = [line(0), line(deep - 1)];
    const from = [
      Math.min(a % width, b % width),
      Math.min(Math.floor(a / width), Math.floor(b / width)),
    ] as const;
    const across = step === 1 ? count : deep;
    const down = step === 1 ? deep : count;
    bands.push({ x: 2 * from[0], y: 2 * from[1], width: 2 * across, height: 2 * down });
    for (let k = 0; k < deep; k++) {
      for (let j = 0, i = line(k); j < count; j++, i += step) {
        const [x, y] = [2 * (i % width), 2 * Math.floor(i / width)];
        for (const v of [y, y + 1]) for (const u of [x, x + 1]) out[v * o.grid.width + u] = 0;
      }
    }
  }
  return { inside: out, bands };
}
