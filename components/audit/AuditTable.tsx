import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { codeTitle } from '../../lib/app/audit/audit-csv.ts';
import { auditPreview } from '../../lib/app/audit/audit-photo.ts';
import { worstFirst } from '../../lib/app/audit/audit-pictures.ts';
import type { ReportClaim, ReportPhoto } from '../../lib/app/audit/audit-report.ts';
import { logOf } from '../../lib/base/log.ts';
import { formatPercent, t } from '../../lib/i18n/index.ts';
import { VerdictBadge } from '../claim/VerdictBadge.tsx';
import { useBytesUrl } from '../live/useBytesUrl.ts';
import { AuditLook } from './AuditLook.tsx';

const log = logOf('audit');

/** Shortest height of one line in CSS pixels; longer ones are measured. */
const LINE = 56;

interface Line {
  claim: ReportClaim;
  photo: ReportPhoto | null;
}

/** One line per photo, worst claims first; a line opens its photo beside the source. */
export function AuditTable({ claims }: { claims: ReportClaim[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const lines = useMemo(
    () =>
      worstFirst(claims).flatMap((claim): Line[] =>
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
  const [open, setOpen] = useState<number | null>(null);
  const looked = open === null ? undefined : lines[open];
  /** The next line with a photo, in either direction. */
  const step = (by: number) => {
    for (let at = (open ?? 0) + by; at >= 0 && at < lines.length; at += by) {
      if (!lines[at]?.photo) continue;
      setOpen(at);
      return;
    }
  };
  return (
    <>
      {looked?.photo && (
        <AuditLook claim={looked.claim} photo={looked.photo} onStep={step} onClose={() => setOpen(null)} />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <section ref={frame} className="card audit-frame" tabIndex={0} aria-label={t('surfaces.audit.title')}>
        <ul className="audit-lines" style={{ height: rows.getTotalSize() }}>
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
                <AuditLine line={line} onOpen={() => setOpen(item.index)} />
              </li>
            );
          })}
        </ul>
      </section>
    </>
  );
}

function AuditLine({ line: { claim, photo }, onOpen }: { line: Line; onOpen(): void }) {
  const match = photo?.match;
  return (
    <button
      type="button"
      className="audit-line"
      data-testid="audit-row"
      data-claim={claim.claim}
      data-verdict={claim.verdict}
      disabled={!photo}
      onClick={onOpen}
    >
      <Thumb sha256={photo?.sha256 ?? ''} />
      <span>
        <VerdictBadge level={claim.verdict} />
      </span>
      <span className="audit-file small">
        <span>{photo?.file ?? claim.claim}</span>
        {match && (
          <span className="tiny soft">
            {t('surfaces.audit.from', {
              source: match.file,
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
    </button>
  );
}

/** The photo, small; a quiet shape until it is there, and for a file that is no picture. The line's words name it. */
function Thumb({ sha256 }: { sha256: string }) {
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  useEffect(() => {
    let left = false;
    setBytes(null);
    if (sha256)
      auditPreview(sha256).then((answer) => !left && setBytes(answer), log.failed('loading a preview'));
    return () => {
      left = true;
    };
  }, [sha256]);
  const url = useBytesUrl(bytes);
  return <span className="audit-thumb">{url && <img src={url} alt="" />}</span>;
}
