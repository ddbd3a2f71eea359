import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import { type AuditPhoto, auditPair, auditPhoto } from '../../lib/app/audit/audit-photo.ts';
import type { ReportClaim, ReportPhoto } from '../../lib/app/audit/audit-report.ts';
import { logOf } from '../../lib/base/log.ts';
import { t } from '../../lib/i18n/index.ts';
import { VerdictBadge } from '../claim/VerdictBadge.tsx';
import { LoadedCompare } from '../compare/LoadedCompare.tsx';
import { SinglePhoto } from '../compare/SinglePhoto.tsx';
import { FindingItem } from '../finding/FindingItem.tsx';
import { byStrength } from '../finding/order.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import './AuditLook.css';

const log = logOf('audit');

interface Props {
  claim: ReportClaim;
  photo: ReportPhoto;
  /** Goes to the line before (-1) or after (1). */
  onStep(by: number): void;
  onClose(): void;
}

/** One line of the audit in depth: the photo beside its source, and what was found. */
export function AuditLook({ claim, photo, onStep, onClose }: Props) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content
          className="dialog card audit-look"
          aria-describedby={undefined}
          data-testid="audit-look"
        >
          <header className="row-wrap audit-head">
            <Dialog.Title className="grow">{photo.file}</Dialog.Title>
            <VerdictBadge level={claim.verdict} />
            <span className="row audit-steps">
              <button
                type="button"
                className="btn btn-quiet btn-icon"
                aria-label={t('surfaces.audit.before')}
                title={t('surfaces.audit.before')}
                onClick={() => onStep(-1)}
              >
                <ChevronLeft aria-hidden="true" />
              </button>
              <button
                type="button"
                className="btn btn-quiet btn-icon"
                aria-label={t('surfaces.audit.after')}
                title={t('surfaces.audit.after')}
                onClick={() => onStep(1)}
              >
                <ChevronRight aria-hidden="true" />
              </button>
              <Dialog.Close className="btn btn-quiet btn-icon" aria-label={t('surfaces.dismiss')}>
                <X aria-hidden="true" />
              </Dialog.Close>
            </span>
          </header>
          <Depth key={`${claim.claim} ${photo.file}`} claim={claim} photo={photo} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Depth({ claim, photo }: Pick<Props, 'claim' | 'photo'>) {
  const [known, setKnown] = useState<AuditPhoto | null>(null);
  const [lit, setLit] = useState<number | null>(null);
  useEffect(() => {
    let left = false;
    auditPhoto(claim.claim, photo.sha256, photo.match).then(
      (answer) => !left && setKnown(answer),
      log.failed('opening a photo'),
    );
    return () => {
      left = true;
    };
  }, [claim, photo]);
  if (!known) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  const { match } = known;
  const findings = [...known.findings].sort(byStrength);
  return (
    <div className="audit-depth">
      <div className="audit-pictures">
        {match ? (
          <LoadedCompare
            id={match.id}
            load={() => auditPair(match)}
            finding={match.finding}
            alt={photo.file}
            waiting={null}
            lit={lit}
            onLight={setLit}
          />
        ) : (
          <SinglePhoto photo={known.photo} n={1} row={findings[0] ?? null} lit={lit} />
        )}
      </div>
      <section aria-label={t('surfaces.audit.columns.findings')}>
        {findings.map((row) => (
          <FindingItem key={row.id} row={row} open={row === match} />
        ))}
        {findings.length === 0 && <p className="small soft">{t('surfaces.claim.nothing')}</p>}
      </section>
    </div>
  );
}
