/** The badges beside the claims of a page, kept current while the page is open. */
import { liveQuery } from 'dexie';
import { logOf } from '../../base/log.ts';
import type { ConsoleLine } from '../../platform/background-port.ts';
import type { Badge } from '../../platform/messages.ts';
import { shopDb } from '../../store/db.ts';
import { claimViews } from '../claims/views.ts';
import { openLine } from './lines.ts';

const log = logOf('background');

/** Sends the badges of these claims to the page now and whenever they change. */
export function watchBadges(line: ConsoleLine, keys: string[]): void {
  const open = openLine(line);
  if (!open || (open.watching && open.keys.join() === keys.join())) return;
  open.watching?.unsubscribe();
  open.keys = keys;
  open.watching = liveQuery(() => badges(keys)).subscribe({
    next: (claims) => line.post({ type: 'badges', claims }),
    error: log.failed('watching badges'),
  });
}

const SPEAKS = new Set(['contradiction', 'strong', 'moderate', 'weak']);

async function badges(keys: string[]): Promise<Badge[]> {
  const db = shopDb();
  const rows = (await db.claims.bulkGet(keys)).filter((row) => row !== undefined);
  return (await claimViews(db, rows)).map((view) => ({
    key: view.row.key,
    verdict: view.verdict?.verdict ?? null,
    signs: view.findings.filter((row) => SPEAKS.has(row.finding.strength)).length,
    state: view.state,
    flagged: view.flag !== null,
    photos: view.photos.map((photo) => ({
      url: photo.evidence.url,
      mark:
        photo.state === 'failed'
          ? 'not-checked'
          : photo.state !== 'done'
            ? 'checking'
            : photo.findings.some((row) => SPEAKS.has(row.finding.strength))
              ? 'found'
              : 'clean',
    })),
  }));
}
