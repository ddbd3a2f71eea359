import { formatBytes, t } from '../../../lib/i18n/index.ts';
import type { EvidenceRow } from '../../../lib/store/rows.ts';

/** Says of a large video which parts of it are kept, and what helps; nothing of files that are kept whole. */
export function KeptInPart({ evidence }: { evidence: EvidenceRow }) {
  const kept = evidence.fetch?.parts;
  const [first, last] = kept?.parts ?? [];
  if (!kept || !first) return null;
  return (
    <div className="small" data-testid="kept-in-part">
      <p>
        {t(kept.why === 'size' ? 'surfaces.photo.inPartSize' : 'surfaces.photo.inPartRoom', {
          first: formatBytes(first.to - first.from),
          last: last && formatBytes(last.to - last.from),
          total: kept.total === null ? undefined : formatBytes(kept.total),
        })}
      </p>
      {!last && <p>{t('surfaces.photo.inPartNoEnd')}</p>}
      <p>{t('surfaces.photo.inPartHelp')}</p>
    </div>
  );
}
