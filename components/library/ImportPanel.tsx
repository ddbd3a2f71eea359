import { FileArchive, FolderInput, Pause, Play, X } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../lib/i18n/index.ts';
import { useImportRun } from '../state/import-run.ts';
import { droppedFiles, pickedFiles } from './dropped-files.ts';
import { UnusableFiles } from './UnusableFiles.tsx';
import './ImportPanel.css';

/** Where product images come in: drop, folder, files or ZIP; with progress, pause, and an answer for every file. */
export function ImportPanel() {
  const run = useImportRun();
  const [over, setOver] = useState(false);
  const busy = run.state === 'running' || run.state === 'paused';
  return (
    <section className="stack">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way in; the pickers inside do the same by key */}
      <div
        className={over ? 'import-drop drop-over' : 'import-drop'}
        data-testid="library-drop"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void droppedFiles(event.dataTransfer).then(run.start);
        }}
      >
        <FolderInput aria-hidden="true" className="import-icon" />
        <div className="grow">
          <h2>{t('surfaces.import.title')}</h2>
          <p className="small soft">{t('surfaces.import.text')}</p>
        </div>
        <div className="row-wrap">
          <label className="btn btn-primary" aria-disabled={busy}>
            <FolderInput aria-hidden="true" />
            {t('surfaces.import.folder')}
            <input
              type="file"
              multiple
              className="visually-hidden"
              data-testid="library-folder-input"
              disabled={busy}
              {...{ webkitdirectory: '' }}
              onChange={(event) => void run.start(pickedFiles(event.target.files))}
            />
          </label>
          <label className="btn" aria-disabled={busy}>
            <FileArchive aria-hidden="true" />
            {t('surfaces.import.files')}
            <input
              type="file"
              multiple
              accept="image/*,.heic,.heif,.zip"
              className="visually-hidden"
              data-testid="library-input"
              data-action="import-files"
              disabled={busy}
              onChange={(event) => void run.start(pickedFiles(event.target.files))}
            />
          </label>
        </div>
      </div>
      {run.state !== 'idle' && <ImportProgressLine />}
    </section>
  );
}

function ImportProgressLine() {
  const run = useImportRun();
  const busy = run.state === 'running' || run.state === 'paused';
  const seen = run.report ?? run.progress;
  const counts = {
    added: seen?.added ?? 0,
    duplicates: seen?.duplicates ?? 0,
    unusable: seen?.unusable.length ?? 0,
  };
  return (
    <div className="card pad stack" role="status" data-testid="import-progress" data-state={run.state}>
      <div className="row-wrap">
        <strong className="grow">
          {t(`surfaces.import.states.${run.state}`, { done: seen?.files ?? 0, total: run.total })}
        </strong>
        {run.state === 'running' && (
          <button type="button" className="btn" onClick={run.pause}>
            <Pause aria-hidden="true" />
            {t('surfaces.import.pause')}
          </button>
        )}
        {run.state === 'paused' && (
          <button type="button" className="btn" onClick={run.resume}>
            <Play aria-hidden="true" />
            {t('surfaces.import.resume')}
          </button>
        )}
        <button type="button" className="btn btn-quiet" onClick={busy ? run.stop : run.clear}>
          <X aria-hidden="true" />
          {t(busy ? 'surfaces.import.stop' : 'surfaces.dismiss')}
        </button>
      </div>
      {busy && (
        <progress
          className="bar"
          max={Math.max(run.total, seen?.files ?? 0, 1)}
          value={seen?.files ?? 0}
          aria-label={t('surfaces.import.progress')}
        />
      )}
      <p className="small soft num">
        {t('surfaces.import.counts', counts)}
        {busy && run.progress && <span className="import-current"> {run.progress.current}</span>}
      </p>
      {seen && seen.unusable.length > 0 && <UnusableFiles files={seen.unusable} />}
    </div>
  );
}
