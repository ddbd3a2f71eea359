/** Finds, among many stored fingerprints, the few pictures that a photo may come from. */
import { decodeFingerprint, encodeFingerprint } from './codec.ts';
import { type Fingerprint, type LocalFeatures, SIGNATURE_WORDS } from './fingerprint.ts';
import { hashDistance, turnedForms } from './global-hash.ts';
import { bits } from './hamming.ts';

/** A feature votes when at most this many of its 128 kept bits differ. */
const NEAR = 28;
/** Global hashes closer than this (of 256 bits) are a find of their own. */
const HASH_NEAR = 48;
const LEAST_QUALITY = 0.3;

export interface Found {
  id: string;
  /** Agreeing features in the best turn-and-scale bin, plus what the global hash adds; comparable within one search only. */
  score: number;
}

/** Pictures per saved piece. */
const SHARD = 256;

export class MatchIndex {
  readonly #pictures = new Map<string, Fingerprint>();

  get size(): number {
    return this.#pictures.size;
  }

  has(id: string): boolean {
    return this.#pictures.has(id);
  }

  /** Replaces an entry of the same id. */
  add(id: string, fp: Fingerprint): void {
    const { query: _, ...kept } = fp;
    this.#pictures.set(id, kept);
  }

  remove(id: string): void {
    this.#pictures.delete(id);
  }

  /** The best `limit` pictures, best first; empty when nothing comes near. */
  search(query: Fingerprint, limit: number): Found[] {
    const forms = query.quality >= LEAST_QUALITY ? turnedForms(query.dctHash) : [];
    const sets = query.query ? [query.query.plain, query.query.mirrored] : [query.stored];
    const found: Found[] = [];
    for (const [id, fp] of this.#pictures) {
      let score = 0;
      for (const set of sets) score = Math.max(score, votes(set, fp.stored));
      if (fp.quality >= LEAST_QUALITY) {
        for (const form of forms) {
          const d = hashDistance(form, fp.dctHash);
          if (d < HASH_NEAR) score = Math.max(score, 4 + (HASH_NEAR - d) / 4);
        }
      }
      if (score >= 3) found.push({ id, score });
    }
    return found.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit);
  }

  /** Pieces of at most 256 fingerprints each; `load` takes them back in any order. */
  *save(): Iterable<{ key: string; bytes: Uint8Array }> {
    const entries = [...this.#pictures];
    for (let start = 0; start < entries.length; start += SHARD) {
      yield { key: `shard-${start / SHARD}`, bytes: packShard(entries.slice(start, start + SHARD)) };
    }
  }

  static load(shards: Iterable<{ bytes: Uint8Array }>): MatchIndex {
    const index = new MatchIndex();
    for (const { bytes } of shards) {
      for (const [id, fp] of unpackShard(bytes)) index.add(id, fp);
    }
    return index;
  }
}

function packShard(entries: [string, Fingerprint][]): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const [id, fp] of entries) {
    const name = new TextEncoder().encode(id);
    const body = encodeFingerprint(fp);
    const head = new Uint8Array(6);
    const view = new DataView(head.buffer);
    view.setUint16(0, name.length, true);
    view.setUint32(2, body.length, true);
    pieces.push(head, name, body);
  }
  const out = new Uint8Array(pieces.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of pieces) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

function* unpackShard(bytes: Uint8Array): Generator<[string, Fingerprint]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 6 <= bytes.length; ) {
    const nameLength = view.getUint16(at, true);
    const bodyLength = view.getUint32(at + 2, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 6, at + 6 + nameLength));
    yield [name, decodeFingerprint(bytes.subarray(at + 6 + nameLength, at + 6 + nameLength + bodyLength))];
    at += 6 + nameLength + bodyLength;
  }
}

/** One vote per query feature, counted in bins of turn and scale; the best bin with its neighbours. */
function votes(query: LocalFeatures, stored: LocalFeatures): number {
  const bins = new Uint16Array(16 * 16);
  for (let i = 0; i < query.count; i++) {
    const p = i * SIGNATURE_WORDS;
    const a = query.signature[p]!;
    const b = query.signature[p + 1]!;
    const c = query.signature[p + 2]!;
    const d = query.signature[p + 3]!;
    let best = NEAR + 1;
    let at = -1;
    for (let j = 0, q = 0; j < stored.count; j++, q += SIGNATURE_WORDS) {
      let n = bits(a ^ stored.signature[q]!);
      if (n > 12) continue;
      n +=
        bits(b ^ stored.signature[q + 1]!) +
        bits(c ^ stored.signature[q + 2]!) +
        bits(d ^ stored.signature[q + 3]!);
      if (n < best) {
        best = n;
        at = j;
      }
    }
    if (at < 0) continue;
    const turn = ((stored.angle[at]! - query.angle[i]! + 64) % 64) >> 2;
    const scale = Math.max(0, Math.min(15, (stored.octave[at]! - query.octave[i]! + 32) >> 2));
    bins[scale * 16 + turn] = bins[scale * 16 + turn]! + 1;
  }
  let best = 0;
  for (let s = 0; s < 16; s++) {
    for (let t = 0; t < 16; t++) {
      let n = 0;
      for (let ds = -1; ds <= 1; ds++) {
        if (s + ds < 0 || s + ds > 15) continue;
        for (let dt = -1; dt <= 1; dt++) n += bins[(s + ds) * 16 + ((t + dt + 16) % 16)]!;
      }
      if (n > best) best = n;
    }
  }
  return best;
}
