/** Hamming distances of 256-bit descriptors by the processor's own bit count (AssemblyScript; `npm run kernels` compiles it). */

/** Distances of the descriptor at `one` to `count` descriptors from `many` on, 32 bytes each, written to `out` as u16. */
export function distances(one: usize, many: usize, count: i32, out: usize): void {
  const a0 = load<u64>(one);
  const a1 = load<u64>(one, 8);
  const a2 = load<u64>(one, 16);
  const a3 = load<u64>(one, 24);
  for (let i = 0; i < count; i++) {
    const apart =
      popcnt<u64>(a0 ^ load<u64>(many)) +
      popcnt<u64>(a1 ^ load<u64>(many, 8)) +
      popcnt<u64>(a2 ^ load<u64>(many, 16)) +
      popcnt<u64>(a3 ^ load<u64>(many, 24));
    store<u16>(out, <u16>apart);
    many += 32;
    out += 2;
  }
}
