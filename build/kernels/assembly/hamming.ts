/** Nearest neighbours among binary descriptors by the processor's own bit count (AssemblyScript; `npm run kernels` compiles it). */

/** Whether two features stand at different places: not the same corner on a neighbouring level. `places`: x, y, size (f32) of each. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function elsewhere(places: usize, i: i32, j: i32): bool {
  const a = places + <usize>i * 12;
  const b = places + <usize>j * 12;
  const reach: f32 = <f32>4 * max(load<f32>(a, 8), load<f32>(b, 8));
  return abs(load<f32>(a) - load<f32>(b)) > reach || abs(load<f32>(a, 4) - load<f32>(b, 4)) > reach;
}

/**
 * For each of `n` descriptors of 32 bytes at `photo` the nearest of `m` at `source`, its distance in bits, and that of the second nearest at
 * another place, as three i32 at `out` (-1, 999, 999 where there is none). Only their first halves count when `whole` is false: a loop of its
 * own, since asking in every turn costs as much as the bits.
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
  const end = source + (<usize>m << 5);
  for (let i = 0; i < n; i++, photo += 32, out += 12) {
    const a0 = load<u64>(photo);
    const a1 = load<u64>(photo, 8);
    first = 999;
    second = 999;
    at = -1;
    if (whole) {
      const a2 = load<u64>(photo, 16);
      const a3 = load<u64>(photo, 24);
      for (let b = source; b < end; b += 32) {
        const d = <i32>(
          popcnt<u64>(a0 ^ load<u64>(b)) +
          popcnt<u64>(a1 ^ load<u64>(b, 8)) +
          popcnt<u64>(a2 ^ load<u64>(b, 16)) +
          popcnt<u64>(a3 ^ load<u64>(b, 24))
        );
        if (d < second) nearer(d, <i32>((b - source) >> 5), places);
      }
    } else {
      for (let b = source; b < end; b += 32) {
        const d = <i32>(popcnt<u64>(a0 ^ load<u64>(b)) + popcnt<u64>(a1 ^ load<u64>(b, 8)));
        if (d < second) nearer(d, <i32>((b - source) >> 5), places);
      }
    }
    store<i32>(out, at);
    store<i32>(out, first, 4);
    store<i32>(out, second, 8);
  }
}

let first: i32 = 0;
let second: i32 = 0;
let at: i32 = 0;

/** Takes note of a descriptor that is nearer than the second nearest. */
function nearer(d: i32, j: i32, places: usize): void {
  if (d < first) {
    if (at < 0 || elsewhere(places, j, at)) second = first;
    first = d;
    at = j;
  } else if (elsewhere(places, j, at)) second = d;
}
