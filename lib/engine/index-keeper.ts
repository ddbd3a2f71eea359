/**
 * The search indexes in memory, fed from stored fingerprints; pictures are never needed to rebuild them. Product images and
 * evidence are searched apart: twenty claims made from one listing must not crowd the listing itself out of the answer.
 */
import { decodeFingerprint, type Fingerprint, MATCH_VERSION, MatchIndex } from '../match/index.ts';
import type { ClaimLensDb } from '../store/db.ts';

export type Shelf = 'library' | 'evidence';

const SHELVES: Shelf[] = ['library', 'evidence'];

/** Rows read from the database in one piece while loading, so that memory stays bounded. */
const PIECE = 500;

export class IndexKeeper {
  private readonly db: ClaimLensDb;
  private readonly shelves: Record<Shelf, MatchIndex> = {
    library: new MatchIndex(),
    evidence: new MatchIndex(),
  };
  private loading: Promise<void> | null = null;

  constructor(db: ClaimLensDb) {
    this.db = db;
  }

  /** Number of pictures that can be found. */
  get size(): number {
    return this.shelves.library.size + this.shelves.evidence.size;
  }

  /** Loads all stored fingerprints of this algorithm version once; later calls wait for the same load. */
  load(): Promise<void> {
    this.loading ??= this.loadAll();
    return this.loading;
  }

  private async loadAll(): Promise<void> {
    const library = new Set(await this.db.libraryImages.orderBy('sha256').uniqueKeys());
    const evidence = new Set(await this.db.evidence.orderBy('sha256').uniqueKeys());
    let last = '';
    for (;;) {
      const rows = await this.db.photos.where('sha256').above(last).limit(PIECE).toArray();
      if (!rows.length) return;
      for (const { sha256, fingerprint, fingerprintVersion } of rows) {
        last = sha256;
        if (!fingerprint || fingerprintVersion !== MATCH_VERSION) continue;
        if (library.has(sha256)) this.put('library', sha256, fingerprint);
        if (evidence.has(sha256)) this.put('evidence', sha256, fingerprint);
      }
    }
  }

  /** Adds a picture by its encoded fingerprint; damaged or foreign bytes are skipped, to be made again by the next check. */
  put(shelf: Shelf, sha256: string, encoded: Uint8Array): Fingerprint | null {
    try {
      const fingerprint = decodeFingerprint(encoded);
      if (!this.shelves[shelf].has(sha256)) this.shelves[shelf].add(sha256, fingerprint);
      return fingerprint;
    } catch {
      return null;
    }
  }

  /**
   * Best candidates for a fingerprint: up to `limit` product images and up to `limit` evidence photos, the photo itself
   * left out, and so is what has left the database since it was indexed.
   */
  async search(fingerprint: Fingerprint, self: string, limit: number): Promise<Record<Shelf, string[]>> {
    const out: Record<Shelf, string[]> = { library: [], evidence: [] };
    for (const shelf of SHELVES) {
      const table = shelf === 'library' ? this.db.libraryImages : this.db.evidence;
      for (const { id } of this.shelves[shelf].search(fingerprint, limit * 2)) {
        if (out[shelf].length === limit) break;
        if (id === self) continue;
        if (await table.where('sha256').equals(id).count()) out[shelf].push(id);
        else this.shelves[shelf].remove(id);
      }
    }
    // A picture that stands on both shelves is compared once.
    out.evidence = out.evidence.filter((id) => !out.library.includes(id));
    return out;
  }
}
