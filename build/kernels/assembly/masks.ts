/** Growing 0/1 masks, and their connected parts (AssemblyScript; lib/pixels/morphology.ts and contours.ts are the reference). */

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
