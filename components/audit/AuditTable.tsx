import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { codeTitle } from '../../lib/app/audit-csv.ts';
import type { ReportClaim, ReportPhoto } from '../../lib/app/audit-report.ts';
import { VERDICTS } from '../../lib/claims/finding.ts';
import { formatPercent, t } from '../../lib/i18n/index.ts';
import { VerdictBadge } from '../claim/VerdictBadge.tsx';

/** Shortest height of one line in CSS pixels; longer ones are measured. */
const LINE = 56;

interface Line {
  claim: ReportClaim;
  photo: ReportPhoto | null;
}

/** One line per photo, worst claims first. */
export function AuditTable({ claims }: { claims: ReportClaim[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const lines = useMemo(
    () =>
      [...claims]
        .sort((a, b) => VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict))
        .flatMap((claim): Line[] =>
          claim.photos.length ? claim.photos.map((photo) => ({ claim, photo })) : [{ claim, photo: null }],
        ),
    [claims],
  );
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => LINE,
    overscan: 10,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
    <section ref={frame} className="card audit-frame" tabIndex={0} aria-label={t('surfaces.audit.title')}>
      <ul className="ledger-lines" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            <li
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <AuditLine line={line} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function AuditLine({ line: { claim, photo } }: { line: Line }) {
  const match = photo?.match;
  return (
    <div className="audit-line" data-testid="audit-row" data-claim={claim.claim} data-verdict={claim.verdict}>
      <span>
        <VerdictBadge rung={claim.verdict} />
      </span>
      <span className="audit-file small">
        <span>{photo?.file ?? claim.claim}</span>
        {match && (
          <span className="tiny soft">
            {t('surfaces.audit.from', {
              source: [match.product, match.claim, match.file].filter(Boolean).join(' / '),
              kept: formatPercent(match.kept),
              n: match.changed.length,
            })}
          </span>
        )}
      </span>
      <span className="small">
        {[...(photo?.findings ?? []), ...claim.findings]
          .filter(({ strength }) => strength !== 'context')
          .map(({ code }) => codeTitle(code))
          .join(' · ')}
      </span>
    </div>
  );
}
