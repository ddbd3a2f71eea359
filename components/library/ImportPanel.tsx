import { FileArchive, FolderInput, Pause, Play, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../../lib/i18n/index.ts';
import { readSheetFile, type Sheet } from '../../lib/library/sheet.ts';
import { useImportRun } from '../state/import-run.ts';
import { tryTo } from '../state/notices.ts';
import { DropZone } from '../ui/DropZone.tsx';
import { type PathFile, pickedFiles } from '../ui/dropped-files.ts';
import { SheetImport } from './SheetImport.tsx';
import { UnusableFiles } from './UnusableFiles.tsx';
import './ImportPanel.css';

const isSheet = ({ file }: PathFile): boolean => /\.(csv|tsv|xlsx)$/i.test(file.name);

/** Where product images come in: drop, folder, files, ZIP, spreadsheet or paste; with progress, pause, and an answer for every file. */
export function ImportPanel() {
  const run = useImportRun();
  const [sheet, setSheet] = useState<{ name: string; sheet: Sheet } | null>(null);
  const { start } = run;
  const busy = run.state === 'running' || run.state === 'paused';
  /** A lone spreadsheet is looked at first; pictures, folders and ZIP files go straight in. */
  const take = async (files: PathFile[]) => {
    const table = files.find(isSheet);
    if (table && files.length === 1) {
      const read = await tryTo('sheet', t('surfaces.sheet.unreadable'), () => readSheetFile(table.file));
      if (read) setSheet({ name: table.file.name, sheet: read });
      return;
    }
    await start(files);
  };

  useEffect(() => {
    // Earlier than the photo check's own listener: on this page a pasted picture is a product image.
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      void start(
        files.map((file, n) => ({
          path: `paste-${Date.now()}-${n + 1}.${file.type.split('/')[1] ?? 'img'}`,
          file,
        })),
        'paste',
      );
    };
    document.addEventListener('paste', onPaste, { capture: true });
    return () => document.removeEventListener('paste', onPaste, { capture: true });
  }, [start]);

  return (
    <section className="stack">
      <DropZone className="import-drop" testId="library-drop" onFiles={(files) => void take(files)}>
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
              onChange={(event) => void take(pickedFiles(event.target.files))}
            />
          </label>
          <label className="btn" aria-disabled={busy}>
            <FileArchive aria-hidden="true" />
            {t('surfaces.import.files')}
            <input
              type="file"
              multiple
              accept="image/*,.heic,.heif,.zip,.csv,.tsv,.xlsx"
              className="visually-hidden"
              data-testid="library-input"
              data-action="import-files"
              disabled={busy}
              onChange={(event) => void take(pickedFiles(event.target.files))}
            />
          </label>
        </div>
      </DropZone>
      {sheet && <SheetImport {...sheet} onDone={() => setSheet(null)} />}
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
