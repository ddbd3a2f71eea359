/** Looking into the library's search index (AssemblyScript; lib/match/search has the reference). */

/** Set bits of each byte of four signatures' words: of one word (at `p`) against `s`. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function apart(p: usize, s: v128): v128 {
  return v128.popcnt<i8>(v128.xor(v128.load(p), s));
}

/** Bits that differ in all four words, as four i32: of the postings from `p` on, whose further columns follow `column` bytes apart. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function fourApart(p: usize, column: usize, a: v128, b: v128, c: v128, d: v128): v128 {
  const bytes = v128.add<i8>(
    v128.add<i8>(apart(p, a), apart(p + column, b)),
    v128.add<i8>(apart(p + 2 * column, c), apart(p + 3 * column, d)),
  );
  return v128.extadd_pairwise<u16>(v128.extadd_pairwise<u8>(bytes));
}

let written: usize = 0;

/** Writes a posting down when it is near in its first word too. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function take(p: usize, column: usize, a: u32, first: i32, probe: u32): void {
  if (<i32>popcnt<u32>(load<u32>(p) ^ a) > first) return;
  store<u32>(written, probe);
  store<u32>(written, load<u32>(p + 4 * column), 4);
  written += 8;
}

/**
 * Looks for the voters of probes `from` to `count` of the list at `order` (u32): probe i is one word (u16 at `words`, place i) of signature i / `each`
 * (four u32 each at `signatures`). A word's postings lie between two places of `starts`; the five columns of all postings (four signature
 * words and what else is kept) begin at `postings` and are `column` bytes long. Postings that differ in at most `near` bits, of the first word in at
 * most `first`, are written to `out` as pairs of u32, probe and fifth column. Of two u32 at `head` the first gets the number of pairs, the second the
 * first probe of the list that was not looked at, since there was no room left for all of its postings: `most` pairs.
 */
export function votes(
  postings: usize,
  column: usize,
  starts: usize,
  order: usize,
  from: i32,
  count: i32,
  words: usize,
  each: i32,
  signatures: usize,
  first: i32,
  near: i32,
  most: i32,
  head: usize,
  out: usize,
): void {
  written = out;
  const end = written + (<usize>most << 3);
  const limit = i32x4.splat(near);
  let k = from;
  for (; k < count; k++) {
    const probe = load<u32>(order + (<usize>k << 2));
    const word = starts + (<usize>load<u16>(words + (<usize>probe << 1)) << 2);
    const begin = load<u32>(word);
    const stop = load<u32>(word, 4);
    if (written + (<usize>(stop - begin) << 3) > end) break;
    const own = signatures + (<usize>(probe / each) << 4);
    const wa = load<u32>(own);
    const wb = load<u32>(own, 4);
    const wc = load<u32>(own, 8);
    const wd = load<u32>(own, 12);
    const a = i32x4.splat(wa);
    const b = i32x4.splat(wb);
    const c = i32x4.splat(wc);
    const d = i32x4.splat(wd);
    let p = postings + (<usize>begin << 2);
    const last = postings + (<usize>stop << 2);
    // All of a signature is counted at once: looking at its first word first spares bits, and costs more in branches guessed wrong.
    for (; p + 32 <= last; p += 32) {
      const one = v128.le<i32>(fourApart(p, column, a, b, c, d), limit);
      const two = v128.le<i32>(fourApart(p + 16, column, a, b, c, d), limit);
      if (!v128.any_true(v128.or(one, two))) continue;
      let met = v128.bitmask<i32>(one) | (v128.bitmask<i32>(two) << 4);
      for (; met; met &= met - 1) take(p + (<usize>ctz<i32>(met) << 2), column, wa, first, probe);
    }
    for (; p < last; p += 4) {
      const total =
        popcnt<u32>(load<u32>(p) ^ wa) +
        popcnt<u32>(load<u32>(p + column) ^ wb) +
        popcnt<u32>(load<u32>(p + 2 * column) ^ wc) +
        popcnt<u32>(load<u32>(p + 3 * column) ^ wd);
      if (<i32>total <= near) take(p, column, wa, first, probe);
    }
  }
  store<u32>(head, <u32>((written - out) >> 3));
  store<u32>(head, <u32>k, 4);
}

let nearestAt: i32 = 0;
let secondAt: i32 = 0;
let gap: i32 = 0;

/** Distance and number (the last four bits) of four centres of a group, whose columns are 64 bytes apart. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function ranked(p: usize, numbers: v128, a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.or(v128.shl<i32>(fourApart(p, 64, a, b, c, d), 4), numbers);
}

/** The nearest and second nearest of the 16 centres of the group at `p`: four columns of 16 words. Of equal ones the first. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function nearest(p: usize, a: v128, b: v128, c: v128, d: v128): void {
  const k0 = ranked(p, i32x4(0, 1, 2, 3), a, b, c, d);
  const k1 = ranked(p + 16, i32x4(4, 5, 6, 7), a, b, c, d);
  const k2 = ranked(p + 32, i32x4(8, 9, 10, 11), a, b, c, d);
  const k3 = ranked(p + 48, i32x4(12, 13, 14, 15), a, b, c, d);
  let low = v128.min<i32>(k0, k1);
  let high = v128.max<i32>(k0, k1);
  const low2 = v128.min<i32>(k2, k3);
  const high2 = v128.max<i32>(k2, k3);
  high = v128.min<i32>(v128.max<i32>(low, low2), v128.min<i32>(high, high2));
  low = v128.min<i32>(low, low2);
  // Folded upon itself twice: the two least of four lanes.
  let low3 = v128.shuffle<i32>(low, low, 2, 3, 0, 1);
  let high3 = v128.shuffle<i32>(high, high, 2, 3, 0, 1);
  high = v128.min<i32>(v128.max<i32>(low, low3), v128.min<i32>(high, high3));
  low = v128.min<i32>(low, low3);
  low3 = v128.shuffle<i32>(low, low, 1, 0, 3, 2);
  high3 = v128.shuffle<i32>(high, high, 1, 0, 3, 2);
  high = v128.min<i32>(v128.max<i32>(low, low3), v128.min<i32>(high, high3));
  low = v128.min<i32>(low, low3);
  const best = v128.extract_lane<i32>(low, 0);
  const second = v128.extract_lane<i32>(high, 0);
  nearestAt = best & 15;
  secondAt = second & 15;
  gap = (second >> 4) - (best >> 4);
}

/** The group of 16 centres under a node: groups of 256 bytes, 1 + 16 + 256 of them, breadth first. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function groupOf(centres: usize, level: i32, node: i32): usize {
  return centres + (<usize>((level == 0 ? 0 : level == 1 ? 1 : 17) + node) << 8);
}

/**
 * `probes` (1 to 4) words (u16) of each of `count` signatures, best first, as `wordsOf` has them. `centres`: the groups of `groupOf`, column by
 * column; `work`: 48 bytes.
 */
export function words(centres: usize, signatures: usize, count: i32, probes: i32, work: usize, out: usize): void {
  for (let i = 0; i < count; i++, signatures += 16, out += <usize>probes << 1) {
    const a = v128.load32_splat(signatures);
    const b = v128.load32_splat(signatures, 4);
    const c = v128.load32_splat(signatures, 8);
    const d = v128.load32_splat(signatures, 12);
    let node = 0;
    for (let l = 0; l < 3; l++) {
      nearest(groupOf(centres, l, node), a, b, c, d);
      // Rivals are kept in the order of how much farther they were; equal ones in that of their levels.
      let at = l;
      while (at > 0 && load<i32>(work + (<usize>(at - 1) << 4)) > gap) {
        v128.store(work + (<usize>at << 4), v128.load(work + (<usize>(at - 1) << 4)));
        at--;
      }
      const slot = work + (<usize>at << 4);
      store<i32>(slot, gap);
      store<i32>(slot, node * 16 + secondAt, 4);
      store<i32>(slot, l + 1, 8);
      node = node * 16 + nearestAt;
    }
    store<u16>(out, <u16>node);
    for (let k = 1; k < probes; k++) {
      const slot = work + (<usize>(k - 1) << 4);
      let rival = load<i32>(slot, 4);
      for (let l = load<i32>(slot, 8); l < 3; l++) {
        nearest(groupOf(centres, l, rival), a, b, c, d);
        rival = rival * 16 + nearestAt;
      }
      store<u16>(out + (<usize>k << 1), <u16>rival);
    }
  }
}

/**
 * Numbers of those of `n` hashes of 32 bytes at `hashes` that differ from one of `forms` at `form` in fewer than `near` bits, and in at most half
 * as many of the first quarter, with the least such difference: pairs of u32 at `out`; returns how many.
 */
export function nearHashes(hashes: usize, n: i32, form: usize, forms: i32, near: i32, out: usize): i32 {
  const begin = out;
  const half = near >> 1;
  const end = form + (<usize>forms << 5);
  for (let i = 0; i < n; i++, hashes += 32) {
    const a = load<u64>(hashes);
    const b = load<u64>(hashes, 8);
    const c = load<u64>(hashes, 16);
    const d = load<u64>(hashes, 24);
    let least: i32 = near;
    for (let f = form; f < end; f += 32) {
      const quarter = <i32>popcnt<u64>(a ^ load<u64>(f));
      if (quarter > half) continue;
      const apart = quarter + <i32>(
        popcnt<u64>(b ^ load<u64>(f, 8)) +
        popcnt<u64>(c ^ load<u64>(f, 16)) +
        popcnt<u64>(d ^ load<u64>(f, 24))
      );
      least = min(least, apart);
    }
    if (least >= near) continue;
    store<u32>(out, i);
    store<u32>(out, <u32>least, 4);
    out += 8;
  }
  return <i32>((out - begin) >> 3);
}
