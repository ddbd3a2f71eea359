/** Votes of one query feature in a piece of the search index (AssemblyScript; lib/match/search has the reference). */

/**
 * Among `count` signatures of 128 bits, kept as four columns of u32 (`head` the first, then `rest`: three words a posting), writes the
 * place of each within `near` bits of the four words a, b, c, d to `out` (u32) and returns their number. `first`: most bits in which the first word may differ.
 */
export function votes(
  head: usize,
  rest: usize,
  from: i32,
  count: i32,
  a: u32,
  b: u32,
  c: u32,
  d: u32,
  first: i32,
  near: i32,
  out: usize,
): i32 {
  const query = i32x4.splat(a);
  const most = i32x4.splat(first);
  let found = 0;
  const end = from + count;
  for (let p = from; p < end; p += 4) {
    const apart = v128.xor(v128.load(head + (<usize>p << 2)), query);
    const bits = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(i8x16.popcnt(apart)));
    let lanes = i32x4.bitmask(i32x4.le_s(bits, most));
    if (end - p < 4) lanes &= (1 << (end - p)) - 1;
    while (lanes != 0) {
      const lane = <i32>ctz(lanes);
      lanes &= lanes - 1;
      const at = p + lane;
      const r = rest + <usize>at * 12;
      const total =
        popcnt<u32>(load<u32>(head + (<usize>at << 2)) ^ a) +
        popcnt<u32>(load<u32>(r) ^ b) +
        popcnt<u32>(load<u32>(r, 4) ^ c) +
        popcnt<u32>(load<u32>(r, 8) ^ d);
      if (<i32>total > near) continue;
      store<u32>(out + (<usize>found << 2), at);
      found++;
    }
  }
  return found;
}
