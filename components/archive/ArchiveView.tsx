import { FolderInput } from 'lucide-react';
import { useState } from 'react';
import {
  canLinkFolders,
  type LookProgress,
  type LookReport,
  linkFolder,
  lookAgain,
  lookInto,
  watchArchive,
} from '../../lib/app/archive/archive.ts';
import { t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo, useNotices } from '../state/notices.ts';
import { DropZone } from '../ui/DropZone.tsx';
import { type PathFile, pickedFiles } from '../ui/dropped-files.ts';
import { FolderCard } from './FolderCard.tsx';
import { PackingCamera } from './PackingCamera.tsx';

/** The folder that files were dropped or picked from: the first step of their paths. */
function byFolder(files: PathFile[]): Map<string, PathFile[]> {
  const folders = new Map<string, PathFile[]>();
  for (const { path, file } of files) {
    const cut = path.indexOf('/');
    const folder = cut < 0 ? '' : path.slice(0, cut);
    const list = folders.get(folder) ?? [];
    list.push({ path: path.slice(cut + 1), file });
    folders.set(folder, list);
  }
  return folders;
}

/** Linked packing folders, what was found in them, and what is no longer there. */
export function ArchiveView() {
  const folders = useLive(watchArchive).value ?? [];
  const [progress, setProgress] = useState<LookProgress | null>(null);
  const [report, setReport] = useState<LookReport | null>(null);
  const say = useNotices((state) => state.say);
  const run = async (look: (tell: (progress: LookProgress) => void) => Promise<LookReport | null>) => {
    setReport(null);
    const answer = await tryTo('archive', t('cases.ui.archiveView.failed'), () => look(setProgress));
    setProgress(null);
    if (answer) setReport(answer);
    else if (answer === null) say(t('cases.ui.archiveView.refused'));
  };
  const take = async (files: PathFile[]) => {
    for (const [folder, list] of byFolder(files)) await run((tell) => lookInto(folder, list, tell));
  };
  return (
    <section className="stack" data-testid="archive">
      <h2>{t('cases.ui.archiveView.title')}</h2>
      <p className="small soft">{t('cases.ui.archiveView.help')}</p>
      <DropZone className="row-wrap archive-drop" onFiles={(files) => void take(files)}>
        {canLinkFolders() && (
          <button
            type="button"
            className="btn btn-primary"
            data-testid="archive-link"
            onClick={() => void run(linkFolder)}
          >
            <FolderInput aria-hidden="true" />
            {t('cases.ui.archiveView.link')}
          </button>
        )}
        <label className="btn">
          <FolderInput aria-hidden="true" />
          {t('cases.ui.archiveView.pick')}
          <input
            type="file"
            multiple
            className="visually-hidden"
            data-testid="archive-input"
            {...{ webkitdirectory: '' }}
            onChange={(event) => void take(pickedFiles(event.target.files))}
          />
        </label>
        <span className="small soft">{t('cases.ui.archiveView.drop')}</span>
      </DropZone>
      {progress && (
        <p className="small num" role="status">
          {t('cases.ui.archiveView.looking', { ...progress })}
        </p>
      )}
      {report && (
        <div className="small" role="status" data-testid="archive-report">
          <p>{t('cases.ui.archiveView.done', { n: report.files })}</p>
          {report.unreadable.length > 0 && (
            <p>{t('cases.ui.archiveView.unreadable', { n: report.unreadable.length })}</p>
          )}
        </div>
      )}
      <PackingCamera />
      {folders.length === 0 && <p className="small soft">{t('cases.ui.archiveView.none')}</p>}
      {folders.map((folder) => (
        <FolderCard
          key={folder.name}
          folder={folder}
          onAgain={() => void run((tell) => lookAgain(folder.name, tell))}
        />
      ))}
    </section>
  );
}
