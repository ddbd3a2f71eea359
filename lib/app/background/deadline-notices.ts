/** Desktop notices ahead of the dangerous deadlines: those at whose end money goes out. */
import type { ClaimStage } from '../../claims/model.ts';
import { files } from '../../i18n/areas/files.ts';
import { createTranslator, formatDuration } from '../../i18n/index.ts';
import { showNotice } from '../../platform/notices.ts';
import { shopDb } from '../../store/db.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';
import { readSettings } from '../../store/settings.ts';

const { t } = createTranslator({ files });

/** Told once each: when less than this is left, milliseconds. */
const AHEAD = [6 * 3_600_000, 3_600_000];

/** Stages in which no money can go out any more. */
const AT_REST = new Set<ClaimStage | undefined>(['paid', 'closed-unpaid']);

/** Shows a notice for every open claim that has crossed a mark since the last look. */
export async function noticeDeadlines(now = Date.now()): Promise<number> {
  const db = shopDb();
  if (!(await readSettings(db)).notices) return 0;
  // The index holds UTC instants, the claim the page's own text of the same one.
  const soon = new Date(now + Math.max(...AHEAD)).toISOString();
  const rows = await db.claims
    .where('deadlineAt')
    .between(new Date(now).toISOString(), soon, false, true)
    .toArray();
  let shown = 0;
  for (const { key, claim, deadlineAt } of rows) {
    if (claim.deadlineEffect !== 'money-goes-out' || !deadlineAt || AT_REST.has(claim.stage)) continue;
    const left = Date.parse(deadlineAt) - now;
    const mark = AHEAD.filter((ms) => left <= ms).at(-1);
    if (mark === undefined) continue;
    const name = `notice:${key}@${deadlineAt}` as const;
    const shownAt = await readMeta(db, name);
    if (shownAt !== null && shownAt <= mark) continue;
    await writeMeta(db, name, mark);
    await showNotice(
      key,
      t('files.notice.title'),
      t('files.notice.text', { claim: claim.claimId, left: formatDuration(left) }),
    );
    shown += 1;
  }
  return shown;
}
