/** Fixed-seed mutations of files: the same seed gives the same cases on every machine. */

/** Mulberry32. */
export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const EXTREMES = [
  0, 1, 2, 7, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff,
];

const WORDS = [
  'AIGC',
  '{"Label":"1"',
  '"AIGC":{',
  '<x:xmpmeta ',
  '&quot;',
  '<!--',
  'jumb',
  'Exif\0\0',
  'SEFT',
  ']]>',
  '{{{{{{{{',
];

/** Keeps the head and the tail of a long file: where its structure is. */
export function trimmed(file: Uint8Array, head = 60_000, tail = 4_000): Uint8Array {
  if (file.length <= head + tail) return file;
  const out = new Uint8Array(head + tail);
  out.set(file.subarray(0, head));
  out.set(file.subarray(file.length - tail), head);
  return out;
}

/** A position, mostly near the head or the tail. */
function position(next: () => number, length: number): number {
  const r = next();
  if (r < 0.55) return Math.floor(next() * Math.min(length, 1_500));
  if (r < 0.7) return Math.max(0, length - 1 - Math.floor(next() * 400));
  return Math.floor(next() * length);
}

/** One to eight changes: bytes, 16 and 32 bit extremes, cut, inserted words, copied stretches, another file's stretch. */
export function mutate(file: Uint8Array, other: Uint8Array, next: () => number): Uint8Array {
  let out = Uint8Array.from(file);
  const changes = 1 + Math.floor(next() * 8);
  for (let i = 0; i < changes && out.length > 4; i++) {
    const at = position(next, out.length);
    const kind = next();
    if (kind < 0.35) {
      out[at] = Math.floor(next() * 256);
    } else if (kind < 0.6) {
      const value = EXTREMES[Math.floor(next() * EXTREMES.length)]!;
      const big = next() < 0.5;
      const size = next() < 0.5 ? 2 : 4;
      for (let k = 0; k < size && at + k < out.length; k++) {
        out[at + k] = (value >>> ((big ? size - 1 - k : k) * 8)) & 255;
      }
    } else if (kind < 0.7) {
      out = out.slice(0, Math.max(2, at));
    } else if (kind < 0.8) {
      const word = WORDS[Math.floor(next() * WORDS.length)]!;
      for (let k = 0; k < word.length && at + k < out.length; k++) out[at + k] = word.charCodeAt(k);
    } else if (kind < 0.9) {
      const from = position(next, out.length);
      out.copyWithin(at, from, from + Math.floor(next() * 300));
    } else {
      const from = position(next, other.length);
      out.set(other.subarray(from, from + Math.min(400, out.length - at)), at);
    }
  }
  return out;
}
