/** Looking into the library's search index (AssemblyScript; lib/match/search has the reference). */

/**
 * Writes to `out` (u32) those places from `from` up to `to` whose signature (first word at `head`, three more of the four words at `rest`)
 * differs from a, b, c, d in at most `near` bits, of the first word in at most `first`; returns their number.
 */
export function votes(
  head: usize,
  rest: usize,
  from: i32,
  to: i32,
  a: u32,
  b: u32,
  c: u32,
  d: u32,
  first: i32,
  near: i32,
  out: usize,
): i32 {
  const begin = out;
  const bc = (<u64>c << 32) | <u64>b;
  // All of a signature is counted at once: looking at its first word first spares bits, and costs more in branches guessed wrong.
  let h = head + (<usize>from << 2);
  let r = rest + (<usize>from << 4);
  for (let p = from; p < to; p++, h += 4, r += 16) {
    const one = <i32>popcnt<u32>(load<u32>(h) ^ a);
    const total = one + <i32>popcnt<u64>(load<u64>(r) ^ bc) + <i32>popcnt<u32>(load<u32>(r, 8) ^ d);
    if (total > near || one > first) continue;
    store<u32>(out, p);
    out += 4;
  }
  return <i32>((out - begin) >> 2);
}

let nearestAt: i32 = 0;
let secondAt: i32 = 0;
let gap: i32 = 0;

/** The nearest and second nearest of 16 centres from `first` on. */
function nearest(centres: usize, first: i32, a: u64, b: u64): void {
  let best = 999;
  let second = 999;
  for (let k = 0, p = centres + (<usize>first << 4); k < 16; k++, p += 16) {
    const n = <i32>(popcnt<u64>(a ^ load<u64>(p)) + popcnt<u64>(b ^ load<u64>(p, 8)));
    if (n < best) {
      second = best;
      secondAt = nearestAt;
      best = n;
      nearestAt = k;
    } else if (n < second) {
      second = n;
      secondAt = k;
    }
  }
  gap = second - best;
}

/** First centre of a level: 16 + 256 + 4,096 centres, breadth first. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function firstOf(level: i32): i32 {
  return level == 0 ? 0 : level == 1 ? 16 : 272;
}

function descend(centres: usize, node: i32, level: i32, a: u64, b: u64): i32 {
  for (; level < 3; level++) {
    nearest(centres, firstOf(level) + node * 16, a, b);
    node = node * 16 + nearestAt;
  }
  return node;
}

/** `probes` (1 to 4) words (u16) of each of `count` signatures, best first, as `wordsOf` has them. `work`: 48 bytes. */
export function words(centres: usize, signatures: usize, count: i32, probes: i32, work: usize, out: usize): void {
  for (let i = 0; i < count; i++, signatures += 16, out += <usize>probes << 1) {
    const a = load<u64>(signatures);
    const b = load<u64>(signatures, 8);
    let node = 0;
    for (let l = 0; l < 3; l++) {
      nearest(centres, firstOf(l) + node * 16, a, b);
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
      store<u16>(out + (<usize>k << 1), <u16>descend(centres, load<i32>(slot, 4), load<i32>(slot, 8), a, b));
    }
  }
}
