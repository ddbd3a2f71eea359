/** The badges beside the claims of a page, kept current while the page is open. */
import { logOf } from '../../base/log.ts';
import { isToLookAt } from '../../claims/attention.ts';
import type { ConsoleLine } from '../../platform/background-port.ts';
import type { Badge } from '../../platform/messages.ts';
import { type Watch, watchRows } from '../../store/watch.ts';
import { KeptViews, VIEW_TABLES } from '../claims/kept-views.ts';
import { leadsOf } from '../claims/ledger/leads.ts';
import type { LeadingFinding } from '../claims/ledger/line.ts';
import type { ClaimView } from '../claims/views.ts';
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
  open.watching = watchOf(stored).subscribe({
    next: (claims) => {
      line.post({ type: 'badges', claims });
      open.toLookAt = claims.filter(isToLookAt).length;
      showCount(line.tabId);
    },
    error: log.failed('watching badges'),
  });
}

const SPEAKS = new Set(['contradiction', 'strong', 'moderate', 'weak']);

/** Changes over which badges are made once, in milliseconds. */
const PACE_MS = 250;

/** A view, and the finding that its verdict rests on first. */
interface Led {
  view: ClaimView;
  lead: LeadingFinding | undefined;
}

const watchOf = (stored: ReadonlyMap<string, string>): Watch<Badge[]> =>
  watchRows({
    tables: VIEW_TABLES,
    collectMs: PACE_MS,
    start: (db) => {
      const kept = new KeptViews(db);
      let known = new Map<string, Led>();
      return async (changes, emit) => {
        const views = await kept.read([...stored.values()], changes);
        const fresh = views.filter((view) => known.get(view.row.key)?.view !== view);
        // What changed concerns no claim of this page.
        if (known.size > 0 && known.size === views.length && fresh.length === 0) return;
        const leads = await leadsOf(
          db,
          fresh.flatMap(({ verdict }) => verdict ?? []),
        );
        known = new Map(
          views.map((view) => {
            const { key } = view.row;
            return [key, fresh.includes(view) ? { view, lead: leads.get(key) } : known.get(key)!];
          }),
        );
        emit(
          [...stored].flatMap(([shown, key]) => {
            const one = known.get(key);
            return one ? [badgeOf(shown, one.view, one.lead)] : [];
          }),
        );
      };
    },
  });

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
