/**
 * Whether a changed part is a frame, a banner or a vignette: something that lies along the picture's edges, put there by a shop, an
 * app or a filter. A banner that the shop added or took away since says nothing about the buyer's copy.
 */
import type { Box } from '../../pixels/box.ts';
import type { Part } from '../../pixels/contours.ts';
import type { Correlation } from '../../pixels/correlation.ts';
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
/** A banner goes along the whole edge: of these parts of a line so many have texture. A sticker in a corner does not. */
const PARTS = 4;
const ACROSS = 3;
/** A banner has this many lines (half raster) that are another picture's, and this share of its lines. */
const LEAST_LINES = 5;
const OTHER_LINES = 0.55;
/** Half of a correlation window and a step more, raster pixels. */
const REACH = 8;
/** Raster pixels from one window to the next in the finest and in the coarsest correlation. */
const FINE_CELL = 2;
const SMALL_CELL = 8;
/** Lines (half raster) of mixed agreement that go with it: the window of the correlation reaches over the seam. */
const SEAM = 3;

interface Line {
  /** Share (0..1) of its textured windows that agree. */
  same: number;
  /** Whether it has texture from one end to the other. */
  across: boolean;
}

/** The four edges: lines along the upper, lower, left and right one, the outermost first. */
type Edge = 0 | 1 | 2 | 3;

/** Where a line begins in a map, how it goes on, and how many windows it has. */
function lineOf({ width, height }: Correlation, edge: Edge, depth: number) {
  if (edge === 0) return { start: depth * width, step: 1, count: width };
  if (edge === 1) return { start: (height - 1 - depth) * width, step: 1, count: width };
  return { start: edge === 2 ? depth : width - 1 - depth, step: width, count: height };
}

const linesFrom = ({ width, height }: Correlation, edge: Edge): number => (edge < 2 ? height : width);

/**
 * Reads lines of a correlation map of the overlay, `cell` raster pixels a window; null for one with next to no texture. `whole`: where a
 * window reads over the end of neither picture, on the raster.
 */
function lineReader(map: Correlation, cell: number, whole: Uint8Array, rasterWidth: number) {
  const isWhole = (i: number): number =>
    whole[cell * Math.floor(i / map.width) * rasterWidth + cell * (i % map.width)]!;
  return (edge: Edge, depth: number): Line | null => {
    const { start, step, count } = lineOf(map, edge, depth);
    const own = new Uint32Array(PARTS);
    let n = 0;
    let same = 0;
    for (let k = 0, i = start; k < count; k++, i += step) {
      if (!map.textured[i] || !isWhole(i)) continue;
      const part = Math.floor((k * PARTS) / count);
      own[part] = own[part]! + 1;
      n++;
      if (map.value[i]! > 0.75) same++;
    }
    if (n < TEXTURE * count) return null;
    const full = own.filter((many) => many >= (TEXTURE * count) / PARTS).length;
    return { same: same / n, across: full >= ACROSS };
  };
}

const isOther = (line: Line | null): boolean => line?.across === true && line.same <= OTHER;

/**
 * Where photo and source both exist, without the bands along an edge in which nothing agrees from one side to the other while
 * the picture behind them does: banners, captions and bars that one of the two has. A banner is there in small too; the moire of a
 * photographed screen, which lays texture over plain white, is not. `bands`: what was left out, on the overlay's raster.
 */
export function withoutBanners(o: Overlay): { inside: Uint8Array; bands: Box[] } {
  const { correlation, coarsest, grid } = o;
  const { width, height } = correlation;
  const out = o.inside.slice();
  const bands: Box[] = [];
  const whole = shrunkBy(o.inside, grid.width, grid.height, REACH);
  const fine = lineReader(correlation, FINE_CELL, whole, grid.width);
  const small = lineReader(coarsest, SMALL_CELL, whole, grid.width);
  for (const edge of [0, 1, 2, 3] as const) {
    const lines = linesFrom(correlation, edge);
    const most = Math.floor(HIGHEST * lines);
    const last = linesFrom(coarsest, edge) - 1;
    let other = 0;
    let depth = 0;
    for (; depth < most; depth++) {
      const own = fine(edge, depth);
      if (own && own.same > SAME) break;
      const inSmall = Math.min(last, Math.floor((depth * FINE_CELL) / SMALL_CELL));
      if (isOther(own) && isOther(small(edge, inSmall))) other++;
    }
    if (depth >= most || other < LEAST_LINES || other < OTHER_LINES * depth) continue;
    const deep = Math.min(lines, depth + SEAM);
    const [a, b] = [lineOf(correlation, edge, 0).start, lineOf(correlation, edge, deep - 1).start];
    const x = Math.min(a % width, b % width);
    const y = Math.min(Math.floor(a / width), Math.floor(b / width));
    const [across, down] = edge < 2 ? [width, deep] : [deep, height];
    bands.push({ x: 2 * x, y: 2 * y, width: 2 * across, height: 2 * down });
    for (let j = 2 * y; j < 2 * (y + down); j++)
      for (let i = 2 * x; i < 2 * (x + across); i++) out[j * grid.width + i] = 0;
  }
  return { inside: out, bands };
}
