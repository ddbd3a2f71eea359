/** SHA-256 (FIPS 180-4), synchronous so that a read stays one pure call; several pieces are hashed as one message. */

const K = new Int32Array(64);
const INITIAL = new Int32Array(8);
{
  // FIPS 180-4, 4.2.2 and 5.3.3: fractional parts of the cube and square roots of the first primes.
  const fraction = (x: number) => ((x - Math.floor(x)) * 4_294_967_296) | 0;
  let n = 0;
  for (let candidate = 2; n < 64; candidate++) {
    let prime = true;
    for (let d = 2; d * d <= candidate; d++) if (candidate % d === 0) prime = false;
    if (!prime) continue;
    if (n < 8) INITIAL[n] = fraction(Math.sqrt(candidate));
    K[n++] = fraction(Math.cbrt(candidate));
  }
}

/** Digest of the pieces in order, 32 bytes. */
export function sha256(pieces: readonly Uint8Array[]): Uint8Array {
  const state = new Int32Array(INITIAL);
  const words = new Int32Array(64);
  const rest = new Uint8Array(128);
  let held = 0;
  let total = 0;
  for (const piece of pieces) {
    total += piece.length;
    let at = 0;
    if (held > 0) {
      at = Math.min(64 - held, piece.length);
      rest.set(piece.subarray(0, at), held);
      held += at;
      if (held < 64) continue;
      block(state, words, rest, 0);
      held = 0;
    }
    for (; at + 64 <= piece.length; at += 64) block(state, words, piece, at);
    rest.set(piece.subarray(at));
    held = piece.length - at;
  }
  rest.fill(0, held);
  rest[held] = 0x80;
  const size = held < 56 ? 64 : 128;
  const view = new DataView(rest.buffer);
  view.setUint32(size - 8, Math.floor(total / 536_870_912));
  view.setUint32(size - 4, (total * 8) >>> 0);
  for (let at = 0; at < size; at += 64) block(state, words, rest, at);
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  for (let i = 0; i < 8; i++) out.setInt32(i * 4, state[i]!);
  return digest;
}

function block(state: Int32Array, w: Int32Array, b: Uint8Array, at: number) {
  for (let i = 0; i < 16; i++) {
    const p = at + i * 4;
    w[i] = (b[p]! << 24) | (b[p + 1]! << 16) | (b[p + 2]! << 8) | b[p + 3]!;
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0;
  }
  let a = state[0]!;
  let bb = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & bb) ^ (a & c) ^ (bb & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = bb;
    bb = a;
    a = (t1 + t2) | 0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + bb;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
  state[4] = state[4]! + e;
  state[5] = state[5]! + f;
  state[6] = state[6]! + g;
  state[7] = state[7]! + h;
}
