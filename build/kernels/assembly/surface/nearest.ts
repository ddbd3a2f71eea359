/** Nearest descriptors by their inner product (AssemblyScript; lib/place/join/nearest.ts has the reference). */

// @ts-ignore: decorators are AssemblyScript's
@inline
function total(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 2, 4, 6), v128.shuffle<i32>(c, d, 1, 3, 5, 7));
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 2, 4, 6), v128.shuffle<i32>(ab, cd, 1, 3, 5, 7));
}

/** Whether two features of `places` (x, y, size as f32) stand apart: not one point seen on two levels or under two angles. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function apart(places: usize, i: i32, j: i32): bool {
  const a = places + <usize>i * 12;
  const b = places + <usize>j * 12;
  const reach: f32 = <f32>2 * max(load<f32>(a, 8), load<f32>(b, 8));
  return abs(load<f32>(a) - load<f32>(b)) > reach || abs(load<f32>(a, 4) - load<f32>(b, 4)) > reach;
}

/**
 * For each descriptor of 128 i16 at `a`, from number `from` to before `to` (multiples of 4): the most alike of `m` at `b` (its number, its product) and the
 * product of the next at another place, i32 triples at `rows`. For each at `b`: number and product of the most alike at `a`, i32 pairs at `columns`.
 * Begin with -1 and 0.
 */
export function nearest(
  a: usize,
  from: i32,
  to: i32,
  b: usize,
  m: i32,
  places: usize,
  rows: usize,
  columns: usize,
): void {
  a += <usize>from << 8;
  rows += <usize>from * 12;
  for (let i = from; i < to; i += 4, a += 1024, rows += 48) {
    let seconds = i32x4(load<i32>(rows, 8), load<i32>(rows, 20), load<i32>(rows, 32), load<i32>(rows, 44));
    let q = b;
    let column = columns;
    for (let j = 0; j < m; j++, q += 256, column += 8) {
      let s0 = i32x4.splat(0);
      let s1 = i32x4.splat(0);
      let s2 = i32x4.splat(0);
      let s3 = i32x4.splat(0);
      for (let k: usize = 0; k < 256; k += 32) {
        const v = v128.load(q + k);
        const p = a + k;
        s0 = i32x4.add(s0, i32x4.dot_i16x8_s(v128.load(p), v));
        s1 = i32x4.add(s1, i32x4.dot_i16x8_s(v128.load(p, 256), v));
        s2 = i32x4.add(s2, i32x4.dot_i16x8_s(v128.load(p, 512), v));
        s3 = i32x4.add(s3, i32x4.dot_i16x8_s(v128.load(p, 768), v));
        const w = v128.load(q + k, 16);
        s0 = i32x4.add(s0, i32x4.dot_i16x8_s(v128.load(p, 16), w));
        s1 = i32x4.add(s1, i32x4.dot_i16x8_s(v128.load(p, 272), w));
        s2 = i32x4.add(s2, i32x4.dot_i16x8_s(v128.load(p, 528), w));
        s3 = i32x4.add(s3, i32x4.dot_i16x8_s(v128.load(p, 784), w));
      }
      const dots = total(s0, s1, s2, s3);
      const better = i32x4.bitmask(i32x4.gt_s(dots, i32x4.splat(load<i32>(column, 4))));
      if (better != 0) {
        for (let lane = 0; lane < 4; lane++) {
          const d = pick(dots, lane);
          if (d > load<i32>(column, 4)) {
            store<i32>(column, i + lane);
            store<i32>(column, d, 4);
          }
        }
      }
      let over = i32x4.bitmask(i32x4.gt_s(dots, seconds));
      if (over == 0) continue;
      while (over != 0) {
        const lane = <i32>ctz(over);
        over &= over - 1;
        const d = pick(dots, lane);
        const row = rows + <usize>lane * 12;
        const first = load<i32>(row);
        if (d > load<i32>(row, 4)) {
          if (first < 0 || apart(places, j, first)) store<i32>(row, load<i32>(row, 4), 8);
          store<i32>(row, j);
          store<i32>(row, d, 4);
        } else if (apart(places, j, first)) store<i32>(row, d, 8);
      }
      seconds = i32x4(load<i32>(rows, 8), load<i32>(rows, 20), load<i32>(rows, 32), load<i32>(rows, 44));
    }
  }
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function pick(v: v128, lane: i32): i32 {
  switch (lane) {
    case 0: return i32x4.extract_lane(v, 0);
    case 1: return i32x4.extract_lane(v, 1);
    case 2: return i32x4.extract_lane(v, 2);
    default: return i32x4.extract_lane(v, 3);
  }
}
