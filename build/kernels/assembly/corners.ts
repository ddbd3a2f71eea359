/** FAST-9 corners and what describes them (AssemblyScript; lib/match/fingerprint has the reference in TypeScript). */

/** Ring of 16 pixels around a corner, clockwise from the top: offset for rows `w` apart. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function ring(i: i32, w: i32): i32 {
  switch (i & 15) {
    case 0: return -3 * w;
    case 1: return -3 * w + 1;
    case 2: return -2 * w + 2;
    case 3: return -w + 3;
    case 4: return 3;
    case 5: return w + 3;
    case 6: return 2 * w + 2;
    case 7: return 3 * w + 1;
    case 8: return 3 * w;
    case 9: return 3 * w - 1;
    case 10: return 2 * w - 2;
    case 11: return w - 3;
    case 12: return -3;
    case 13: return -w - 3;
    case 14: return -2 * w - 2;
    default: return -3 * w - 1;
  }
}

/** Of two opposite pairs of ring pixels the lesser of the greater ones: where it is over a threshold, one of each pair is. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function greater(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.min_u(i8x16.max_u(a, b), i8x16.max_u(c, d));
}

/** The greater of the lesser ones: where it is under a threshold, one of each pair is. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function lesser(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.max_u(i8x16.min_u(a, b), i8x16.min_u(c, d));
}

/** Lanes with at least nine ring pixels in a row over `than` (or under it): bytes with their highest bit turned over, which compare faster. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function nineInARow(p: usize, work: usize, than: v128, bright: bool): i32 {
  const turn = i8x16.splat(-128);
  let run = i8x16.splat(0);
  let most = i8x16.splat(0);
  // Once round and nine further: the longest run, counted in every lane.
  for (let i = 0; i < 25; i++) {
    const v = v128.xor(v128.load(p + load<i32>(work + (<usize>(i & 15) << 2))), turn);
    const beyond = bright ? i8x16.gt_s(v, than) : i8x16.gt_s(than, v);
    run = v128.and(i8x16.sub(run, beyond), beyond);
    most = i8x16.max_u(most, run);
  }
  return i8x16.bitmask(i8x16.gt_s(most, i8x16.splat(8)));
}

/** Summed contrast over the threshold of the ring around `p`: of its brighter pixels, or of its darker ones. */
function scoreAt(p: usize, w: i32, t: i32, bright: bool): i32 {
  let v = i8x16.splat(0);
  v = v128.load8_lane(p + ring(0, w), v, 0);
  v = v128.load8_lane(p + ring(1, w), v, 1);
  v = v128.load8_lane(p + ring(2, w), v, 2);
  v = v128.load8_lane(p + ring(3, w), v, 3);
  v = v128.load8_lane(p + ring(4, w), v, 4);
  v = v128.load8_lane(p + ring(5, w), v, 5);
  v = v128.load8_lane(p + ring(6, w), v, 6);
  v = v128.load8_lane(p + ring(7, w), v, 7);
  v = v128.load8_lane(p + ring(8, w), v, 8);
  v = v128.load8_lane(p + ring(9, w), v, 9);
  v = v128.load8_lane(p + ring(10, w), v, 10);
  v = v128.load8_lane(p + ring(11, w), v, 11);
  v = v128.load8_lane(p + ring(12, w), v, 12);
  v = v128.load8_lane(p + ring(13, w), v, 13);
  v = v128.load8_lane(p + ring(14, w), v, 14);
  v = v128.load8_lane(p + ring(15, w), v, 15);
  const c = <i32>load<u8>(p);
  const beyond = bright
    ? i8x16.sub_sat_u(v, i8x16.splat(<i8>min(255, c + t)))
    : i8x16.sub_sat_u(i8x16.splat(<i8>max(0, c - t)), v);
  const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(beyond));
  return total(sums) + 1;
}

/**
 * Corners at least `margin` (> 3) pixels from the edge. `scores`: room for width * height u16, `list`: for as many i32, and
 * `work`: 64 bytes. Writes to `out` x, y and score (i32 each) of every local maximum and returns their number. Reads up to 15 bytes past the
 * plane.
 */
export function corners(
  src: usize,
  width: i32,
  height: i32,
  margin: i32,
  t: i32,
  scores: usize,
  list: usize,
  work: usize,
  out: usize,
): i32 {
  memory.fill(scores, 0, (<usize>width * height) << 1);
  for (let i = 0; i < 16; i++) store<i32>(work + (<usize>i << 2), ring(i, width));
  const step = i8x16.splat(<i8>t);
  let found = 0;
  for (let y = margin; y < height - margin; y++) {
    const row = src + <usize>y * width;
    const end = width - margin;
    for (let x = margin; x < end; x += 16) {
      const p = row + x;
      const c = v128.load(p);
      const hi = i8x16.add_sat_u(c, step);
      const lo = i8x16.sub_sat_u(c, step);
      // Nine in a row always hold one of any two opposite ring pixels.
      const top = v128.load(p + ring(0, width));
      const right = v128.load(p + ring(4, width));
      const bottom = v128.load(p + ring(8, width));
      const left = v128.load(p + ring(12, width));
      let bright = i8x16.gt_u(greater(top, bottom, right, left), hi);
      let dark = i8x16.lt_u(lesser(top, bottom, right, left), lo);
      if (!v128.any_true(v128.or(bright, dark))) continue;
      const one = v128.load(p + ring(2, width));
      const two = v128.load(p + ring(6, width));
      const three = v128.load(p + ring(10, width));
      const four = v128.load(p + ring(14, width));
      bright = v128.and(bright, i8x16.gt_u(greater(one, three, two, four), hi));
      dark = v128.and(dark, i8x16.lt_u(lesser(one, three, two, four), lo));
      const turn = i8x16.splat(-128);
      const brightLanes = v128.any_true(bright) ? nineInARow(p, work, v128.xor(hi, turn), true) : 0;
      let lanes = brightLanes;
      if (v128.any_true(dark)) lanes |= nineInARow(p, work, v128.xor(lo, turn), false);
      if (end - x < 16) lanes &= (1 << (end - x)) - 1;
      while (lanes != 0) {
        const lane = <i32>ctz(lanes);
        lanes &= lanes - 1;
        const at = y * width + x + lane;
        const s = scoreAt(p + lane, width, t, ((brightLanes >> lane) & 1) != 0);
        store<u16>(scores + (<usize>at << 1), <u16>s);
        store<i32>(list + (<usize>found << 2), at);
        found++;
      }
    }
  }
  let count = 0;
  for (let k = 0; k < found; k++) {
    const at = load<i32>(list + (<usize>k << 2));
    const p = scores + (<usize>at << 1);
    const s = load<u16>(p);
    const above = p - (<usize>width << 1);
    const below = p + (<usize>width << 1);
    // Ties keep the first in reading order.
    if (
      load<u16>(above - 2) >= s ||
      load<u16>(above) >= s ||
      load<u16>(above + 2) >= s ||
      load<u16>(p - 2) >= s ||
      load<u16>(p + 2) > s ||
      load<u16>(below - 2) > s ||
      load<u16>(below) > s ||
      load<u16>(below + 2) > s
    )
      continue;
    store<i32>(out, at % width);
    store<i32>(out, at / width, 4);
    store<i32>(out, <i32>s, 8);
    out += 12;
    count++;
  }
  return count;
}

/**
 * Intensity moments of the disc of radius 15 around each of `count` pixels (i32 positions at `list`): mx, my as i32 pairs at `out`.
 * `disc`: 31 rows of 32 bytes, 255 inside the disc, 0 outside.
 */
export function moments(src: usize, width: i32, disc: usize, list: usize, count: i32, out: usize): void {
  const w0 = i16x8(-15, -14, -13, -12, -11, -10, -9, -8);
  const w1 = i16x8(-7, -6, -5, -4, -3, -2, -1, 0);
  const w2 = i16x8(1, 2, 3, 4, 5, 6, 7, 8);
  const w3 = i16x8(9, 10, 11, 12, 13, 14, 15, 0);
  for (let k = 0; k < count; k++) {
    let p = src + load<i32>(list + (<usize>k << 2)) - 15 * width - 15;
    let mask = disc;
    let mx = i32x4.splat(0);
    let my = i32x4.splat(0);
    for (let dy = -15; dy <= 15; dy++, p += width, mask += 32) {
      const left = v128.and(v128.load(p), v128.load(mask));
      const right = v128.and(v128.load(p, 16), v128.load(mask, 16));
      mx = i32x4.add(mx, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(left), w0));
      mx = i32x4.add(mx, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(left), w1));
      mx = i32x4.add(mx, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(right), w2));
      mx = i32x4.add(mx, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(right), w3));
      const sums = i16x8.add(i16x8.extadd_pairwise_i8x16_u(left), i16x8.extadd_pairwise_i8x16_u(right));
      my = i32x4.add(my, i32x4.dot_i16x8_s(sums, i16x8.splat(<i16>dy)));
    }
    store<i32>(out, total(mx));
    store<i32>(out, total(my), 4);
    out += 8;
  }
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function total(v: v128): i32 {
  return (
    i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3)
  );
}

/** Sixteen pixels of the patch, at the u16 offsets from `at` on. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function gather(patch: usize, at: usize): v128 {
  let v = i8x16.splat(0);
  v = v128.load8_lane(patch + load<u16>(at, 0), v, 0);
  v = v128.load8_lane(patch + load<u16>(at, 2), v, 1);
  v = v128.load8_lane(patch + load<u16>(at, 4), v, 2);
  v = v128.load8_lane(patch + load<u16>(at, 6), v, 3);
  v = v128.load8_lane(patch + load<u16>(at, 8), v, 4);
  v = v128.load8_lane(patch + load<u16>(at, 10), v, 5);
  v = v128.load8_lane(patch + load<u16>(at, 12), v, 6);
  v = v128.load8_lane(patch + load<u16>(at, 14), v, 7);
  v = v128.load8_lane(patch + load<u16>(at, 16), v, 8);
  v = v128.load8_lane(patch + load<u16>(at, 18), v, 9);
  v = v128.load8_lane(patch + load<u16>(at, 20), v, 10);
  v = v128.load8_lane(patch + load<u16>(at, 22), v, 11);
  v = v128.load8_lane(patch + load<u16>(at, 24), v, 12);
  v = v128.load8_lane(patch + load<u16>(at, 26), v, 13);
  v = v128.load8_lane(patch + load<u16>(at, 28), v, 14);
  v = v128.load8_lane(patch + load<u16>(at, 30), v, 15);
  return v;
}

/**
 * 256-bit descriptors of `count` pixels, eight u32 words each at `out`. `angles` (u8) choose 512 u16 of `table`: for every 16 bits, from
 * the lowest of a word on, the places of the first and of the second pixels of their tests in a patch of 31 rows of 32 bytes. `patch`:
 * room for it.
 */
export function describe(
  src: usize,
  width: i32,
  list: usize,
  angles: usize,
  count: i32,
  table: usize,
  patch: usize,
  out: usize,
): void {
  for (let k = 0; k < count; k++) {
    let p = src + load<i32>(list + (<usize>k << 2)) - 15 * width - 15;
    for (let y = 0, to = patch; y < 31; y++, p += width, to += 32) {
      v128.store(to, v128.load(p));
      v128.store(to, v128.load(p, 16), 16);
    }
    let t = table + (<usize>load<u8>(angles + k) << 10);
    for (let half = 0; half < 16; half++, t += 64, out += 2)
      store<u16>(out, <u16>i8x16.bitmask(i8x16.lt_u(gather(patch, t), gather(patch, t + 32))));
  }
}
