/** The badges beside the claims of a page, kept current while the page is open. */
import { logOf } from '../../base/log.ts';
import { isToLookAt } from '../../claims/attention.ts';
import type { ConsoleLine } from '../../platform/background-port.ts';
import type { Badge } from '../../platform/messages.ts';
import { shopDb } from '../../store/db.ts';
import { watchQuery } from '../../store/watch.ts';
import { leadsOf } from '../claims/ledger/leads.ts';
import type { LeadingFinding } from '../claims/ledger/line.ts';
import { type ClaimView, claimViews } from '../claims/views.ts';
import { openLine, showCount } from './lines.ts';

const log = logOf('background');

/**
 * Sends the badges of these claims to the page now and whenever they change.
 * @param stored stored key by the page's own, in page order
 */
export function watchBadges(line: ConsoleLine, stored: ReadonlyMap<string, string>): void {
  const open = openLine(line);
  const keys = [...new Set(stored.values())];
  const same = open && [...open.stored].join() === [...stored].join();
  if (!open || (open.watching && same)) return;
  open.watching?.unsubscribe();
  open.keys = keys;
  open.stored = stored;
  open.watching = watchQuery(() => badges(stored)).subscribe({
    next: (claims) => {
      line.post({ type: 'badges', claims });
      open.toLookAt = claims.filter(isToLookAt).length;
      showCount(line.tabId);
    },
    error: log.failed('watching badges'),
  });
}

const SPEAKS = new Set(['contradiction', 'strong', 'moderate', 'weak']);

async function badges(stored: ReadonlyMap<string, string>): Promise<Badge[]> {
  const db = shopDb();
  const rows = (await db.claims.bulkGet([...new Set(stored.values())])).filter((row) => row !== undefined);
  const views = new Map((await claimViews(db, rows)).map((view) => [view.row.key, view]));
  const leads = await leadsOf(
    db,
    [...views.values()].flatMap(({ verdict }) => verdict ?? []),
  );
  return [...stored].flatMap(([shown, key]) => {
    const view = views.get(key);
    return view ? [badgeOf(shown, view, leads.get(key))] : [];
  });
}

/** @param key the claim's key in the page, which may be another than the stored one */
function badgeOf(key: string, view: ClaimView, lead: LeadingFinding | undefined): Badge {
  return {
    key,
    verdict: view.verdict?.verdict ?? null,
    reason: lead && view.verdict?.verdict !== 'no-anomaly' ? { code: lead.code, order: lead.order } : null,
    signs: view.findings.filter((row) => SPEAKS.has(row.finding.strength)).length,
    state: view.state,
    flagged: view.flag !== null,
    passed: view.passed,
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
  };
}
