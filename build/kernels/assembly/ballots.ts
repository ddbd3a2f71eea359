/** Counting the votes of a photo's features for the pictures of a segment (AssemblyScript; lib/match/search/ballots.ts is the reference). */

/** Numbers (u32) of the `n` words (u16) in the order of the words, of which there are `all`; `next`: 4 x (`all` + 1) bytes to work in. */
export function byWord(words: usize, n: i32, all: i32, next: usize, out: usize): void {
  memory.fill(next, 0, (<usize>all + 1) << 2);
  for (let i = 0; i < n; i++) {
    const at = next + ((<usize>load<u16>(words + (<usize>i << 1)) + 1) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let sum: u32 = 0;
  for (let w = 0; w < all; w++) {
    const at = next + (<usize>w << 2);
    sum += load<u32>(at);
    store<u32>(at, sum);
  }
  for (let i = 0; i < n; i++) {
    const at = next + (<usize>load<u16>(words + (<usize>i << 1)) << 2);
    const place = load<u32>(at);
    store<u32>(out + (<usize>place << 2), i);
    store<u32>(at, place + 1);
  }
}

/**
 * Sorts `count` pairs of u32 (probe, value) by probe; those of one probe stay as they are. `starts` gets the place of each of the `probes`
 * probes' first value and, last, their number (u32); `values` gets the values; `next`: 4 x `probes` bytes to work in.
 */
export function byProbe(pairs: usize, count: i32, probes: i32, starts: usize, next: usize, values: usize): void {
  memory.fill(starts, 0, (<usize>probes + 1) << 2);
  const end = pairs + (<usize>count << 3);
  for (let p = pairs; p < end; p += 8) {
    const at = starts + ((<usize>load<u32>(p) + 1) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let sum: u32 = 0;
  for (let i = 0; i < probes; i++) {
    const at = starts + (<usize>i << 2);
    sum += load<u32>(at);
    store<u32>(at, sum);
    store<u32>(next + (<usize>i << 2), sum);
  }
  store<u32>(starts + (<usize>probes << 2), sum + load<u32>(starts + (<usize>probes << 2)));
  for (let p = pairs; p < end; p += 8) {
    const at = next + (<usize>load<u32>(p) << 2);
    const place = load<u32>(at);
    store<u32>(values + (<usize>place << 2), load<u32>(p, 4));
    store<u32>(at, place + 1);
  }
}

/**
 * The votes of `features` features, whose `each` probes follow one another in `starts`; `tails` holds the fifth columns of the postings that
 * they met. A feature votes for a slot once. `angle`, `octave`: u8 a feature; `dead`: u8 and `pictures`: u32 a slot. `votes` (u16 a slot)
 * and `spread` (u32 a feature: how many pictures it voted for) are added to, and `seen` and `seenIn` (u16 a slot) must hold zeros. `hits` gets
 * slot, turn-and-scale bin and feature of each vote (three u32); returns how many.
 */
export function ballot(
  starts: usize,
  each: i32,
  features: i32,
  tails: usize,
  angle: usize,
  octave: usize,
  dead: usize,
  pictures: usize,
  seen: usize,
  seenIn: usize,
  votes: usize,
  spread: usize,
  hits: usize,
): i32 {
  const begin = hits;
  for (let i = 0; i < features; i++) {
    const a = <i32>load<u8>(angle + i);
    const o = <i32>load<u8>(octave + i);
    const mark = <u16>(i + 1);
    const first = starts + (<usize>(i * each) << 2);
    const last = tails + (<usize>load<u32>(first + (<usize>each << 2)) << 2);
    for (let t = tails + (<usize>load<u32>(first) << 2); t < last; t += 4) {
      const tail = load<u32>(t);
      const slot = <usize>(tail >>> 12);
      if (load<u16>(seen + (slot << 1)) == mark || load<u8>(dead + slot)) continue;
      store<u16>(seen + (slot << 1), mark);
      store<u16>(votes + (slot << 1), load<u16>(votes + (slot << 1)) + 1);
      const turn = ((<i32>((tail >>> 6) & 63) - a + 64) & 63) >> 2;
      const scale = max(0, min(15, (<i32>(tail & 63) - o + 32) >> 2));
      store<u32>(hits, <u32>slot);
      store<u32>(hits, scale * 16 + turn, 4);
      store<u32>(hits, i, 8);
      hits += 12;
      // The frames of a video share most of their features: counted one by one they would make each of them look common.
      const picture = seenIn + (<usize>load<u32>(pictures + (slot << 2)) << 1);
      if (load<u16>(picture) == mark) continue;
      store<u16>(picture, mark);
      store<u32>(spread + (<usize>i << 2), load<u32>(spread + (<usize>i << 2)) + 1);
    }
  }
  return <i32>((hits - begin) / 12);
}

/**
 * Slots (u32, to `out`) with at least two votes, and with as many as the `most` pictures of the most votes have; returns how many. `best` (u16 a slot) and
 * `tally` (`features` + 2 u32) must hold zeros.
 */
export function shortlist(
  votes: usize,
  pictures: usize,
  slots: i32,
  features: i32,
  most: u32,
  best: usize,
  tally: usize,
  out: usize,
): i32 {
  for (let slot: usize = 0; slot < <usize>slots; slot++) {
    const v = load<u16>(votes + (slot << 1));
    if (v == 0) continue;
    const at = best + (<usize>load<u32>(pictures + (slot << 2)) << 1);
    if (v > load<u16>(at)) store<u16>(at, v);
  }
  for (let picture: usize = 0; picture < <usize>slots; picture++) {
    const at = tally + (<usize>load<u16>(best + (picture << 1)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let least = features + 1;
  for (let kept: u32 = 0; least > 2; least--) {
    const more = kept + load<u32>(tally + (<usize>(least - 1) << 2));
    if (more > most) break;
    kept = more;
  }
  const begin = out;
  const enough = <u16>max(2, least);
  for (let slot = 0; slot < slots; slot++) {
    if (load<u16>(votes + (<usize>slot << 1)) < enough) continue;
    store<u32>(out, slot);
    out += 4;
  }
  return <i32>((out - begin) >> 2);
}

/** The fullest bin with its neighbours, of 16 scales x 16 turns (f32), turns going round. */
function fullest(bins: usize): f64 {
  let best: f64 = 0;
  for (let s = 0; s < 16; s++) {
    for (let t = 0; t < 16; t++) {
      if (load<f32>(bins + (<usize>(s * 16 + t) << 2)) == 0) continue;
      let n: f64 = 0;
      for (let r = s - 1; r <= s + 1; r++) {
        if (r < 0 || r > 15) continue;
        const row = bins + (<usize>r << 6);
        n += <f64>load<f32>(row + (<usize>((t + 15) & 15) << 2));
        n += <f64>load<f32>(row + (<usize>t << 2));
        n += <f64>load<f32>(row + (<usize>((t + 1) & 15) << 2));
      }
      if (n > best) best = n;
    }
  }
  return best;
}

/**
 * Scores (f64 to `scores`) of the `count` slots at `short` by the `n` votes at `hits`: a vote of a feature that `spread` pictures share counts
 * `common` / (`common` + spread). `place`: u32 a slot to work in; `bins`: 1,024 bytes a slot of the list, zeros.
 */
export function scores(
  hits: usize,
  n: i32,
  spread: usize,
  common: f64,
  votes: usize,
  short: usize,
  count: i32,
  place: usize,
  bins: usize,
  out: usize,
): void {
  if (count == 0) return;
  let least: u16 = 0xffff;
  for (let k = 0; k < count; k++) {
    const slot = <usize>load<u32>(short + (<usize>k << 2));
    store<u32>(place + (slot << 2), k);
    least = min(least, load<u16>(votes + (slot << 1)));
  }
  const end = hits + <usize>n * 12;
  for (let h = hits; h < end; h += 12) {
    const slot = <usize>load<u32>(h);
    if (load<u16>(votes + (slot << 1)) < least) continue;
    const bin = bins + (<usize>load<u32>(place + (slot << 2)) << 10) + (<usize>load<u32>(h, 4) << 2);
    const shared = <f64>load<u32>(spread + (<usize>load<u32>(h, 8) << 2));
    store<f32>(bin, <f32>(<f64>load<f32>(bin) + common / (common + shared)));
  }
  for (let k = 0; k < count; k++) store<f64>(out + (<usize>k << 3), fullest(bins + (<usize>k << 10)));
}
