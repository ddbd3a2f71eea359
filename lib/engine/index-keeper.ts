/** The search index in memory, fed from stored fingerprints; pictures are never needed to rebuild it. */
import { decodeFingerprint, type Fingerprint, MATCH_VERSION, MatchIndex } from '../match/index.ts';
import type { ClaimLensDb } from '../store/db.ts';

/** Rows read from the database in one piece while loading, so that memory stays bounded. */
const PIECE = 500;

export class IndexKeeper {
  private readonly db: ClaimLensDb;
  private index = new MatchIndex();
  private loading: Promise<void> | null = null;

  constructor(db: ClaimLensDb) {
    this.db = db;
  }

  /** Number of pictures that can be found. */
  get size(): number {
    return this.index.size;
  }

  /** Loads all stored fingerprints of this algorithm version once; later calls wait for the same load. */
  load(): Promise<void> {
    this.loading ??= this.loadAll();
    return this.loading;
  }

  private async loadAll(): Promise<void> {
    let last = '';
    for (;;) {
      const rows = await this.db.photos.where('sha256').above(last).limit(PIECE).toArray();
      if (!rows.length) return;
      for (const row of rows) {
        last = row.sha256;
        if (row.fingerprint && row.fingerprintVersion === MATCH_VERSION)
          this.put(row.sha256, row.fingerprint);
      }
    }
  }

  /** Adds a picture by its encoded fingerprint; damaged or foreign bytes are skipped, to be made again by the next check. */
  put(sha256: string, encoded: Uint8Array): Fingerprint | null {
    try {
      const fingerprint = decodeFingerprint(encoded);
      if (!this.index.has(sha256)) this.index.add(sha256, fingerprint);
      return fingerprint;
    } catch {
      return null;
    }
  }

  remove(sha256: string): void {
    this.index.remove(sha256);
  }

  /** Best candidates for a fingerprint, the photo itself left out. */
  search(fingerprint: Fingerprint, self: string, limit: number): string[] {
    return this.index
      .search(fingerprint, limit + 1)
      .map((hit) => hit.id)
      .filter((id) => id !== self)
      .slice(0, limit);
  }
}
