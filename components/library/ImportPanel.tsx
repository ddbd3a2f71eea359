import { FileArchive, FolderInput, Pause, Play, X } from 'lucide-react';
import { type ChangeEvent, useEffect, useState } from 'react';
import { logOf } from '../../lib/base/log.ts';
import { formatDuration, t } from '../../lib/i18n/index.ts';
import { cleanPath } from '../../lib/library/clean-path.ts';
import { isSheetFile } from '../../lib/library/files.ts';
import { besideOf, readSheets, SheetError, type SheetFile } from '../../lib/library/sheet.ts';
import { useRemaining } from '../live/useRemaining.ts';
import { isBusy, useImportRun } from '../state/import-run.ts';
import { useNotices } from '../state/notices.ts';
import { DropZone } from '../ui/DropZone.tsx';
import { type PathFile, pickedFiles } from '../ui/dropped-files.ts';
import { ImportPlan } from './ImportPlan.tsx';
import { SheetImport } from './sheet/SheetImport.tsx';
import { UnusableFiles } from './UnusableFiles.tsx';
import './ImportPanel.css';

const log = logOf('library');

/** The first spreadsheet among loose files or one folder; null without one. */
async function findSheet(files: PathFile[]): Promise<PathFile | null> {
  for (const one of files) if (await isSheetFile(one.file)) return one;
  return null;
}

/** A spreadsheet that waits for the seller's word, with the files that its cells name. */
interface Waiting {
  file: File;
  read: SheetFile;
  beside: PathFile[];
}

/** The files that any cell of the spreadsheet names: they are pictures of its rows, whatever folder they lie in. */
function namedBy(read: SheetFile, files: PathFile[]): PathFile[] {
  const find = besideOf(files.map(asBeside));
  const named = new Set(
    read.sheets.flatMap(({ rows }) => rows.flatMap((row) => row.flatMap(find).map(({ path }) => path))),
  );
  return files.filter(({ path, file }) => named.has(cleanPath(path || file.name)));
}

const asBeside = ({ path, file }: PathFile) => ({
  path: cleanPath(path || file.name),
  bytes: async () => new Uint8Array(await file.arrayBuffer()),
});

/** Where product images come in: drop, folder, files, ZIP, spreadsheet or paste; with progress, pause, and an answer for every file. */
export function ImportPanel() {
  const run = useImportRun();
  const [sheet, setSheet] = useState<Waiting | null>(null);
  const { start } = run;
  const say = useNotices((state) => state.say);
  const busy = isBusy(run.state);
  /** A spreadsheet is looked at first; what lies beside it goes the way of all files, where a second sheet is named. */
  const take = async (files: PathFile[]) => {
    const table = await findSheet(files);
    let rest = files.filter((one) => one !== table);
    if (table) {
      if (sheet) await start(sheet.beside);
      setSheet(null);
      try {
        const read = await readSheets(table.file);
        const beside = namedBy(read, rest);
        rest = rest.filter((one) => !beside.includes(one));
        setSheet({ file: table.file, read, beside });
      } catch (error) {
        const why = error instanceof SheetError ? t(`surfaces.sheet.problems.${error.problem}`) : '';
        log.error('a spreadsheet could not be read', error);
        say(`${table.file.name}: ${t('surfaces.sheet.unreadable')} ${why}`.trim());
      }
    }
    await start(rest);
  };

  const onPick = ({ target }: ChangeEvent<HTMLInputElement>) => {
    void take(pickedFiles(target.files));
    // The same file, mended meanwhile, can be picked again.
    target.value = '';
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
              onChange={onPick}
            />
          </label>
          <label className="btn" aria-disabled={busy}>
            <FileArchive aria-hidden="true" />
            {t('surfaces.import.files')}
            <input
              type="file"
              multiple
              className="visually-hidden"
              data-testid="library-input"
              data-action="import-files"
              disabled={busy}
              onChange={onPick}
            />
          </label>
        </div>
      </DropZone>
      {sheet && (
        <SheetImport
          key={sheet.file.name}
          file={sheet.file}
          read={sheet.read}
          beside={sheet.beside.map(asBeside)}
          onDone={(taken) => {
            setSheet(null);
            // What no row took in the end goes the way of all files.
            void start(sheet.beside.filter((one) => !taken.has(asBeside(one).path)));
          }}
        />
      )}
      {run.state === 'planned' && <ImportPlan />}
      {run.state !== 'idle' && run.state !== 'planned' && <ImportProgressLine />}
    </section>
  );
}

function ImportProgressLine() {
  const run = useImportRun();
  const busy = isBusy(run.state);
  const seen = run.report ?? run.progress;
  const left = useRemaining(seen?.files ?? 0, run.total);
  const counts = {
    added: seen?.added ?? 0,
    duplicates: seen?.duplicates ?? 0,
    // Thumbnails and notes of the system are named below, but nobody misses them.
    unusable: seen?.unusable.filter(({ why }) => why !== 'system-file').length ?? 0,
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
        {run.state === 'running' && left !== null && (
          <span> · {t('surfaces.queue.left', { time: formatDuration(left) })}</span>
        )}
        {busy && run.progress && <span className="import-current"> {run.progress.current}</span>}
      </p>
      {seen && seen.unusable.length > 0 && <UnusableFiles files={seen.unusable} />}
    </div>
  );
}
