/**
 * Where one picture lies inside the other: a preview that shows more than the photo (the photo was cropped), or a photo
 * that shows more than the preview (a strip or frame was added, or the preview is its middle).
 */
import { type Grey, turn } from './grey.ts';

/** Placement of the smaller picture inside the larger one, as shares of the larger one's sides. */
export interface Placement {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Quarter turns clockwise that bring the searched picture onto the other. */
  rotation: number;
  /** Normalised cross-correlation there, -1 to 1. */
  score: number;
}

/** Shares of the larger picture's side that the smaller one may cover. */
export interface Shares {
  least: number;
  most: number;
}
const USUAL: Shares = { least: 0.38, most: 1 };
/** Steps of scale; the score falls by little between two of them at the compared sizes. */
const STEP = 1.045;

/** Window sums by summed-area tables. */
interface Sums {
  plain: Float64Array;
  squares: Float64Array;
  stride: number;
}

function sums(g: Grey): Sums {
  const stride = g.width + 1;
  const plain = new Float64Array(stride * (g.height + 1));
  const squares = new Float64Array(stride * (g.height + 1));
  for (let y = 0; y < g.height; y++) {
    let [row, rowSquares] = [0, 0];
    for (let x = 0; x < g.width; x++) {
      const v = g.data[y * g.width + x]!;
      row += v;
      rowSquares += v * v;
      const at = (y + 1) * stride + x + 1;
      plain[at] = plain[at - stride]! + row;
      squares[at] = squares[at - stride]! + rowSquares;
    }
  }
  return { plain, squares, stride };
}

const windowOf = (a: Float64Array, stride: number, x: number, y: number, w: number, h: number): number =>
  a[(y + h) * stride + x + w]! - a[y * stride + x + w]! - a[(y + h) * stride + x]! + a[y * stride + x]!;

/** Bilinear-free shrink by area: the template has few pixels, and the search runs over many scales of it. */
function shrink(g: Grey, width: number, height: number): Grey {
  const data = new Float32Array(width * height);
  const [sx, sy] = [g.width / width, g.height / height];
  for (let y = 0; y < height; y++) {
    const [y0, y1] = [y * sy, (y + 1) * sy];
    for (let x = 0; x < width; x++) {
      const [x0, x1] = [x * sx, (x + 1) * sx];
      let [sum, weight] = [0, 0];
      for (let v = Math.floor(y0); v < y1 && v < g.height; v++) {
        const wy = Math.min(y1, v + 1) - Math.max(y0, v);
        for (let u = Math.floor(x0); u < x1 && u < g.width; u++) {
          const w = wy * (Math.min(x1, u + 1) - Math.max(x0, u));
          sum += w * g.data[v * g.width + u]!;
          weight += w;
        }
      }
      data[y * width + x] = sum / weight;
    }
  }
  return { width, height, data };
}

/** Best place of `template` (not scaled) in `ground`. */
function best(template: Grey, ground: Grey, s: Sums): { x: number; y: number; score: number } {
  const n = template.data.length;
  let [st, stt] = [0, 0];
  for (const v of template.data) {
    st += v;
    stt += v * v;
  }
  const vt = stt - (st * st) / n;
  const out = { x: 0, y: 0, score: -1 };
  if (vt < n) return out;
  const { width: w, height: h } = template;
  for (let y = 0; y + h <= ground.height; y++) {
    for (let x = 0; x + w <= ground.width; x++) {
      const sg = windowOf(s.plain, s.stride, x, y, w, h);
      const vg = windowOf(s.squares, s.stride, x, y, w, h) - (sg * sg) / n;
      if (vg < n) continue;
      let dot = 0;
      for (let j = 0; j < h; j++) {
        const from = (y + j) * ground.width + x;
        const line = j * w;
        for (let i = 0; i < w; i++) dot += template.data[line + i]! * ground.data[from + i]!;
      }
      const score = (dot - (st * sg) / n) / Math.sqrt(vt * vg);
      if (score > out.score) Object.assign(out, { x, y, score });
    }
  }
  return out;
}

/**
 * Looks for `inner` inside `outer` at every scale and in four turns of `inner`; both keep their shapes.
 * @param inner a grey picture with square pixels, longest side about 48 to 64.
 * @param outer the same; up to 128 where only small shares are looked for.
 */
export function placeInside(
  inner: Grey,
  outer: Grey,
  turns: readonly number[] = [0, 1, 2, 3],
  shares: Shares = USUAL,
): Placement {
  let found: Placement = { x: 0, y: 0, width: 1, height: 1, rotation: 0, score: -1 };
  const s = sums(outer);
  for (const rotation of turns) {
    const turned = turn(inner, rotation);
    const most = Math.min(outer.width / turned.width, outer.height / turned.height);
    for (let scale = most * shares.most; scale >= most * shares.least; scale /= STEP) {
      const width = Math.min(outer.width, Math.round(turned.width * scale));
      const height = Math.min(outer.height, Math.round(turned.height * scale));
      if (Math.min(width, height) < 8) break;
      const hit = best(shrink(turned, width, height), outer, s);
      if (hit.score <= found.score) continue;
      found = {
        x: hit.x / outer.width,
        y: hit.y / outer.height,
        width: width / outer.width,
        height: height / outer.height,
        rotation,
        score: hit.score,
      };
    }
  }
  return found;
}
