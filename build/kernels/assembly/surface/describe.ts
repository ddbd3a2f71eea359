/** Directions and their weights around a place (AssemblyScript; lib/place/features/descriptor.ts has the reference, in the same order of steps). */

const HALF_TURN: f64 = Math.PI;
const TAU: f64 = 2 * Math.PI;

/** Angles of two vectors in 0..2 pi, as `turnOf` has them. Nothing sensible where both parts are 0. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function turnsOf(y: v128, x: v128): v128 {
  const ax = f64x2.abs(x);
  const ay = f64x2.abs(y);
  const a = f64x2.div(f64x2.min(ax, ay), f64x2.max(ax, ay));
  const s = f64x2.mul(a, a);
  let r = f64x2.add(f64x2.mul(f64x2.splat(-0.0464964749), s), f64x2.splat(0.15931422));
  r = f64x2.sub(f64x2.mul(r, s), f64x2.splat(0.327622764));
  r = f64x2.add(f64x2.mul(f64x2.mul(r, s), a), a);
  r = v128.bitselect(f64x2.sub(f64x2.splat(HALF_TURN / 2), r), r, f64x2.gt(ay, ax));
  const zero = f64x2.splat(0);
  r = v128.bitselect(f64x2.sub(f64x2.splat(HALF_TURN), r), r, f64x2.lt(x, zero));
  return v128.bitselect(f64x2.sub(f64x2.splat(TAU), r), r, f64x2.lt(y, zero));
}

/** Two neighbouring pixels as f64. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function two(p: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(p));
}

/** exp(-v) from a table (f32) in steps of 1/64; 0 from 8 on. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function fade(table: usize, v: f64): f64 {
  return v >= 8 ? 0 : <f64>load<f32>(table + (<usize>(<i32>(v * 64)) << 2));
}

/**
 * Weights of the directions around (cx, cy) in `bins` parts of a turn, added to the f64 at `out`. `k`: what a squared distance is multiplied
 * with before it fades.
 */
export function turns(
  plane: usize,
  width: i32,
  height: i32,
  cx: i32,
  cy: i32,
  radius: i32,
  k: f64,
  bins: i32,
  table: usize,
  out: usize,
): void {
  const stride = <usize>width << 2;
  const from = max(1, cx - radius);
  const to = min(width - 2, cx + radius);
  for (let y = max(1, cy - radius); y <= min(height - 2, cy + radius); y++) {
    const row = plane + <usize>y * stride;
    const down = <f64>((y - cy) * (y - cy));
    // Past the last pixel of an odd row one is looked at that does not count.
    for (let x = from; x <= to; x += 2) {
      const p = row + (<usize>x << 2);
      const dx = f64x2.sub(two(p + 4), two(p - 4));
      const dy = f64x2.sub(two(p + stride), two(p - stride));
      const size = f64x2.sqrt(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)));
      const bin = f64x2.mul(f64x2.div(turnsOf(dy, dx), f64x2.splat(TAU)), f64x2.splat(<f64>bins));
      const whole = f64x2.floor(f64x2.add(bin, f64x2.splat(0.5)));
      addTurn(out, bins, f64x2.extract_lane(whole, 0), f64x2.extract_lane(size, 0), table, k, x - cx, down);
      if (x < to) addTurn(out, bins, f64x2.extract_lane(whole, 1), f64x2.extract_lane(size, 1), table, k, x + 1 - cx, down);
    }
  }
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function addTurn(out: usize, bins: i32, whole: f64, size: f64, table: usize, k: f64, dx: i32, down: f64): void {
  if (size == 0) return;
  const at = out + (<usize>(<i32>whole % bins) << 3);
  const weight = fade(table, (<f64>(dx * dx) + down) * k);
  store<f64>(at, load<f64>(at) + weight * size);
}

const CELLS = 4;
const BINS = 8;
const GRID = CELLS + 2;

/**
 * Weights of the directions around (cx, cy) by the cells of a turned grid, added to the f32 at `out` (6 x 6 cells of 9 bins). `cos` and `sin`
 * are those of the grid's turn over the width of a cell.
 */
export function cells(
  plane: usize,
  width: i32,
  height: i32,
  cx: i32,
  cy: i32,
  radius: i32,
  cos: f64,
  sin: f64,
  turn: f64,
  table: usize,
  out: usize,
): void {
  const stride = <usize>width << 2;
  const middle: f64 = <f64>CELLS / 2 - 0.5;
  const toBins: f64 = <f64>BINS / TAU;
  const edge: f64 = <f64>CELLS / 2 + 0.5;
  for (let dy = -radius; dy <= radius; dy++) {
    const y = cy + dy;
    if (y < 1 || y > height - 2) continue;
    const row = plane + <usize>y * stride;
    const uy = <f64>dy * sin;
    const vy = <f64>dy * cos;
    // Where the row may cross the grid, a pixel more on both sides; who is in it is asked pixel by pixel.
    let from = max(-radius, 1 - cx);
    let to = min(radius, width - 2 - cx);
    if (abs(cos) > 0.001) {
      const a = (-edge - uy) / cos;
      const b = (edge - uy) / cos;
      from = max(from, <i32>floor(min(a, b)) - 1);
      to = min(to, <i32>ceil(max(a, b)) + 1);
    }
    if (abs(sin) > 0.001) {
      const a = (vy - edge) / sin;
      const b = (vy + edge) / sin;
      from = max(from, <i32>floor(min(a, b)) - 1);
      to = min(to, <i32>ceil(max(a, b)) + 1);
    }
    for (let dx = from; dx <= to; dx += 2) {
      const p = row + (<usize>(cx + dx) << 2);
      const d = f64x2(<f64>dx, <f64>(dx + 1));
      const u = f64x2.add(f64x2.mul(d, f64x2.splat(cos)), f64x2.splat(uy));
      const v = f64x2.sub(f64x2.splat(vy), f64x2.mul(d, f64x2.splat(sin)));
      const across = f64x2.add(u, f64x2.splat(middle));
      const down = f64x2.add(v, f64x2.splat(middle));
      const least = f64x2.splat(-1);
      const most = f64x2.splat(<f64>CELLS);
      const inside = v128.and(
        v128.and(f64x2.gt(across, least), f64x2.lt(across, most)),
        v128.and(f64x2.gt(down, least), f64x2.lt(down, most)),
      );
      const lanes = i64x2.bitmask(inside);
      if (lanes == 0) continue;
      const gx = f64x2.sub(two(p + 4), two(p - 4));
      const gy = f64x2.sub(two(p + stride), two(p - stride));
      const size = f64x2.sqrt(f64x2.add(f64x2.mul(gx, gx), f64x2.mul(gy, gy)));
      const far = f64x2.div(f64x2.add(f64x2.mul(u, u), f64x2.mul(v, v)), f64x2.splat(<f64>(CELLS * CELLS) * 0.5));
      let bin = f64x2.mul(f64x2.sub(turnsOf(gy, gx), f64x2.splat(turn)), f64x2.splat(toBins));
      const round = f64x2.splat(<f64>BINS);
      bin = v128.bitselect(f64x2.add(bin, round), bin, f64x2.lt(bin, f64x2.splat(0)));
      bin = v128.bitselect(f64x2.sub(bin, round), bin, f64x2.ge(bin, round));
      const a0 = f64x2.floor(across);
      const d0 = f64x2.floor(down);
      const fa = f64x2.sub(across, a0);
      const fd = f64x2.sub(down, d0);
      if (lanes & 1) {
        addCell(
          out,
          f64x2.extract_lane(size, 0) * fade(table, f64x2.extract_lane(far, 0)),
          f64x2.extract_lane(a0, 0),
          f64x2.extract_lane(d0, 0),
          f64x2.extract_lane(fa, 0),
          f64x2.extract_lane(fd, 0),
          f64x2.extract_lane(bin, 0),
        );
      }
      if (lanes & 2 && dx < to) {
        addCell(
          out,
          f64x2.extract_lane(size, 1) * fade(table, f64x2.extract_lane(far, 1)),
          f64x2.extract_lane(a0, 1),
          f64x2.extract_lane(d0, 1),
          f64x2.extract_lane(fa, 1),
          f64x2.extract_lane(fd, 1),
          f64x2.extract_lane(bin, 1),
        );
      }
    }
  }
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function addTo(at: usize, v: f64): void {
  store<f32>(at, <f32>(<f64>load<f32>(at) + v));
}

function addCell(out: usize, weight: f64, a0: f64, d0: f64, fa: f64, fd: f64, bin: f64): void {
  if (weight == 0) return;
  const b0 = <i32>bin;
  const fb = bin - <f64>b0;
  const at = out + (<usize>(((<i32>d0 + 1) * GRID + <i32>a0 + 1) * (BINS + 1) + b0) << 2);
  const w1 = weight * fd;
  const w0 = weight - w1;
  const w01 = w0 * fa;
  const w00 = w0 - w01;
  const w11 = w1 * fa;
  const w10 = w1 - w11;
  const right = at + ((BINS + 1) << 2);
  const under = at + ((GRID * (BINS + 1)) << 2);
  const both = under + ((BINS + 1) << 2);
  addTo(at, w00 * (1 - fb));
  addTo(at + 4, w00 * fb);
  addTo(right, w01 * (1 - fb));
  addTo(right + 4, w01 * fb);
  addTo(under, w10 * (1 - fb));
  addTo(under + 4, w10 * fb);
  addTo(both, w11 * (1 - fb));
  addTo(both + 4, w11 * fb);
}
