import { FileJson, FileSpreadsheet, FileText, Play, Square } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { auditCsv } from '../../lib/app/audit/audit-csv.ts';
import { auditHtml } from '../../lib/app/audit/audit-html.ts';
import { auditPictures } from '../../lib/app/audit/audit-photo.ts';
import type { AuditReport } from '../../lib/app/audit/audit-report.ts';
import { formatDuration, t } from '../../lib/i18n/index.ts';
import { saveFile } from '../../lib/platform/downloads.ts';
import { UnusableFiles } from '../library/UnusableFiles.tsx';
import { useRemaining } from '../live/useRemaining.ts';
import { useAuditRun } from '../state/audit-run.ts';
import { tryTo } from '../state/notices.ts';
import { pickedFiles } from '../ui/dropped-files.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { RowSkeletons } from '../ui/RowSkeletons.tsx';
import { AuditTable } from './AuditTable.tsx';
import { FolderField } from './FolderField.tsx';
import './AuditView.css';

/** Checks a folder of photos against a folder of product images, without any console. */
export function AuditView() {
  const run = useAuditRun();
  const busy = run.state === 'running';
  return (
    <div className="stack view">
      <header>
        <h1>{t('surfaces.audit.title')}</h1>
        <p className="soft small">{t('surfaces.audit.text')}</p>
      </header>
      <div className="audit-inputs">
        <FolderField
          name="library"
          files={run.library}
          disabled={busy}
          onChoose={(library) => run.choose({ library })}
        />
        <FolderField
          name="photos"
          files={run.photos}
          disabled={busy}
          onChoose={(photos) => run.choose({ photos })}
        />
      </div>
      <div className="row-wrap">
        <label className="btn">
          <FileJson aria-hidden="true" />
          {run.claims ? run.claims.name : t('surfaces.audit.claimsFile')}
          <input
            type="file"
            accept="application/json,.json"
            className="visually-hidden"
            data-testid="audit-claims"
            disabled={busy}
            onChange={(event) => run.choose({ claims: pickedFiles(event.target.files)[0]?.file ?? null })}
          />
        </label>
        <span className="grow" />
        {busy ? (
          <button type="button" className="btn" data-testid="audit-stop" onClick={run.stop}>
            <Square aria-hidden="true" />
            {t('surfaces.import.stop')}
          </button>
        ) : (
          <button
            type="button"
            className="btn btn-primary"
            data-testid="audit-start"
            disabled={run.photos.length === 0}
            onClick={() => void run.start()}
          >
            <Play aria-hidden="true" />
            {t('surfaces.audit.start')}
          </button>
        )}
      </div>
      {busy && (
        <Progress
          phase={run.progress?.phase ?? 'library'}
          done={run.progress?.done ?? 0}
          total={run.progress?.total ?? 0}
        />
      )}
      {(run.state === 'failed' || run.state === 'stopped') && (
        <p className="card pad" role="alert" data-testid="audit-failed">
          {t(`surfaces.audit.${run.state}`, { problem: run.problem })}
        </p>
      )}
      {run.report && <Report report={run.report} />}
      {run.state === 'idle' && !run.report && (
        <EmptyState kind="none" title={t('surfaces.audit.noneTitle')} text={t('surfaces.audit.none')} />
      )}
    </div>
  );
}

function Progress({ phase, done, total }: { phase: string; done: number; total: number }) {
  const left = useRemaining(done, total);
  return (
    <div className="card pad stack" role="status" data-testid="audit-progress">
      <strong>{t(`surfaces.audit.phases.${phase}`)}</strong>
      <progress
        className="bar"
        max={Math.max(1, total)}
        value={done}
        aria-label={t('surfaces.import.progress')}
      />
      <span className="small soft num">
        {t('surfaces.audit.progress', { done, total })}
        {left !== null && ` · ${t('surfaces.queue.left', { time: formatDuration(left) })}`}
      </span>
      {done === 0 && <RowSkeletons rows={3} />}
    </div>
  );
}

function Report({ report }: { report: AuditReport }) {
  const photos = report.claims.reduce((sum, claim) => sum + claim.photos.length, 0);
  return (
    <section className="stack" data-testid="audit-report">
      <div className="row-wrap">
        <p className="grow small audit-summary">
          {t('surfaces.audit.summary', {
            claims: report.claims.length,
            photos,
            images: report.library.images,
            time: formatDuration(report.timing.wall_ms),
          })}
        </p>
        <Export report={report} kind="json" />
        <ExportPage report={report} />
        <Export report={report} kind="csv" />
      </div>
      {report.library.unreadable.length > 0 && <UnusableFiles files={report.library.unreadable} />}
      <AuditTable claims={report.claims} />
      <p className="tiny soft">{t('surfaces.audit.note')}</p>
    </section>
  );
}

const FORMS = {
  json: {
    type: 'application/json',
    icon: FileJson,
    make: (report: AuditReport) => JSON.stringify(report, null, 2),
  },
  csv: { type: 'text/csv', icon: FileSpreadsheet, make: auditCsv },
};

/** A link to the report in one form; made once per report. */
function Export({ report, kind }: { report: AuditReport; kind: keyof typeof FORMS }) {
  const { type, icon: Icon, make } = FORMS[kind];
  const blob = useMemo(() => new Blob([make(report)], { type }), [report, make, type]);
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return (
    <a className="btn" href={url} download={`claimlens-report.${kind}`} data-testid={`audit-${kind}`}>
      <Icon aria-hidden="true" />
      {t(`surfaces.audit.export.${kind}`)}
    </a>
  );
}

/** The report as a page with its pictures. They are read when it is asked for: up to a thousand, which nobody may want. */
function ExportPage({ report }: { report: AuditReport }) {
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    await tryTo('audit page', t('surfaces.audit.pageFailed'), async () => {
      const page = auditHtml(report, await auditPictures(report));
      saveFile('claimlens-report.html', new Blob([page], { type: 'text/html' }));
    });
    setBusy(false);
  };
  return (
    <button
      type="button"
      className="btn"
      data-testid="audit-html"
      aria-disabled={busy}
      onClick={() => !busy && void save()}
    >
      <FileText aria-hidden="true" />
      {t('surfaces.audit.export.html')}
    </button>
  );
}
