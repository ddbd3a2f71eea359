/** How two pictures agree that lie over each other (AssemblyScript; lib/pixels/correlation.ts and lib/match/align/block-sums.ts are the reference). */
import { boxSum } from './sums';

// @ts-ignore: decorators are AssemblyScript's
@inline
function even(v: v128): v128 {
  return f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 0, 2, 0, 2)), f64x2.splat(128));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function odd(v: v128): v128 {
  return f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 1, 3, 1, 3)), f64x2.splat(128));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function four(a: v128, b: v128, c: v128, d: v128): v128 {
  return f64x2.add(f64x2.add(f64x2.add(a, b), c), d);
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function products(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
  return four(f64x2.mul(a, e), f64x2.mul(b, f), f64x2.mul(c, g), f64x2.mul(d, h));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function put(to: usize, values: v128, which: v128, both: bool): void {
  const single = v128.and(f32x4.demote_f64x2_zero(values), which);
  if (both) v128.store64_lane(to, single, 0);
  else v128.store32_lane(to, single, 0);
}

/**
 * Sums over cells of 2 x 2 of the f32 at `a` and `b` (rows of `stride`), 128 taken off: to `cells` six planes of `width` x `height`
 * f32, which are how many count, a, b, a², b², ab. A cell counts where all four bytes of `inside` are set; the others hold zeros.
 */
function cellSums(a: usize, b: usize, inside: usize, stride: i32, width: i32, height: i32, cells: usize): void {
  const plane = <usize>(width * height) << 2;
  const row = <usize>stride << 2;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x += 2, cells += 8) {
      const both = x + 1 < width;
      const p = <usize>(2 * y * stride + 2 * x);
      const i = inside + p;
      const j = i + <usize>stride;
      const first = load<u8>(i) & load<u8>(i, 1) & load<u8>(j) & load<u8>(j, 1);
      const second = both ? load<u8>(i, 2) & load<u8>(i, 3) & load<u8>(j, 2) & load<u8>(j, 3) : <u8>0;
      const which = i32x4(first ? -1 : 0, second ? -1 : 0, 0, 0);
      const pa = a + (p << 2);
      const pb = b + (p << 2);
      // The last cell of an odd row has no neighbour: half of a vector is read for it.
      const ua = both ? v128.load(pa) : v128.load64_zero(pa);
      const la = both ? v128.load(pa + row) : v128.load64_zero(pa + row);
      const ub = both ? v128.load(pb) : v128.load64_zero(pb);
      const lb = both ? v128.load(pb + row) : v128.load64_zero(pb + row);
      const a0 = even(ua);
      const a1 = odd(ua);
      const a2 = even(la);
      const a3 = odd(la);
      const b0 = even(ub);
      const b1 = odd(ub);
      const b2 = even(lb);
      const b3 = odd(lb);
      put(cells, f64x2.splat(4), which, both);
      put(cells + plane, four(a0, a1, a2, a3), which, both);
      put(cells + 2 * plane, four(b0, b1, b2, b3), which, both);
      put(cells + 3 * plane, products(a0, a1, a2, a3, a0, a1, a2, a3), which, both);
      put(cells + 4 * plane, products(b0, b1, b2, b3, b0, b1, b2, b3), which, both);
      put(cells + 5 * plane, products(a0, a1, a2, a3, b0, b1, b2, b3), which, both);
    }
    if (width & 1) cells -= 4;
  }
}

/**
 * Correlation over windows of (2 radius + 1) squared cells of 2 x 2 pixels: `value` (f32) and `textured` (bytes, 1 the first has texture,
 * 2 the second) a cell, both zeros before; `counts` gets four i32: cells compared, textured, over 0.9 and over 0.75. `cells`: twelve
 * f32 a cell; `rows`: one; `sums`: one f64 a column.
 */
export function correlated(
  a: usize,
  b: usize,
  inside: usize,
  stride: i32,
  width: i32,
  height: i32,
  radius: i32,
  texture: f64,
  noise: f64,
  cells: usize,
  rows: usize,
  sums: usize,
  value: usize,
  textured: usize,
  counts: usize,
): void {
  const n = <usize>(width * height);
  const plane = n << 2;
  cellSums(a, b, inside, stride, width, height, cells);
  const windows = cells + 6 * plane;
  for (let k: usize = 0; k < 6; k++)
    boxSum(cells + k * plane, width, height, radius, rows, sums, windows + k * plane);
  let compared = 0;
  let counted = 0;
  let over90 = 0;
  let over75 = 0;
  for (let i: usize = 0; i < n; i++) {
    const at = i << 2;
    if (load<f32>(cells + at) == 0) continue;
    compared++;
    const w = windows + at;
    const k = <f64>load<f32>(w);
    const ma = <f64>load<f32>(w + plane) / k;
    const mb = <f64>load<f32>(w + 2 * plane) / k;
    const va = max<f64>(0, <f64>load<f32>(w + 3 * plane) / k - ma * ma);
    const vb = max<f64>(0, <f64>load<f32>(w + 4 * plane) / k - mb * mb);
    const c = (<f64>load<f32>(w + 5 * plane) / k - ma * mb) / sqrt<f64>((va + noise) * (vb + noise));
    store<f32>(value + at, <f32>c);
    if (va < texture && vb < texture) continue;
    store<u8>(textured + i, (va < texture ? 0 : 1) | (vb < texture ? 0 : 2));
    counted++;
    if (c > 0.9) over90++;
    if (c > 0.75) over75++;
  }
  store<i32>(counts, compared);
  store<i32>(counts, counted, 4);
  store<i32>(counts, over90, 8);
  store<i32>(counts, over75, 12);
}

/** Half the difference of the f32 to the right and to the left, and below and above, to `gx` and `gy`, which hold zeros; none at the edges. */
export function gradients(data: usize, width: i32, height: i32, gx: usize, gy: usize): void {
  const row = <usize>width << 2;
  const half = f32x4.splat(0.5);
  for (let y = 1; y < height - 1; y++) {
    const base = <usize>y * row;
    let x = 1;
    for (; x + 4 < width; x += 4) {
      const at = base + (<usize>x << 2);
      const p = data + at;
      v128.store(gx + at, f32x4.mul(f32x4.sub(v128.load(p + 4), v128.load(p - 4)), half));
      v128.store(gy + at, f32x4.mul(f32x4.sub(v128.load(p + row), v128.load(p - row)), half));
    }
    for (; x < width - 1; x++) {
      const at = base + (<usize>x << 2);
      const p = data + at;
      store<f32>(gx + at, (load<f32>(p + 4) - load<f32>(p - 4)) * 0.5);
      store<f32>(gy + at, (load<f32>(p + row) - load<f32>(p - row)) * 0.5);
    }
  }
}

/**
 * Nine f64 for each square of `cell` pixels, `across` x `down` of them, added to what stands at `sums`: over the pixels in `inside`, with t the
 * photo less the source, gx gx, gx gy, gy gy, gx t, gy t, photo², source², photo × source, and how many.
 */
export function blockSums(
  photo: usize,
  gx: usize,
  gy: usize,
  source: usize,
  inside: usize,
  width: i32,
  cell: i32,
  across: i32,
  down: i32,
  sums: usize,
): void {
  for (let y = 0; y < down * cell; y++) {
    let i = <usize>y * <usize>width;
    for (let c = 0; c < across; c++) {
      const s = sums + <usize>((y / cell) * across + c) * 72;
      let xx = load<f64>(s);
      let xy = load<f64>(s, 8);
      let yy = load<f64>(s, 16);
      let xt = load<f64>(s, 24);
      let yt = load<f64>(s, 32);
      let aa = load<f64>(s, 40);
      let bb = load<f64>(s, 48);
      let ab = load<f64>(s, 56);
      let n = load<f64>(s, 64);
      for (let k = 0; k < cell; k++, i++) {
        if (!load<u8>(inside + i)) continue;
        const at = i << 2;
        const a = <f64>load<f32>(photo + at);
        const b = <f64>load<f32>(source + at);
        const x = <f64>load<f32>(gx + at);
        const v = <f64>load<f32>(gy + at);
        const t = a - b;
        xx += x * x;
        xy += x * v;
        yy += v * v;
        xt += x * t;
        yt += v * t;
        aa += a * a;
        bb += b * b;
        ab += a * b;
        n += 1;
      }
      store<f64>(s, xx);
      store<f64>(s, xy, 8);
      store<f64>(s, yy, 16);
      store<f64>(s, xt, 24);
      store<f64>(s, yt, 32);
      store<f64>(s, aa, 40);
      store<f64>(s, bb, 48);
      store<f64>(s, ab, 56);
      store<f64>(s, n, 64);
    }
  }
}
