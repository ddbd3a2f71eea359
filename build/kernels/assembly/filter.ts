/** What a fitted filter makes of every pixel (AssemblyScript; the terms of lib/match/differences/filter-model.ts are the reference). */

const UNIT: f64 = 64;

// @ts-ignore: decorators are AssemblyScript's
@inline
function at(plane: usize, i: usize): f64 {
  return <f64>load<f32>(plane + (i << 2));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function unit(v: f64): f64 {
  return (v - 128) / UNIT;
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function put(row: usize, k: i32, v: f64): void {
  store<f64>(row + (<usize>k << 3), v);
}

/** How far a channel is beyond each of the three bends. */
function beyond(row: usize, first: i32, channel: f64): void {
  for (let k = 0; k < 3; k++) {
    const over = channel - (k == 0 ? 40 : k == 1 ? 170 : 215);
    put(row, first + k, over > 0 ? over / UNIT : 0);
  }
}

/** The same of red, green and blue of one pixel. */
function bends(row: usize, first: i32, y: f64, cb: f64, cr: f64): void {
  beyond(row, first, y + 1.402 * cr);
  beyond(row, first + 3, y - 0.344 * cb - 0.714 * cr);
  beyond(row, first + 6, y + 1.772 * cb);
}

/** `start` and the products of weights and terms, even ones and odd ones summed apart; cut to 0..255. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function weighed(start: f64, weights: usize, row: usize, count: i32): f32 {
  let sum = f64x2.replace_lane(f64x2.splat(0), 0, start);
  let k = 0;
  for (; k + 1 < count; k += 2, weights += 16, row += 16)
    sum = f64x2.add(sum, f64x2.mul(v128.load(weights), v128.load(row)));
  let v = f64x2.extract_lane(sum, 0);
  if (k < count) v += load<f64>(weights) * load<f64>(row);
  v += f64x2.extract_lane(sum, 1);
  return <f32>(v < 0 ? 0 : v > 255 ? 255 : v);
}

/**
 * Luma through the filter whose 32 f64 weights are at `weights`, to the f32 at `out`. Planes are f32; `fine`, `texture`, `things`, `light`: the
 * smoothed copies; `cb`, `cr`: of half the size; `weak`: f64, what smoothing takes for noise. `row`: 32 f64.
 */
export function filteredLuma(
  luma: usize,
  fine: usize,
  texture: usize,
  things: usize,
  light: usize,
  cb: usize,
  cr: usize,
  weak: usize,
  width: i32,
  height: i32,
  weights: usize,
  row: usize,
  out: usize,
): void {
  const w = width >> 1;
  const h = height >> 1;
  for (let py = 0, i: usize = 0; py < height; py++) {
    const half = min(h - 1, py >> 1) * w;
    const y = <f64>py / <f64>height - 0.5;
    for (let px = 0; px < width; px++, i++) {
      const own = at(luma, i);
      const q = <usize>(half + min(w - 1, px >> 1));
      const u = at(cb, q);
      const v = at(cr, q);
      const s = unit(own);
      const t = unit(at(texture, i));
      const g = unit(at(things, i));
      const l = unit(at(light, i));
      const detail = (own - at(texture, i)) / UNIT;
      const x = <f64>px / <f64>width - 0.5;
      const far = 4 * (x * x + y * y);
      const b = unit(u);
      const c = unit(v);
      put(row, 0, 1);
      put(row, 1, s);
      put(row, 2, unit(at(fine, i)));
      put(row, 3, t);
      put(row, 4, g);
      put(row, 5, l);
      put(row, 6, load<f64>(weak + (i << 3)));
      put(row, 7, s * s);
      put(row, 8, s * l);
      put(row, 9, l * l);
      put(row, 10, detail * l);
      put(row, 11, far);
      put(row, 12, far * s);
      put(row, 13, x);
      put(row, 14, y);
      put(row, 15, b);
      put(row, 16, c);
      put(row, 17, b * s);
      put(row, 18, c * s);
      put(row, 19, s * s * s);
      put(row, 20, s * g);
      put(row, 21, (own - at(fine, i)) / 16);
      put(row, 22, detail * t);
      bends(row, 23, own, u - 128, v - 128);
      store<f32>(out + (i << 2), weighed(own, weights, row, 32));
    }
  }
}

/** The same for one colour difference (`own`, which is `cb` or `cr`), with its 23 weights. `luma`: of the same size. `row`: 24 f64. */
export function filteredColour(
  own: usize,
  luma: usize,
  cb: usize,
  cr: usize,
  width: i32,
  height: i32,
  weights: usize,
  row: usize,
  out: usize,
): void {
  for (let py = 0, i: usize = 0; py < height; py++) {
    const y = <f64>py / <f64>height - 0.5;
    for (let px = 0; px < width; px++, i++) {
      const s = unit(at(luma, i));
      const b = (at(cb, i) - 128) / UNIT;
      const c = (at(cr, i) - 128) / UNIT;
      const x = <f64>px / <f64>width - 0.5;
      put(row, 0, 1);
      put(row, 1, s);
      put(row, 2, b);
      put(row, 3, c);
      put(row, 4, s * s);
      put(row, 5, s * b);
      put(row, 6, s * c);
      put(row, 7, b * b);
      put(row, 8, c * c);
      put(row, 9, b * c);
      put(row, 10, s * s * s);
      put(row, 11, 4 * (x * x + y * y));
      put(row, 12, s * s * b);
      put(row, 13, s * s * c);
      bends(row, 14, at(luma, i), at(cb, i) - 128, at(cr, i) - 128);
      store<f32>(out + (i << 2), weighed(at(own, i), weights, row, 23));
    }
  }
}
