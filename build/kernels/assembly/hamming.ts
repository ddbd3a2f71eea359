/** Nearest neighbours among binary descriptors by the processor's own bit count (AssemblyScript; `npm run kernels` compiles it). */

/** Bits in which two descriptors of 32 bytes differ; only their first half counts when `whole` is false. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function apart(a0: u64, a1: u64, a2: u64, a3: u64, b: usize, whole: bool): i32 {
  const half = popcnt<u64>(a0 ^ load<u64>(b)) + popcnt<u64>(a1 ^ load<u64>(b, 8));
  return <i32>(whole ? half + popcnt<u64>(a2 ^ load<u64>(b, 16)) + popcnt<u64>(a3 ^ load<u64>(b, 24)) : half);
}

/** Whether two features stand at different places: not the same corner on a neighbouring level. `places`: x, y, size (f32) of each. */
// @ts-ignore
@inline
function elsewhere(places: usize, i: i32, j: i32): bool {
  const a = places + <usize>i * 12;
  const b = places + <usize>j * 12;
  const reach: f32 = <f32>4 * max(load<f32>(a, 8), load<f32>(b, 8));
  return abs(load<f32>(a) - load<f32>(b)) > reach || abs(load<f32>(a, 4) - load<f32>(b, 4)) > reach;
}

/**
 * For each of `n` descriptors at `photo` the nearest of `m` at `source`, its distance, and that of the second nearest at another place,
 * as three i32 at `out` (-1, 999, 999 where there is none).
 */
export function nearestTwo(
  photo: usize,
  n: i32,
  source: usize,
  m: i32,
  places: usize,
  whole: bool,
  out: usize,
): void {
  for (let i = 0; i < n; i++, photo += 32, out += 12) {
    const a0 = load<u64>(photo);
    const a1 = load<u64>(photo, 8);
    const a2 = load<u64>(photo, 16);
    const a3 = load<u64>(photo, 24);
    let first = 999;
    let second = 999;
    let at = -1;
    for (let j = 0, b = source; j < m; j++, b += 32) {
      const d = apart(a0, a1, a2, a3, b, whole);
      if (d >= second) continue;
      if (d < first) {
        if (at < 0 || elsewhere(places, j, at)) second = first;
        first = d;
        at = j;
      } else if (elsewhere(places, j, at)) second = d;
    }
    store<i32>(out, at);
    store<i32>(out, first, 4);
    store<i32>(out, second, 8);
  }
}
