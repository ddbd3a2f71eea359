/** Growing 0/1 masks, and their connected parts (AssemblyScript; lib/pixels/morphology.ts and contours.ts are the reference). */

/** Windows up to this radius are looked through whole, sixteen at a time; larger ones by what they hold last. */
const SMALL = 6;

/** 1 at `out` where any of the bytes from `before` to `after` places around it, `step` apart, is set: for sixteen places. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function anyAround(p: usize, step: usize, before: i32, after: i32, out: usize): void {
  let any = v128.load(p);
  for (let k = 1; k <= before; k++) any = v128.or(any, v128.load(p - step * k));
  for (let k = 1; k <= after; k++) any = v128.or(any, v128.load(p + step * k));
  v128.store(out, i8x16.min_u(any, i8x16.splat(1)));
}

/** `grown` for small windows; reads no byte outside the mask and `rows`. */
function grownSmall(src: usize, width: i32, height: i32, radius: i32, rows: usize, out: usize): void {
  for (let y = 0; y < height; y++) {
    const base = src + <usize>y * <usize>width;
    const to = rows + <usize>y * <usize>width;
    let x = 0;
    while (x < width) {
      if (x >= radius && x + 16 + radius <= width) {
        anyAround(base + x, 1, radius, radius, to + x);
        x += 16;
        continue;
      }
      let any: u8 = 0;
      for (let k = max(0, x - radius); k <= min(width - 1, x + radius); k++) any |= load<u8>(base + k);
      store<u8>(to + x, any ? 1 : 0);
      x++;
    }
  }
  for (let y = 0; y < height; y++) {
    const base = rows + <usize>y * <usize>width;
    const to = out + <usize>y * <usize>width;
    const before = min(radius, y);
    const after = min(radius, height - 1 - y);
    let x = 0;
    for (; x + 16 <= width; x += 16) anyAround(base + x, width, before, after, to + x);
    for (; x < width; x++) {
      let any: u8 = 0;
      for (let k = -before; k <= after; k++) any |= load<u8>(base + x + k * width);
      store<u8>(to + x, any ? 1 : 0);
    }
  }
}

/**
 * 1 at `out` where any byte of the (2 radius + 1)-squared window around it is set in `src`, clipped at the edges. `rows`: as many bytes,
 * `until`: `width` i32.
 */
export function grown(
  src: usize,
  width: i32,
  height: i32,
  radius: i32,
  rows: usize,
  until: usize,
  out: usize,
): void {
  if (radius <= SMALL) {
    grownSmall(src, width, height, radius, rows, out);
    return;
  }
  for (let y = 0; y < height; y++) {
    const base = src + <usize>y * <usize>width;
    const to = rows + <usize>y * <usize>width;
    let last = -1;
    for (let x = 0; x < min(radius, width); x++) if (load<u8>(base + <usize>x)) last = x + radius;
    for (let x = 0; x < width; x++) {
      if (x + radius < width && load<u8>(base + <usize>(x + radius))) last = x + 2 * radius;
      store<u8>(to + <usize>x, x <= last ? 1 : 0);
    }
  }
  memory.fill(until, 0xff, <usize>width << 2);
  for (let y = 0; y < min(radius, height); y++) {
    const row = rows + <usize>y * <usize>width;
    for (let x = 0; x < width; x++)
      if (load<u8>(row + <usize>x)) store<i32>(until + (<usize>x << 2), y + radius);
  }
  for (let y = 0; y < height; y++) {
    const to = out + <usize>y * <usize>width;
    const ahead = rows + <usize>(y + radius) * <usize>width;
    const more = y + radius < height;
    for (let x = 0; x < width; x++) {
      const at = until + (<usize>x << 2);
      if (more && load<u8>(ahead + <usize>x)) store<i32>(at, y + 2 * radius);
      store<u8>(to + <usize>x, y <= load<i32>(at) ? 1 : 0);
    }
  }
}

/** 1 at `out` where a byte of `src` is 0, else 0. */
export function inverted(src: usize, n: i32, out: usize): void {
  for (let i: usize = 0; i < <usize>n; i++) store<u8>(out + i, load<u8>(src + i) ? 0 : 1);
}

/** 1 at `out` where `mask` is set, or `inside` is and `blank` is not, else 0. */
export function joined(mask: usize, inside: usize, blank: usize, n: i32, out: usize): void {
  const none = i8x16.splat(0);
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    const kept = v128.andnot(i8x16.eq(v128.load(blank + i), none), i8x16.eq(v128.load(inside + i), none));
    v128.store(out + i, i8x16.min_u(v128.or(v128.load(mask + i), kept), i8x16.splat(1)));
  }
  for (; i < n; i++)
    store<u8>(out + i, load<u8>(mask + i) || (load<u8>(inside + i) && !load<u8>(blank + i)) ? 1 : 0);
}

/** Words of a part in work: the earlier part that it belongs to (itself if none), its box and area. */
const PART: usize = 24;

function rootOf(labels: usize, label: i32): i32 {
  let parent = load<i32>(labels + <usize>label * PART);
  while (parent != label) {
    label = parent;
    parent = load<i32>(labels + <usize>label * PART);
  }
  return label;
}

/** The later of two parts becomes one with the earlier, which is returned. */
function united(labels: usize, one: i32, other: i32): i32 {
  const a = rootOf(labels, one);
  const b = rootOf(labels, other);
  if (a == b) return a;
  const to = labels + <usize>min(a, b) * PART;
  const from = labels + <usize>max(a, b) * PART;
  store<i32>(from, min(a, b));
  store<i32>(to, min(load<i32>(to, 4), load<i32>(from, 4)), 4);
  store<i32>(to, min(load<i32>(to, 8), load<i32>(from, 8)), 8);
  store<i32>(to, max(load<i32>(to, 12), load<i32>(from, 12)), 12);
  store<i32>(to, max(load<i32>(to, 16), load<i32>(from, 16)), 16);
  store<i32>(to, load<i32>(to, 20) + load<i32>(from, 20), 20);
  return min(a, b);
}

/**
 * Boxes of the 8-connected parts of the bytes at `mask`, in the order of their first pixels, run by run; returns their number. `labels`: 24
 * bytes for every second pixel and one more; `runs`: 12 bytes for every pixel of two rows. `boxes` gets five i32 a part as in `parts`, and may be
 * where `labels` is.
 */
export function partBoxes(mask: usize, width: i32, height: i32, labels: usize, runs: usize, boxes: usize): i32 {
  let count = 0;
  let above = runs;
  let aboveEnd = runs;
  let own = runs + <usize>width * 12;
  for (let y = 0; y < height; y++) {
    const row = mask + <usize>y * <usize>width;
    let ownEnd = own;
    let near = above;
    let x = 0;
    while (x < width) {
      if (x + 16 <= width && !v128.any_true(v128.load(row + x))) {
        x += 16;
        continue;
      }
      if (!load<u8>(row + x)) {
        x++;
        continue;
      }
      const start = x;
      while (x < width && load<u8>(row + x)) x++;
      // Runs above that end before this one touches them touch no later one either.
      while (near < aboveEnd && load<i32>(near, 4) < start) near += 12;
      let label = -1;
      for (let r = near; r < aboveEnd && load<i32>(r) <= x; r += 12)
        label = label < 0 ? rootOf(labels, load<i32>(r, 8)) : united(labels, label, load<i32>(r, 8));
      if (label < 0) {
        label = count++;
        const at = labels + <usize>label * PART;
        store<i32>(at, label);
        store<i32>(at, start, 4);
        store<i32>(at, y, 8);
        store<i32>(at, x, 12);
        store<i32>(at, y + 1, 16);
        store<i32>(at, x - start, 20);
      } else {
        const at = labels + <usize>label * PART;
        store<i32>(at, min(load<i32>(at, 4), start), 4);
        store<i32>(at, max(load<i32>(at, 12), x), 12);
        store<i32>(at, y + 1, 16);
        store<i32>(at, load<i32>(at, 20) + x - start, 20);
      }
      store<i32>(ownEnd, start);
      store<i32>(ownEnd, x, 4);
      store<i32>(ownEnd, label, 8);
      ownEnd += 12;
    }
    const spare = above;
    above = own;
    aboveEnd = ownEnd;
    own = spare;
  }
  let parts = 0;
  for (let label = 0; label < count; label++) {
    const at = labels + <usize>label * PART;
    if (load<i32>(at) != label) continue;
    const to = boxes + <usize>parts * 20;
    store<i32>(to, load<i32>(at, 4));
    store<i32>(to, load<i32>(at, 8), 4);
    store<i32>(to, load<i32>(at, 12), 8);
    store<i32>(to, load<i32>(at, 16), 12);
    store<i32>(to, load<i32>(at, 20), 16);
    parts++;
  }
  return parts;
}

/**
 * The 8-connected parts of the bytes at `mask`, in the order of their first pixels; returns their number. `seen`: as many zeros; `stack` and
 * `pixels`: as many i32. `pixels` gets the places of one part after the other, `boxes` five i32 a part: left, top, right, bottom
 * (right and bottom exclusive) and area.
 */
export function parts(
  mask: usize,
  seen: usize,
  width: i32,
  height: i32,
  stack: usize,
  pixels: usize,
  boxes: usize,
): i32 {
  const n = width * height;
  let count = 0;
  for (let start = 0; start < n; start++) {
    if (!load<u8>(mask + <usize>start) || load<u8>(seen + <usize>start)) continue;
    let top: usize = 0;
    let size = 0;
    store<i32>(stack, start);
    top = 1;
    store<u8>(seen + <usize>start, 1);
    let left = width;
    let upper = height;
    let right = 0;
    let lower = 0;
    while (top > 0) {
      top--;
      const p = load<i32>(stack + (top << 2));
      store<i32>(pixels, p);
      pixels += 4;
      size++;
      const y = p / width;
      const x = p - y * width;
      left = min(left, x);
      right = max(right, x + 1);
      upper = min(upper, y);
      lower = max(lower, y + 1);
      const first = max(0, x - 1);
      const last = min(width - 1, x + 1);
      const end = min(height - 1, y + 1);
      for (let ny = max(0, y - 1); ny <= end; ny++) {
        for (let q = ny * width + first; q <= ny * width + last; q++) {
          if (!load<u8>(mask + <usize>q) || load<u8>(seen + <usize>q)) continue;
          store<u8>(seen + <usize>q, 1);
          store<i32>(stack + (top << 2), q);
          top++;
        }
      }
    }
    store<i32>(boxes, left);
    store<i32>(boxes, upper, 4);
    store<i32>(boxes, right, 8);
    store<i32>(boxes, lower, 12);
    store<i32>(boxes, size, 16);
    boxes += 20;
    count++;
  }
  return count;
}

/** Puts a place on the stack that ends at `top` where it is neither set nor reached yet; returns the stack's new end. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function visit(mask: usize, reached: usize, i: i32, top: usize): usize {
  if (load<u8>(mask + <usize>i) || load<u8>(reached + <usize>i)) return top;
  store<u8>(reached + <usize>i, 1);
  store<i32>(top, i);
  return top + 4;
}

/** 1 at `holes` where what is 0 in `mask` cannot be reached from the edge without crossing the mask, else 0. `stack`: as many i32. */
export function holes(mask: usize, width: i32, height: i32, stack: usize, holes: usize): void {
  const n = width * height;
  memory.fill(holes, 0, <usize>n);
  let top = stack;
  for (let x = 0; x < width; x++) {
    top = visit(mask, holes, x, top);
    top = visit(mask, holes, n - width + x, top);
  }
  for (let y = 0; y < height; y++) {
    top = visit(mask, holes, y * width, top);
    top = visit(mask, holes, y * width + width - 1, top);
  }
  while (top > stack) {
    top -= 4;
    const i = load<i32>(top);
    const x = i % width;
    if (x > 0) top = visit(mask, holes, i - 1, top);
    if (x < width - 1) top = visit(mask, holes, i + 1, top);
    if (i >= width) top = visit(mask, holes, i - width, top);
    if (i < n - width) top = visit(mask, holes, i + width, top);
  }
  for (let i: usize = 0; i < <usize>n; i++)
    store<u8>(holes + i, load<u8>(mask + i) || load<u8>(holes + i) ? 0 : 1);
}
