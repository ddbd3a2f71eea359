/** Views of a list of claims, kept between reads: only the claims whose rows changed are read again. */
import type { ClaimLensDb } from '../../store/db.ts';
import type { Changes } from '../../store/watch.ts';
import { type ClaimView, claimViews } from './views.ts';

/** Tables that a claim's view is made of. */
export const VIEW_TABLES = [
  'claims',
  'evidence',
  'photos',
  'findings',
  'checks',
  'verdicts',
  'flags',
  'jobs',
] as const;

type ViewTable = (typeof VIEW_TABLES)[number];

/** Whether a key, or the subject of a job's, is that of a claim or of something in it. */
const isOf = (id: string, claimKey: string): boolean => id === claimKey || id.startsWith(`${claimKey}#`);

/** The subject of a job, by its key. */
const subjectOf = (id: string): string => id.slice(id.indexOf(':') + 1);

/**
 * A list of twenty claims that an engine works on changes four times a second, and each view is made of rows of eight tables: read
 * as a whole each time, they would take more of the database than the engine itself. Views that did not change stay the same
 * objects.
 */
export class KeptViews {
  private readonly db: ClaimLensDb;
  private readonly views = new Map<string, ClaimView>();

  constructor(db: ClaimLensDb) {
    this.db = db;
  }

  /**
   * The views of these claims, in their order; claims that are not known are left out.
   * @param changes what changed since the last call; a table missing in it did not
   */
  async read(keys: readonly string[], changes: Changes<string>): Promise<ClaimView[]> {
    for (const key of await this.changed(changes)) this.views.delete(key);
    const wanted = new Set(keys);
    for (const key of [...this.views.keys()]) if (!wanted.has(key)) this.views.delete(key);
    const missing = [...wanted].filter((key) => !this.views.has(key));
    if (missing.length > 0) {
      const rows = (await this.db.claims.bulkGet(missing)).filter((row) => row !== undefined);
      for (const view of await claimViews(this.db, rows)) this.views.set(view.row.key, view);
    }
    return [...wanted].flatMap((key) => this.views.get(key) ?? []);
  }

  /** Keys of the kept views that the changes may concern. */
  private async changed(changes: Changes<string>): Promise<Iterable<string>> {
    if (changes === 'all') return [...this.views.keys()];
    const out = new Set<string>();
    for (const table of VIEW_TABLES) {
      const ids = changes.get(table);
      // A claim's row also speaks in the history of its buyer's other claims.
      if (ids === 'all' || (ids && table === 'claims')) return [...this.views.keys()];
      if (!ids) continue;
      const unnamed = new Set(ids);
      for (const [key, view] of this.views) {
        for (const id of ids) {
          if (!isPart(table, id, key, view)) continue;
          out.add(key);
          unnamed.delete(id);
        }
      }
      if (unnamed.size === 0 || (table !== 'findings' && table !== 'jobs')) continue;
      // The key of a finding does not name its claim, nor does that of a job about a product picture.
      const rows = await this.db[table].bulkGet([...unnamed]);
      if (table === 'jobs' && rows.includes(undefined)) return [...this.views.keys()];
      for (const row of rows) if (row?.claimKey) out.add(row.claimKey);
    }
    return out;
  }
}

/** Whether a row is, or was, part of a claim's view, as far as its key tells. */
function isPart(table: ViewTable, id: string, key: string, view: ClaimView): boolean {
  if (table === 'photos') return view.photos.some(({ evidence }) => evidence.sha256 === id);
  if (table === 'findings') return view.findings.some((row) => row.id === id);
  return isOf(table === 'jobs' ? subjectOf(id) : id, key);
}
