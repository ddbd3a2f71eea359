/** Finds, among many stored fingerprints, the few pictures that a photo may come from. */
import { FingerprintError } from '../fingerprint/codec.ts';
import {
  type Fingerprint,
  type FreshFingerprint,
  type LocalFeatures,
  SIGNATURE_WORDS,
} from '../fingerprint/fingerprint.ts';
import { turnedForms } from '../fingerprint/global-hash.ts';
import { probesOf } from './ballots.ts';
import { byHash, byVotes, LEAST_QUALITY, searched } from './searched.ts';
import { COLUMNS, MOST_SLOTS, merged, type Segment, sealed } from './segment.ts';
import { decodeSegment, encodeSegment } from './segment-codec.ts';
import { wordsOfAll } from './vocabulary.ts';

/** Features of a picture that are kept in memory: 190 x 20 bytes and its hash stay under 4 KB. */
const RESIDENT = 190;
/** New pictures are sealed into a segment of their own once there are this many, or before a search. */
const BATCH = 256;
/** So many are always one segment: to look through one more costs more than to copy them. */
const FEW = 128;

/** The median of what honest photos reach among 224 pictures; close crops of half a picture's sides reach 2.2 to 15. */
const LEAST_CLOSE_UP = 2.1;
const MOST_CLOSE_UPS = 3;

export interface Found {
  id: string;
  /** Agreeing features, the common ones counting less, in the best turn-and-scale bin, plus what the global hash adds; comparable within one search only. */
  score: number;
}

interface Place {
  segment: Segment;
  slot: number;
}

/**
 * Grows and shrinks one entry at a time: small segments are merged into larger ones, as in a log-structured store. Several entries
 * may be views of one picture (windows of a long one, frames of a video): they are counted and limited as one.
 */
export class MatchIndex {
  readonly #pictureOf: (id: string) => string;
  #segments: Segment[] = [];
  /** Number of each slot's picture within its segment. */
  readonly #pictures = new WeakMap<Segment, Uint32Array>();
  readonly #places = new Map<string, Place>();
  #pending = new Map<string, Fingerprint>();

  /** @param pictureOf the picture that an entry is a view of, by the entry's id */
  constructor(pictureOf: (id: string) => string = (id) => id) {
    this.#pictureOf = pictureOf;
  }

  get size(): number {
    return this.#places.size + this.#pending.size;
  }

  has(id: string): boolean {
    return this.#places.has(id) || this.#pending.has(id);
  }

  ids(): string[] {
    return [...this.#places.keys(), ...this.#pending.keys()];
  }

  /** Bytes held by postings and hashes. */
  get bytes(): number {
    this.#seal();
    return this.#segments.reduce(
      (n, s) => n + s.postings.byteLength + s.starts.byteLength + s.hashes.byteLength,
      0,
    );
  }

  /** Replaces an entry of the same id. */
  add(id: string, fp: Fingerprint): void {
    this.remove(id);
    const { width, height, blockHash, dctHash, quality, stored } = fp;
    this.#pending.set(id, { width, height, blockHash, dctHash, quality, stored });
    if (this.#pending.size >= BATCH) this.#seal();
  }

  remove(id: string): void {
    this.#pending.delete(id);
    const place = this.#places.get(id);
    if (!place) return;
    place.segment.dead[place.slot] = 1;
    this.#places.delete(id);
  }

  #seal(): void {
    if (this.#pending.size > 0) {
      this.#segments.push(segmentOf(this.#pending));
      this.#pending = new Map();
      this.#register(this.#segments.at(-1)!);
    }
    // Each segment stays at least twice as large as the next: a search meets few, an addition copies little.
    while (this.#segments.length > 1) {
      const [a, b] = this.#segments.slice(-2) as [Segment, Segment];
      const together = a.ids.length + b.ids.length;
      const deadShare = a.dead.reduce((n, v) => n + v, 0) / Math.max(1, a.ids.length);
      if (together > FEW && a.ids.length > 2 * b.ids.length && deadShare < 0.25) break;
      if (together > MOST_SLOTS) break;
      const both = merged([a, b]);
      this.#segments.splice(-2, 2, both);
      this.#register(both);
    }
  }

  #register(segment: Segment): void {
    const numbers = new Map<string, number>();
    const pictures = segment.ids.map((id) => {
      const picture = this.#pictureOf(id);
      const number = numbers.get(picture) ?? numbers.size;
      numbers.set(picture, number);
      return number;
    });
    this.#pictures.set(segment, Uint32Array.from(pictures));
    segment.ids.forEach((id, slot) => {
      if (!segment.dead[slot]) this.#places.set(id, { segment, slot });
    });
  }

  /** The entries of the best `limit` pictures, best first; empty when nothing comes near. */
  search(query: FreshFingerprint, limit: number): Found[] {
    const best = this.#voted([query.query.plain, query.query.mirrored]);
    const whole = { dct: query.dctHash, quality: query.quality };
    const forms = [whole, ...query.query.panels]
      .filter(({ quality }) => quality * 255 >= LEAST_QUALITY)
      .flatMap(({ dct }) => turnedForms(dct).map((form) => [...form]));
    const together = Uint32Array.from(forms.flat());
    for (const segment of this.#segments) byHash(segment, together, (id, score) => raise(best, id, score));
    return this.#ofPictures(ranked(best), limit);
  }

  /** Entries of up to three pictures that the photo may be a close crop of, best first: variants of one exposure come together. */
  closeUps(query: FreshFingerprint): Found[] {
    const { plain, mirrored } = query.query.closeUp;
    const near = ranked(this.#voted([plain, mirrored])).filter(({ score }) => score >= LEAST_CLOSE_UP);
    return this.#ofPictures(near, MOST_CLOSE_UPS);
  }

  /** The entries down to the last one before a picture too many: forty frames of one video must not crowd out the others. */
  #ofPictures(found: Found[], most: number): Found[] {
    const pictures = new Set<string>();
    const end = found.findIndex(({ id }) => pictures.add(this.#pictureOf(id)).size > most);
    return end < 0 ? found : found.slice(0, end);
  }

  /** Scores by the votes of several sets of features, of which the best counts. */
  #voted(sets: LocalFeatures[]): Map<string, number> {
    this.#seal();
    const best = new Map<string, number>();
    // How common a feature is must be counted over all segments: in a small one everything looks rare.
    const spreads = sets.map((set) => new Uint32Array(set.count));
    const probes = probesOf(sets);
    const ballots = this.#segments.map((segment) =>
      searched(segment).vote(this.#pictures.get(segment)!, sets, probes, spreads),
    );
    const toBest = (id: string, score: number): void => raise(best, id, score);
    for (const [k, segment] of this.#segments.entries())
      for (let i = 0; i < sets.length; i++) byVotes(segment, ballots[k]![i]!, spreads[i]!, toBest);
    return best;
  }

  /** Lets go of what is still held of removed pictures, so that nothing of them is in a piece that is written from now on. */
  forgetRemoved(): void {
    this.#seal();
    this.#segments = this.#segments
      .map((segment) => {
        if (!segment.dead.includes(1)) return segment;
        const rest = merged([segment]);
        this.#register(rest);
        return rest;
      })
      .filter(({ ids }) => ids.length > 0);
  }

  /**
   * One checked piece per segment. A key names what a piece holds, so pieces whose key is stored already need not be
   * written again, and stored pieces whose key is not among these can be deleted. Removals are not part of a key: who
   * loads pieces removes what has gone meanwhile.
   */
  pieces(): { key: string; bytes: () => Uint8Array }[] {
    this.#seal();
    return this.#segments.map((segment) => ({
      key: keyOf(segment.ids),
      bytes: () => encodeSegment(segment),
    }));
  }

  /**
   * Takes pieces back in any order. A damaged piece is left out, and its pictures with it: the caller adds what `has`
   * does not know again from the stored fingerprints. Where two pieces hold one id, the later piece wins.
   */
  static load(
    pieces: Iterable<{ bytes: Uint8Array }>,
    pictureOf: (id: string) => string = (id) => id,
  ): MatchIndex {
    const index = new MatchIndex(pictureOf);
    for (const { bytes } of pieces) {
      let segment: Segment;
      try {
        segment = decodeSegment(bytes);
      } catch (error) {
        if (error instanceof FingerprintError) continue;
        throw error;
      }
      for (const id of segment.ids) index.remove(id);
      index.#segments.push(segment);
      index.#register(segment);
    }
    index.#segments.sort((a, b) => b.ids.length - a.ids.length);
    return index;
  }
}

function raise(best: Map<string, number>, id: string, score: number): void {
  if (score > (best.get(id) ?? 0)) best.set(id, score);
}

const ranked = (best: Map<string, number>): Found[] =>
  [...best].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));

/** 64 bits over the ids (FNV-1a, two seeds): which pictures a piece holds, in their order. */
function keyOf(ids: string[]): string {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (const id of ids) {
    for (let i = 0; i <= id.length; i++) {
      const c = i < id.length ? id.charCodeAt(i) : 0x1_0000;
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(b ^ c, 0x01000193);
    }
  }
  return [a, b].map((h) => (h >>> 0).toString(16).padStart(8, '0')).join('');
}

function segmentOf(pictures: Map<string, Fingerprint>): Segment {
  const ids = [...pictures.keys()];
  const counts = ids.map((id) => Math.min(RESIDENT, pictures.get(id)!.stored.count));
  const total = counts.reduce((n, c) => n + c, 0);
  const word = new Uint16Array(total);
  const postings = new Uint32Array(total * COLUMNS);
  const hashes = new Uint32Array(ids.length * 8);
  const quality = new Uint8Array(ids.length);
  let at = 0;
  ids.forEach((id, slot) => {
    const { stored, dctHash, quality: q } = pictures.get(id)!;
    hashes.set(dctHash, slot * 8);
    quality[slot] = Math.round(q * 255);
    const count = counts[slot]!;
    const words = wordsOfAll(stored.signature, stored.count, 1);
    for (let k = 0; k < count; k++, at++) {
      const i = Math.floor((k * stored.count) / count);
      word[at] = words[i]!;
      for (let c = 0; c < SIGNATURE_WORDS; c++)
        postings[c * total + at] = stored.signature[i * SIGNATURE_WORDS + c]!;
      postings[SIGNATURE_WORDS * total + at] =
        ((slot << 12) | (stored.angle[i]! << 6) | (stored.octave[i]! & 63)) >>> 0;
    }
  });
  return sealed({ ids, hashes, quality }, { word, postings });
}
