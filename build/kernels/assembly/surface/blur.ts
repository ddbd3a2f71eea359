/** Gaussian smoothing and differences of float planes (AssemblyScript; lib/place/features/blur.ts has the reference). */

/**
 * Smooths `width` x `height` f32 at `src` by a symmetric kernel, `radius` + 1 weights from the middle outward at `weights`, edges repeated,
 * into `out` (may be `src`). `middle`: room for a plane; `line`: for a row and twice the radius. All three and `out` need 16 bytes past their end.
 */
export function blur(
  src: usize,
  width: i32,
  height: i32,
  weights: usize,
  radius: i32,
  middle: usize,
  line: usize,
  out: usize,
): void {
  const stride = <usize>width << 2;
  const first = line + (<usize>radius << 2);
  for (let y = 0; y < height; y++) {
    const row = src + <usize>y * stride;
    memory.copy(first, row, stride);
    const left = load<f32>(row);
    const right = load<f32>(row + stride - 4);
    for (let i = 0; i < radius; i++) {
      store<f32>(line + (<usize>i << 2), left);
      store<f32>(first + stride + (<usize>i << 2), right);
    }
    const to = middle + <usize>y * stride;
    let x: usize = 0;
    for (; x + 64 <= stride; x += 64) {
      const p = first + x;
      let w = v128.load32_splat(weights);
      let s0 = f32x4.mul(v128.load(p), w);
      let s1 = f32x4.mul(v128.load(p, 16), w);
      let s2 = f32x4.mul(v128.load(p, 32), w);
      let s3 = f32x4.mul(v128.load(p, 48), w);
      for (let i: usize = 4; i <= <usize>radius << 2; i += 4) {
        w = v128.load32_splat(weights + i);
        s0 = f32x4.add(s0, f32x4.mul(f32x4.add(v128.load(p - i), v128.load(p + i)), w));
        s1 = f32x4.add(s1, f32x4.mul(f32x4.add(v128.load(p - i, 16), v128.load(p + i, 16)), w));
        s2 = f32x4.add(s2, f32x4.mul(f32x4.add(v128.load(p - i, 32), v128.load(p + i, 32)), w));
        s3 = f32x4.add(s3, f32x4.mul(f32x4.add(v128.load(p - i, 48), v128.load(p + i, 48)), w));
      }
      v128.store(to + x, s0);
      v128.store(to + x, s1, 16);
      v128.store(to + x, s2, 32);
      v128.store(to + x, s3, 48);
    }
    for (; x < stride; x += 16) {
      const p = first + x;
      let sum = f32x4.mul(v128.load(p), v128.load32_splat(weights));
      for (let i: usize = 4; i <= <usize>radius << 2; i += 4)
        sum = f32x4.add(sum, f32x4.mul(f32x4.add(v128.load(p - i), v128.load(p + i)), v128.load32_splat(weights + i)));
      v128.store(to + x, sum);
    }
  }
  for (let y = 0; y < height; y++) {
    const to = out + <usize>y * stride;
    const row = middle + <usize>y * stride;
    let x: usize = 0;
    for (; x + 64 <= stride; x += 64) {
      let w = v128.load32_splat(weights);
      let s0 = f32x4.mul(v128.load(row + x), w);
      let s1 = f32x4.mul(v128.load(row + x, 16), w);
      let s2 = f32x4.mul(v128.load(row + x, 32), w);
      let s3 = f32x4.mul(v128.load(row + x, 48), w);
      for (let i = 1; i <= radius; i++) {
        const above = middle + <usize>max(0, y - i) * stride + x;
        const below = middle + <usize>min(height - 1, y + i) * stride + x;
        w = v128.load32_splat(weights + (<usize>i << 2));
        s0 = f32x4.add(s0, f32x4.mul(f32x4.add(v128.load(above), v128.load(below)), w));
        s1 = f32x4.add(s1, f32x4.mul(f32x4.add(v128.load(above, 16), v128.load(below, 16)), w));
        s2 = f32x4.add(s2, f32x4.mul(f32x4.add(v128.load(above, 32), v128.load(below, 32)), w));
        s3 = f32x4.add(s3, f32x4.mul(f32x4.add(v128.load(above, 48), v128.load(below, 48)), w));
      }
      v128.store(to + x, s0);
      v128.store(to + x, s1, 16);
      v128.store(to + x, s2, 32);
      v128.store(to + x, s3, 48);
    }
    for (; x < stride; x += 16) {
      let sum = f32x4.mul(v128.load(row + x), v128.load32_splat(weights));
      for (let i = 1; i <= radius; i++) {
        const above = middle + <usize>max(0, y - i) * stride + x;
        const below = middle + <usize>min(height - 1, y + i) * stride + x;
        sum = f32x4.add(
          sum,
          f32x4.mul(f32x4.add(v128.load(above), v128.load(below)), v128.load32_splat(weights + (<usize>i << 2))),
        );
      }
      v128.store(to + x, sum);
    }
  }
}

/** out[i] = a[i] - b[i] for `n` f32; room for 16 bytes more. */
export function less(a: usize, b: usize, n: i32, out: usize): void {
  const end = <usize>n << 2;
  for (let i: usize = 0; i < end; i += 16) v128.store(out + i, f32x4.sub(v128.load(a + i), v128.load(b + i)));
}
