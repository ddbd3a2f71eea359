/** Directions and their weights around a place, of every second pixel of every second row, four at a time (AssemblyScript; lib/place/features/descriptor.ts has the reference, in the same single-precision steps). */

const TAU: f32 = <f32>(2 * Math.PI);
const HALF_TURN: f32 = <f32>Math.PI;
const QUARTER_TURN: f32 = <f32>(Math.PI / 2);
/** Keeps a quotient finite where there is no direction. */
const TINY: f32 = 1e-30;

// @ts-ignore: decorators are AssemblyScript's
@inline
function all(v: f32): v128 {
  return f32x4.splat(v);
}

/** Angles of four vectors in 0..2 pi, as `turnOf` has them; 0 where both parts are 0. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function turnsOf(y: v128, x: v128): v128 {
  const ax = f32x4.abs(x);
  const ay = f32x4.abs(y);
  const a = f32x4.div(f32x4.min(ax, ay), f32x4.max(f32x4.max(ax, ay), all(TINY)));
  const s = f32x4.mul(a, a);
  let r = f32x4.add(f32x4.mul(all(-0.0464964749), s), all(0.15931422));
  r = f32x4.sub(f32x4.mul(r, s), all(0.327622764));
  r = f32x4.add(f32x4.mul(f32x4.mul(r, s), a), a);
  r = v128.bitselect(f32x4.sub(all(QUARTER_TURN), r), r, f32x4.gt(ay, ax));
  r = v128.bitselect(f32x4.sub(all(HALF_TURN), r), r, f32x4.lt(x, all(0)));
  return v128.bitselect(f32x4.sub(all(TAU), r), r, f32x4.lt(y, all(0)));
}

/** exp(-v) for v in 0..1.6, as `fade` has it. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function fade(v: v128): v128 {
  let r = f32x4.add(f32x4.mul(all(0.0193291947), v), all(-0.139785467));
  r = f32x4.add(f32x4.mul(r, v), all(0.485779132));
  r = f32x4.add(f32x4.mul(r, v), all(-0.997284057));
  return f32x4.add(f32x4.mul(r, v), all(0.99991570));
}

/** Of eight pixels from `p` on the first, third, fifth and seventh. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function everySecond(p: usize): v128 {
  return v128.shuffle<f32>(v128.load(p), v128.load(p, 16), 0, 2, 4, 6);
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function addTurn(at: usize, v: f32): void {
  store<f32>(at, load<f32>(at) + v);
}

/**
 * Weights of the directions around (cx, cy) in `bins` parts of a turn, added to the f32 at `out`, four to a part: every fourth pixel of a row goes to the
 * same one. `k`: what an eighth of a squared distance is multiplied with before it fades. The plane needs 32 bytes past its end.
 */
export function turns(
  plane: usize,
  width: i32,
  height: i32,
  cx: i32,
  cy: i32,
  radius: i32,
  k: f32,
  bins: i32,
  out: usize,
): void {
  const stride = <usize>width << 2;
  const reach = radius & ~1;
  const from = max(-reach, (2 - cx) & ~1);
  const to = min(reach, width - 2 - cx);
  const parts = all(<f32>bins / TAU);
  const lanes = f32x4(0, 2, 4, 6);
  const last = all(<f32>to);
  for (let dy = -reach; dy <= reach; dy += 2) {
    const y = cy + dy;
    if (y < 1 || y > height - 2) continue;
    const row = plane + <usize>y * stride;
    const down = all(<f32>(dy * dy));
    for (let dx = from; dx <= to; dx += 8) {
      const p = row + (<usize>(cx + dx) << 2);
      const gx = f32x4.sub(everySecond(p + 4), everySecond(p - 4));
      const gy = f32x4.sub(everySecond(p + stride), everySecond(p - stride));
      const size = f32x4.sqrt(f32x4.add(f32x4.mul(gx, gx), f32x4.mul(gy, gy)));
      const d = f32x4.add(all(<f32>dx), lanes);
      const far = f32x4.mul(f32x4.add(f32x4.mul(d, d), down), all(k));
      let weight = fade(far);
      weight = f32x4.mul(weight, weight);
      weight = f32x4.mul(weight, weight);
      weight = f32x4.mul(f32x4.mul(weight, weight), size);
      weight = v128.and(weight, v128.and(f32x4.le(d, last), f32x4.lt(far, all(1))));
      let bin = i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.mul(turnsOf(gy, gx), parts), all(0.5)));
      // A whole turn is none.
      bin = v128.andnot(bin, i32x4.ge_s(bin, i32x4.splat(bins)));
      addTurn(out + (<usize>i32x4.extract_lane(bin, 0) << 4), f32x4.extract_lane(weight, 0));
      addTurn(out + (<usize>i32x4.extract_lane(bin, 1) << 4) + 4, f32x4.extract_lane(weight, 1));
      addTurn(out + (<usize>i32x4.extract_lane(bin, 2) << 4) + 8, f32x4.extract_lane(weight, 2));
      addTurn(out + (<usize>i32x4.extract_lane(bin, 3) << 4) + 12, f32x4.extract_lane(weight, 3));
    }
  }
}

const CELLS = 4;
const BINS = 8;
/** Cells between which a pixel may lie, along a side: one more than there are, and half of it outside. */
const GAPS = CELLS + 1;

/** Adds two times four numbers to what stands at `at`. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function addEight(at: usize, low: v128, high: v128): void {
  v128.store(at, f32x4.add(v128.load(at), low));
  v128.store(at, f32x4.add(v128.load(at, 16), high), 16);
}

/**
 * Weights of the directions around (cx, cy) by the cells of a turned grid: 4 x 4 cells of 8 bins (f32) at `out`. `cos` and `sin` are those of the
 * grid's turn over the width of a cell. A pixel lies between two cells each way and between two bins: its eight shares are summed up side by side at
 * `work` (`GAPS` * `GAPS` * `BINS` times 8 f32) and dealt out at the end. The plane needs 32 bytes past its end.
 */
export function cells(
  plane: usize,
  width: i32,
  height: i32,
  cx: i32,
  cy: i32,
  radius: i32,
  cos: f32,
  sin: f32,
  turn: f32,
  work: usize,
  out: usize,
): void {
  memory.fill(work, 0, GAPS * GAPS * BINS * 32);
  const stride = <usize>width << 2;
  const middle = all(<f32>CELLS / 2 - 0.5);
  const toBins = all(<f32>BINS / TAU);
  const edge: f32 = <f32>CELLS / 2 + 0.5;
  const lanes = f32x4(0, 2, 4, 6);
  const reach = radius & ~1;
  const end = min(reach, width - 2 - cx);
  const last = all(<f32>end);
  for (let dy = -reach; dy <= reach; dy += 2) {
    const y = cy + dy;
    if (y < 1 || y > height - 2) continue;
    const row = plane + <usize>y * stride;
    const uy = <f32>dy * sin;
    const vy = <f32>dy * cos;
    // Where the row may cross the grid, a pixel more on both sides; who is in it is asked pixel by pixel.
    let from = max(-reach, 1 - cx);
    let to = end;
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
    for (let dx = (from + 1) & ~1; dx <= to; dx += 8) {
      const d = f32x4.add(all(<f32>dx), lanes);
      const u = f32x4.add(f32x4.mul(d, all(cos)), all(uy));
      const v = f32x4.sub(all(vy), f32x4.mul(d, all(sin)));
      const across = f32x4.add(u, middle);
      const down = f32x4.add(v, middle);
      const inside = v128.and(
        v128.and(
          v128.and(f32x4.gt(across, all(-1)), f32x4.lt(across, all(<f32>CELLS))),
          v128.and(f32x4.gt(down, all(-1)), f32x4.lt(down, all(<f32>CELLS))),
        ),
        f32x4.le(d, last),
      );
      if (!v128.any_true(inside)) continue;
      const p = row + (<usize>(cx + dx) << 2);
      const gx = f32x4.sub(everySecond(p + 4), everySecond(p - 4));
      const gy = f32x4.sub(everySecond(p + stride), everySecond(p - stride));
      const size = f32x4.sqrt(f32x4.add(f32x4.mul(gx, gx), f32x4.mul(gy, gy)));
      const far = f32x4.mul(f32x4.add(f32x4.mul(u, u), f32x4.mul(v, v)), all(<f32>2 / <f32>(CELLS * CELLS)));
      const weight = v128.and(f32x4.mul(size, fade(far)), inside);
      let bin = f32x4.mul(f32x4.sub(turnsOf(gy, gx), all(turn)), toBins);
      const round = all(<f32>BINS);
      bin = v128.bitselect(f32x4.add(bin, round), bin, f32x4.lt(bin, all(0)));
      bin = v128.bitselect(f32x4.sub(bin, round), bin, f32x4.ge(bin, round));
      const a0 = f32x4.floor(across);
      const d0 = f32x4.floor(down);
      const b0 = f32x4.floor(bin);
      const fa = f32x4.sub(across, a0);
      const fd = f32x4.sub(down, d0);
      const fb = f32x4.sub(bin, b0);
      const gap = f32x4.add(f32x4.mul(f32x4.add(d0, all(1)), all(<f32>GAPS)), f32x4.add(a0, all(1)));
      const at = v128.and(i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.mul(gap, round), b0)), inside);
      const w1 = f32x4.mul(weight, fd);
      const w0 = f32x4.sub(weight, w1);
      const w01 = f32x4.mul(w0, fa);
      const w00 = f32x4.sub(w0, w01);
      const w11 = f32x4.mul(w1, fa);
      const w10 = f32x4.sub(w1, w11);
      const w001 = f32x4.mul(w00, fb);
      const w011 = f32x4.mul(w01, fb);
      const w101 = f32x4.mul(w10, fb);
      const w111 = f32x4.mul(w11, fb);
      const w000 = f32x4.sub(w00, w001);
      const w010 = f32x4.sub(w01, w011);
      const w100 = f32x4.sub(w10, w101);
      const w110 = f32x4.sub(w11, w111);
      // From one number of four pixels to four numbers of one pixel.
      const a = v128.shuffle<f32>(w000, w001, 0, 4, 1, 5);
      const b = v128.shuffle<f32>(w010, w011, 0, 4, 1, 5);
      const c = v128.shuffle<f32>(w100, w101, 0, 4, 1, 5);
      const e = v128.shuffle<f32>(w110, w111, 0, 4, 1, 5);
      addEight(
        work + (<usize>i32x4.extract_lane(at, 0) << 5),
        v128.shuffle<f32>(a, b, 0, 1, 4, 5),
        v128.shuffle<f32>(c, e, 0, 1, 4, 5),
      );
      addEight(
        work + (<usize>i32x4.extract_lane(at, 1) << 5),
        v128.shuffle<f32>(a, b, 2, 3, 6, 7),
        v128.shuffle<f32>(c, e, 2, 3, 6, 7),
      );
      const f = v128.shuffle<f32>(w000, w001, 2, 6, 3, 7);
      const g = v128.shuffle<f32>(w010, w011, 2, 6, 3, 7);
      const h = v128.shuffle<f32>(w100, w101, 2, 6, 3, 7);
      const i = v128.shuffle<f32>(w110, w111, 2, 6, 3, 7);
      addEight(
        work + (<usize>i32x4.extract_lane(at, 2) << 5),
        v128.shuffle<f32>(f, g, 0, 1, 4, 5),
        v128.shuffle<f32>(h, i, 0, 1, 4, 5),
      );
      addEight(
        work + (<usize>i32x4.extract_lane(at, 3) << 5),
        v128.shuffle<f32>(f, g, 2, 3, 6, 7),
        v128.shuffle<f32>(h, i, 2, 3, 6, 7),
      );
    }
  }
  dealt(work, out);
}

/** What was summed up between cells and bins, dealt out to them. */
function dealt(work: usize, out: usize): void {
  for (let d = 0; d < CELLS; d++) {
    for (let a = 0; a < CELLS; a++) {
      for (let b = 0; b < BINS; b++) {
        // Above and left of a cell, its shares are the second ones; so are those of the bin before.
        const above = work + ((<usize>((d * GAPS + a) * BINS)) << 5);
        const own = above + (GAPS * BINS * 32);
        const here = <usize>b << 5;
        const before = <usize>((b + BINS - 1) % BINS) << 5;
        const next = BINS * 32;
        let sum = load<f32>(above + here, 24) + load<f32>(above + before, 28);
        sum += load<f32>(above + next + here, 16) + load<f32>(above + next + before, 20);
        sum += load<f32>(own + here, 8) + load<f32>(own + before, 12);
        sum += load<f32>(own + next + here) + load<f32>(own + next + before, 4);
        store<f32>(out + (<usize>((d * CELLS + a) * BINS + b) << 2), sum);
      }
    }
  }
}
