/**
 * The search indexes in memory, kept as packed pieces and completed from stored fingerprints; pictures are never needed. Product images and
 * evidence are searched apart: twenty claims made from one listing must not crowd the listing itself out of the answer.
 */
import {
  decodeFingerprint,
  FINGERPRINT_VERSION,
  type FreshFingerprint,
  isCurrentFingerprint,
  MatchIndex,
} from '../match/index.ts';
import type { ClaimLensDb } from '../store/db.ts';
import type { Candidate } from './pool/protocol.ts';

export type Collection = 'library' | 'evidence';

const COLLECTIONS: Collection[] = ['library', 'evidence'];

/** Ids of an index: a picture's hash, or one of its windows by number. */
const idOf = (sha256: string, window: number | null): string =>
  window === null ? sha256 : `${sha256}~${window}`;
const pictureOf = (id: string): string => id.split('~', 1)[0]!;
const windowIn = (id: string): number | null =>
  id.includes('~') ? Number(id.slice(id.indexOf('~') + 1)) : null;

/** Pairs of windows that a search names for one candidate. */
const PAIRS_MAX = 3;
/** Windows of one long picture that are looked at without having been found. */
const WINDOWS_MAX = 12;

/** What a photo, or one window of it, is searched with. */
export interface Query {
  window: number | null;
  fingerprint: FreshFingerprint;
}

/** Rows read from the database in one piece while loading, so that memory stays bounded. */
const PIECE = 500;

/** Pieces of another algorithm version are never read. */
const prefixOf = (collection: Collection): string => `${FINGERPRINT_VERSION}/${collection}/`;

/**
 * So many candidates are looked at however low they score, further ones only from this score on: every candidate costs a
 * decoding, and in 320 sample copies no source beyond the fourth place scored under 2.2, while honest photos have 2.4 of ten
 * candidates above it (docs/findings/matching.md).
 */
const ALWAYS = 4;
const WORTH = 2;

export class IndexKeeper {
  private readonly db: ClaimLensDb;
  private readonly collections: Record<Collection, MatchIndex> = {
    library: new MatchIndex(pictureOf),
    evidence: new MatchIndex(pictureOf),
  };
  private loading: Promise<void> | null = null;
  /** Sequence of the newest photo, and of the newest product picture, of another seat that is in the index. */
  private teamSeq = 0;
  private teamImageSeq = 0;

  constructor(db: ClaimLensDb) {
    this.db = db;
  }

  /** Number of pictures that can be found. */
  get size(): number {
    return this.collections.library.size + this.collections.evidence.size;
  }

  /**
   * Takes up photos and product pictures of other seats that came since, and answers how far the team's photos are known now: a sequence
   * of its server, 0 without a team. Joins a running transaction over `photos`, `teamImages` and `teamPhotos`; `load` must be over.
   */
  async catchUp(): Promise<number> {
    const { teamImages, teamPhotos } = this.db;
    const [images, fresh] = await Promise.all([
      teamImages.where('seq').above(this.teamImageSeq).sortBy('seq'),
      teamPhotos.where('seq').above(this.teamSeq).sortBy('seq'),
    ]);
    for (const { sha256, seq } of images) {
      await this.takeUp('library', sha256);
      this.teamImageSeq = seq;
    }
    for (const { sha256, seq } of fresh) {
      await this.takeUp('evidence', sha256);
      this.teamSeq = seq;
    }
    return this.teamSeq;
  }

  private async takeUp(collection: Collection, sha256: string): Promise<void> {
    const row = await this.db.photos.get(sha256);
    if (row?.fingerprint && isCurrentFingerprint(row.fingerprintVersion))
      this.put(collection, sha256, row.fingerprint, row.windows);
  }

  /** Loads the kept pieces, and what they lack from stored fingerprints of this version, once; later calls wait for the same load. */
  load(): Promise<void> {
    this.loading ??= this.loadAll();
    return this.loading;
  }

  private async loadAll(): Promise<void> {
    const wanted: Record<Collection, Set<string>> = {
      library: await this.standing('library'),
      evidence: await this.standing('evidence'),
    };
    for (const collection of COLLECTIONS) await this.loadPieces(collection, wanted[collection]);
    const missing = new Set<string>();
    for (const collection of COLLECTIONS) {
      for (const sha256 of wanted[collection])
        if (!this.collections[collection].has(sha256)) missing.add(sha256);
    }
    const keys = [...missing].sort();
    for (let at = 0; at < keys.length; at += PIECE) {
      for (const row of await this.db.photos.bulkGet(keys.slice(at, at + PIECE))) {
        if (!row?.fingerprint || !isCurrentFingerprint(row.fingerprintVersion)) continue;
        for (const collection of COLLECTIONS) {
          if (wanted[collection].has(row.sha256))
            this.put(collection, row.sha256, row.fingerprint, row.windows);
        }
      }
    }
  }

  /** Where the pictures of a collection stand: product pictures of other seats among the own. */
  private tablesOf(collection: Collection) {
    const { evidence, libraryImages, teamImages } = this.db;
    return collection === 'library' ? ([libraryImages, teamImages] as const) : ([evidence] as const);
  }

  private async standing(collection: Collection): Promise<Set<string>> {
    const out = new Set<string>();
    for (const table of this.tablesOf(collection))
      for (const sha256 of await table.orderBy('sha256').uniqueKeys()) out.add(String(sha256));
    return out;
  }

  /** One piece at a time is read; a damaged one is left out, and its pictures come back from their fingerprints. */
  private async loadPieces(collection: Collection, wanted: Set<string>): Promise<void> {
    const keys = await this.db.indexShards.where('key').startsWith(prefixOf(collection)).primaryKeys();
    const rows = this.db.indexShards;
    const pieces: { bytes: Uint8Array }[] = [];
    for (const key of keys) {
      const row = await rows.get(key);
      if (row) pieces.push(row);
    }
    const index = MatchIndex.load(pieces, pictureOf);
    for (const id of index.ids()) if (!wanted.has(pictureOf(id))) index.remove(id);
    this.collections[collection] = index;
  }

  /**
   * Writes the pieces that are not stored yet, then deletes those that are no longer part of an index, other versions'
   * included. Interrupted anywhere it leaves pieces that `load` puts together again: a picture held by two counts once.
   * Nothing is lost when the database refuses (full disk): the pieces can always be made from the fingerprints.
   */
  async keep(): Promise<void> {
    if (!this.loading) return;
    await this.loading;
    await this.forgetGone();
    const stored = new Set(await this.db.indexShards.toCollection().primaryKeys());
    for (const collection of COLLECTIONS) {
      for (const piece of this.collections[collection].pieces()) {
        const key = prefixOf(collection) + piece.key;
        if (stored.delete(key)) continue;
        await this.db.indexShards.put({ v: 1, key, bytes: piece.bytes() });
      }
    }
    await this.db.indexShards.bulkDelete([...stored]);
  }

  /** Pictures that have left the database since they were indexed must not come back into it with a piece. */
  private async forgetGone(): Promise<void> {
    for (const collection of COLLECTIONS) {
      const there = await this.standing(collection);
      const index = this.collections[collection];
      for (const id of [...index.ids()]) if (!there.has(pictureOf(id))) index.remove(id);
      index.forgetRemoved();
    }
  }

  /**
   * Adds a picture by its encoded fingerprint, and its windows where it has any; damaged or foreign bytes are skipped, to be made
   * again by the next check.
   */
  put(
    collection: Collection,
    sha256: string,
    encoded: Uint8Array,
    windows: readonly Uint8Array[] = [],
  ): boolean {
    const index = this.collections[collection];
    try {
      [encoded, ...windows].forEach((bytes, i) => {
        const id = idOf(sha256, i === 0 ? null : i - 1);
        const fingerprint = decodeFingerprint(bytes);
        if (!index.has(id)) index.add(id, fingerprint);
      });
      return true;
    } catch {
      return false;
    }
  }

  /** Puts a picture that was looked at here in place of what another seat had told of it. */
  renew(sha256: string, encoded: Uint8Array, windows: readonly Uint8Array[]): void {
    for (const collection of COLLECTIONS) {
      const index = this.collections[collection];
      const told = [...index.ids()].filter((id) => pictureOf(id) === sha256);
      for (const id of told) index.remove(id);
      if (told.length > 0) this.put(collection, sha256, encoded, windows);
    }
  }

  /**
   * Best candidates for a photo: up to `limit` product images and up to `limit` evidence photos that are worth a look, with each
   * those of which it may be a close crop, the photo itself left out, and so is what has left the database since it was indexed.
   * Of the pictures `always` those that are indexed are product candidates whether they were found or not.
   */
  async search(
    queries: readonly Query[],
    self: string,
    limit: number,
    always: readonly string[] = [],
  ): Promise<Record<Collection, Candidate[]>> {
    const out = await this.candidates(queries, self, limit);
    const found = new Set(out.library.map(({ sha256 }) => sha256));
    for (const sha256 of always)
      if (sha256 !== self && !found.has(sha256)) out.library.push(...this.unfound(sha256));
    // A picture that stands on both collections is compared once.
    const library = new Set(out.library.map(({ sha256 }) => sha256));
    out.evidence = out.evidence.filter(({ sha256 }) => !library.has(sha256));
    return out;
  }

  /** A product picture as a candidate that no search has named: as a whole, and by its windows where it is long. */
  private unfound(sha256: string): Candidate[] {
    const index = this.collections.library;
    if (!index.has(sha256)) return [];
    const pairs: Candidate['pairs'] = [[null, null]];
    for (let n = 0; n < WINDOWS_MAX && index.has(idOf(sha256, n)); n++) pairs.push([null, n]);
    return [{ sha256, pairs, closeUp: true }];
  }

  /** What answers to any of the queries, best first. */
  private found(
    collection: Collection,
    queries: readonly Query[],
    limit: number,
  ): { id: string; score: number; window: number | null }[] {
    return queries
      .flatMap(({ window, fingerprint }) =>
        this.collections[collection].search(fingerprint, limit).map((one) => ({ ...one, window })),
      )
      .sort((a, b) => b.score - a.score);
  }

  /** The candidates of both collections, none that has left the database. Only those that would be named are asked after there. */
  private async candidates(
    queries: readonly Query[],
    self: string,
    limit: number,
  ): Promise<Record<Collection, Candidate[]>> {
    const searched = COLLECTIONS.map((collection) => ({
      collection,
      found: this.found(collection, queries, limit * 2),
      near: queries.flatMap(({ window, fingerprint }) =>
        this.collections[collection].closeUps(fingerprint).map(({ id }) => ({ id, window })),
      ),
    }));
    for (;;) {
      const named = searched.map(({ found, near }) => chosen(found, near, self, limit));
      const gone = await this.letGo(named.map((one) => [...one.keys()]));
      if (gone.every(({ size }) => size === 0)) {
        const [library, evidence] = named.map((one) => [...one.values()]);
        return { library: library!, evidence: evidence! };
      }
      searched.forEach((one, i) => {
        const stands = ({ id }: { id: string }): boolean => !gone[i]!.has(pictureOf(id));
        one.found = one.found.filter(stands);
        one.near = one.near.filter(stands);
      });
    }
  }

  /**
   * Those of each collection's pictures that stand in it no more; they leave the index. All are asked after at once in one transaction:
   * a walk over an index waits for the database once a picture.
   */
  private async letGo(pictures: readonly (readonly string[])[]): Promise<Set<string>[]> {
    if (pictures.every(({ length }) => length === 0)) return pictures.map(() => new Set());
    const all = await this.db.transaction(
      'r',
      COLLECTIONS.flatMap((one) => [...this.tablesOf(one)]),
      () => Promise.all(COLLECTIONS.map((collection, i) => this.goneFrom(collection, pictures[i]!))),
    );
    all.forEach((gone, i) => {
      const index = this.collections[COLLECTIONS[i]!];
      if (gone.size > 0) for (const id of [...index.ids()]) if (gone.has(pictureOf(id))) index.remove(id);
    });
    return all;
  }

  private async goneFrom(collection: Collection, pictures: readonly string[]): Promise<Set<string>> {
    let gone = pictures;
    for (const table of this.tablesOf(collection)) {
      const counts = await Promise.all(gone.map((sha256) => table.where('sha256').equals(sha256).count()));
      gone = gone.filter((_, i) => counts[i] === 0);
    }
    return new Set(gone);
  }
}

/** The pictures that a search names, the best first, each with the windows that answered, then those that may show the photo as a close crop. */
function chosen(
  found: readonly { id: string; score: number; window: number | null }[],
  near: readonly { id: string; window: number | null }[],
  self: string,
  limit: number,
): Map<string, Candidate> {
  const taken = new Map<string, Candidate>();
  const take = (sha256: string, id: string, window: number | null): void => {
    if (sha256 !== self) taken.set(sha256, { sha256, pairs: [[window, windowIn(id)]], closeUp: false });
  };
  let full = false;
  for (const { id, score, window } of found) {
    const sha256 = pictureOf(id);
    const known = taken.get(sha256);
    if (known) {
      if (known.pairs.length < PAIRS_MAX) known.pairs.push([window, windowIn(id)]);
      continue;
    }
    full ||= taken.size === limit || (taken.size >= ALWAYS && score < WORTH);
    if (!full) take(sha256, id, window);
  }
  for (const { id, window } of near) {
    const sha256 = pictureOf(id);
    if (!taken.has(sha256)) take(sha256, id, window);
    const named = taken.get(sha256);
    if (named) named.closeUp = true;
  }
  return taken;
}
