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

export type Collection = 'library' | 'evidence';

const COLLECTIONS: Collection[] = ['library', 'evidence'];

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
    library: new MatchIndex(),
    evidence: new MatchIndex(),
  };
  private loading: Promise<void> | null = null;

  constructor(db: ClaimLensDb) {
    this.db = db;
  }

  /** Number of pictures that can be found. */
  get size(): number {
    return this.collections.library.size + this.collections.evidence.size;
  }

  /** Loads the kept pieces, and what they lack from stored fingerprints of this version, once; later calls wait for the same load. */
  load(): Promise<void> {
    this.loading ??= this.loadAll();
    return this.loading;
  }

  private async loadAll(): Promise<void> {
    const wanted: Record<Collection, Set<string>> = {
      library: new Set((await this.db.libraryImages.orderBy('sha256').uniqueKeys()) as string[]),
      evidence: new Set((await this.db.evidence.orderBy('sha256').uniqueKeys()) as string[]),
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
          if (wanted[collection].has(row.sha256)) this.put(collection, row.sha256, row.fingerprint);
        }
      }
    }
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
    const index = MatchIndex.load(pieces);
    for (const id of index.ids()) if (!wanted.has(id)) index.remove(id);
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
      const table = collection === 'library' ? this.db.libraryImages : this.db.evidence;
      const there = new Set((await table.orderBy('sha256').uniqueKeys()) as string[]);
      const index = this.collections[collection];
      for (const id of [...index.ids()]) if (!there.has(id)) index.remove(id);
      index.forgetRemoved();
    }
  }

  /** Adds a picture by its encoded fingerprint; damaged or foreign bytes are skipped, to be made again by the next check. */
  put(collection: Collection, sha256: string, encoded: Uint8Array): boolean {
    try {
      const fingerprint = decodeFingerprint(encoded);
      if (!this.collections[collection].has(sha256)) this.collections[collection].add(sha256, fingerprint);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Best candidates for a fingerprint: up to `limit` product images and up to `limit` evidence photos that are worth a look, with each those of which it may be a close crop, the photo itself
   * left out, and so is what has left the database since it was indexed.
   */
  async search(
    fingerprint: FreshFingerprint,
    self: string,
    limit: number,
  ): Promise<Record<Collection, string[]>> {
    const out: Record<Collection, string[]> = { library: [], evidence: [] };
    for (const collection of COLLECTIONS) {
      const table = collection === 'library' ? this.db.libraryImages : this.db.evidence;
      const take = async (id: string): Promise<void> => {
        if (id === self || out[collection].includes(id)) return;
        if (await table.where('sha256').equals(id).count()) out[collection].push(id);
        else this.collections[collection].remove(id);
      };
      for (const { id, score } of this.collections[collection].search(fingerprint, limit * 2)) {
        if (out[collection].length === limit) break;
        if (out[collection].length >= ALWAYS && score < WORTH) break;
        await take(id);
      }
      for (const { id } of this.collections[collection].closeUps(fingerprint)) await take(id);
    }
    // A picture that stands on both collections is compared once.
    out.evidence = out.evidence.filter((id) => !out.library.includes(id));
    return out;
  }
}
