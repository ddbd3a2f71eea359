/** Flat colours of a screen (AssemblyScript; lib/match/fingerprint/flat-colours.ts is the reference). */

/** 1 at `out` where a byte is within `near` of its right and its lower neighbour, 0 elsewhere; returns how many are. */
export function flatPixels(y: usize, width: i32, height: i32, near: i32, out: usize): i32 {
  let count = 0;
  memory.fill(out, 0, <usize>width * <usize>height);
  const most = i8x16.splat(<i8>near);
  for (let j = 0; j < height - 1; j++) {
    const row = y + <usize>j * <usize>width;
    const to = out + <usize>j * <usize>width;
    let i = 0;
    for (; i + 16 < width; i += 16) {
      const v = v128.load(row + <usize>i);
      const right = v128.load(row + <usize>i + 1);
      const below = v128.load(row + <usize>i + <usize>width);
      const across = v128.or(i8x16.sub_sat_u(v, right), i8x16.sub_sat_u(right, v));
      const down = v128.or(i8x16.sub_sat_u(v, below), i8x16.sub_sat_u(below, v));
      const flat = i8x16.le_u(i8x16.max_u(across, down), most);
      v128.store(to + <usize>i, v128.and(flat, i8x16.splat(1)));
      count += popcnt<i32>(i8x16.bitmask(flat));
    }
    for (; i < width - 1; i++) {
      const v = <i32>load<u8>(row + <usize>i);
      const across = abs(v - <i32>load<u8>(row + <usize>i + 1));
      const down = abs(v - <i32>load<u8>(row + <usize>i + <usize>width));
      if (across > near || down > near) continue;
      store<u8>(to + <usize>i, 1);
      count++;
    }
  }
  return count;
}

/**
 * Counts the pixels of `use` by colour: five bits each of the three planes. `tables`: for each of the 32,768 colours four i32, zeros: how
 * many, and their sums in each plane. `met` gets the colours in the order of the first run's end; returns their number.
 */
export function colourRuns(
  y: usize,
  cb: usize,
  cr: usize,
  use: usize,
  n: i32,
  tables: usize,
  met: usize,
): i32 {
  let found = 0;
  let last = -1;
  let runY = 0;
  let runCb = 0;
  let runCr = 0;
  let run = 0;
  for (let p: usize = 0; p <= <usize>n; p++) {
    const end = p == <usize>n;
    if (!end && !load<u8>(use + p)) continue;
    let k = -1;
    let a = 0;
    let b = 0;
    let c = 0;
    if (!end) {
      a = <i32>load<u8>(y + p);
      b = <i32>load<u8>(cb + p);
      c = <i32>load<u8>(cr + p);
      k = ((a >> 3) << 10) | ((b >> 3) << 5) | (c >> 3);
    }
    if (k != last) {
      if (run > 0) {
        const to = tables + (<usize>last << 4);
        if (load<i32>(to) == 0) {
          store<i32>(met + (<usize>found << 2), last);
          found++;
        }
        store<i32>(to, load<i32>(to) + run);
        store<i32>(to, load<i32>(to, 4) + runY, 4);
        store<i32>(to, load<i32>(to, 8) + runCb, 8);
        store<i32>(to, load<i32>(to, 12) + runCr, 12);
      }
      last = k;
      runY = 0;
      runCb = 0;
      runCr = 0;
      run = 0;
    }
    runY += a;
    runCb += b;
    runCr += c;
    run++;
  }
  return found;
}

/** Sets bytes of `mask` to 0 where the three planes' distances from a colour add up to `near` or less. */
export function clearNear(
  y: usize,
  cb: usize,
  cr: usize,
  n: i32,
  a: f64,
  b: f64,
  c: f64,
  near: f64,
  mask: usize,
): void {
  // Distances from the rounded colour are wrong by half a step a plane at most: only where that may decide are they taken exactly.
  const wholeA = i8x16.splat(<i8>nearest<f64>(a));
  const wholeB = i8x16.splat(<i8>nearest<f64>(b));
  const wholeC = i8x16.splat(<i8>nearest<f64>(c));
  const sure = <i32>floor<f64>(near) - 2;
  const perhaps = <i32>ceil<f64>(near) + 1;
  let p: usize = 0;
  if (sure >= 0 && perhaps < 255) {
    const most = i8x16.splat(<i8>sure);
    const limit = i8x16.splat(<i8>perhaps);
    for (; p + 16 <= <usize>n; p += 16) {
      const apart = i8x16.add_sat_u(
        i8x16.add_sat_u(distance(v128.load(y + p), wholeA), distance(v128.load(cb + p), wholeB)),
        distance(v128.load(cr + p), wholeC),
      );
      const gone = i8x16.le_u(apart, most);
      v128.store(mask + p, v128.andnot(v128.load(mask + p), gone));
      let left = i8x16.bitmask(v128.andnot(i8x16.le_u(apart, limit), gone));
      for (; left; left &= left - 1) clearOne(y, cb, cr, p + <usize>ctz<i32>(left), a, b, c, near, mask);
    }
  }
  for (; p < <usize>n; p++) clearOne(y, cb, cr, p, a, b, c, near, mask);
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function distance(v: v128, from: v128): v128 {
  return v128.or(i8x16.sub_sat_u(v, from), i8x16.sub_sat_u(from, v));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function clearOne(
  y: usize,
  cb: usize,
  cr: usize,
  p: usize,
  a: f64,
  b: f64,
  c: f64,
  near: f64,
  mask: usize,
): void {
  const apart =
    abs<f64>(<f64>load<u8>(y + p) - a) + abs<f64>(<f64>load<u8>(cb + p) - b) + abs<f64>(<f64>load<u8>(cr + p) - c);
  if (apart <= near) store<u8>(mask + p, 0);
}
