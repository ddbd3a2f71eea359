/** Connected parts of a mask and their outlines. */

export interface Part {
  /** Raster box, inclusive of left/top, exclusive of right/bottom. */
  left: number;
  top: number;
  right: number;
  bottom: number;
  area: number;
  /** Flat indices of its pixels. */
  pixels: Int32Array;
}

/** Kept between calls: a comparison looks for parts a dozen times. */
let stack = new Int32Array(0);
let pixels = new Int32Array(0);

/** 8-connected parts of a 0/1 mask, in plain code: the reference of lib/pixels/kernels/masks.ts. */
export function plainPartsOf(mask: Uint8Array, width: number, height: number): Part[] {
  const seen = new Uint8Array(mask.length);
  if (stack.length < mask.length) {
    stack = new Int32Array(mask.length);
    pixels = new Int32Array(mask.length);
  }
  const parts: Part[] = [];
  for (let start = 0; start < mask.length; start++) {
    if (!mask[start] || seen[start]) continue;
    let top = 0;
    let size = 0;
    stack[top++] = start;
    seen[start] = 1;
    const box = { left: width, top: height, right: 0, bottom: 0 };
    while (top > 0) {
      const p = stack[--top]!;
      pixels[size++] = p;
      const x = p % width;
      const y = (p / width) | 0;
      if (x < box.left) box.left = x;
      if (x >= box.right) box.right = x + 1;
      if (y < box.top) box.top = y;
      if (y >= box.bottom) box.bottom = y + 1;
      const last = Math.min(width - 1, x + 1);
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1), q = ny * width + nx; nx <= last; nx++, q++) {
          if (mask[q] && !seen[q]) {
            seen[q] = 1;
            stack[top++] = q;
          }
        }
      }
    }
    parts.push({ ...box, area: size, pixels: pixels.slice(0, size) });
  }
  return parts;
}

/** An outline keeps at most this many corners; finer ones are thinned. */
const MOST_CORNERS = 400;
/** A part has at most this many outlines (holes count): the largest come first. */
const MOST_OUTLINES = 12;

/**
 * Closed outlines of one part along pixel edges, as flat raster [x0, y0, x1, y1, …] lists (holes included), straight runs merged.
 */
export function outlinesOf(part: Part, width: number): number[][] {
  const w = part.right - part.left;
  const h = part.bottom - part.top;
  const cells = new Uint8Array((w + 2) * (h + 2));
  for (let k = 0; k < part.pixels.length; k++) {
    const p = part.pixels[k]!;
    const x = (p % width) - part.left + 1;
    const y = ((p / width) | 0) - part.top + 1;
    cells[y * (w + 2) + x] = 1;
  }
  const at = (x: number, y: number): number => cells[(y + 1) * (w + 2) + x + 1]!;
  // Directed edges with the part on the right: 0 east, 1 south, 2 west, 3 north; keyed by their start corner.
  const corner = (x: number, y: number): number => y * (w + 1) + x;
  const edges = new Uint8Array((w + 1) * (h + 1));
  // Corners in the order in which they were met: outlines begin there.
  const starts: number[] = [];
  const put = (cx: number, cy: number, direction: number): void => {
    const c = corner(cx, cy);
    if (!edges[c]) starts.push(c);
    edges[c] = edges[c]! | (1 << direction);
  };
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      if (!at(x, y)) continue;
      if (!at(x, y - 1)) put(x, y, 0);
      if (!at(x + 1, y)) put(x + 1, y, 1);
      if (!at(x, y + 1)) put(x + 1, y + 1, 2);
      if (!at(x - 1, y)) put(x, y + 1, 3);
    }
  }
  const outlines: number[][] = [];
  for (const start of starts) {
    while (edges[start]) {
      const points: number[] = [];
      let here = start;
      let last = -1;
      for (;;) {
        const open = edges[here]!;
        if (open === 0) break;
        // At a touching corner turn right first, so that outlines never cross.
        let direction = -1;
        for (const turn of last < 0 ? [0, 1, 2, 3] : [1, 0, 3, 2]) {
          const d = last < 0 ? turn : (last + turn) % 4;
          if ((open >> d) & 1) {
            direction = d;
            break;
          }
        }
        edges[here] = open & ~(1 << direction);
        if (direction !== last) points.push((here % (w + 1)) + part.left, ((here / (w + 1)) | 0) + part.top);
        last = direction;
        here += [1, w + 1, -1, -(w + 1)][direction]!;
        if (here === start && !(edges[here]! & (1 << direction))) break;
      }
      if (points.length >= 6) outlines.push(thin(points));
    }
  }
  return outlines.sort((a, b) => b.length - a.length).slice(0, MOST_OUTLINES);
}

function thin(points: number[]): number[] {
  const stepBy = Math.ceil(points.length / 2 / MOST_CORNERS);
  if (stepBy <= 1) return points;
  const out: number[] = [];
  for (let i = 0; i < points.length; i += 2 * stepBy) out.push(points[i]!, points[i + 1]!);
  return out;
}
