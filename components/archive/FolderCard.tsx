import { RefreshCw, Unlink } from 'lucide-react';
import { type ArchiveFolder, forgetFolder } from '../../lib/app/archive/archive.ts';
import { CAMERA_FOLDER } from '../../lib/app/archive/camera-folder.ts';
import { t } from '../../lib/i18n/index.ts';
import { tryTo } from '../state/notices.ts';

const folderName = (name: string): string =>
  name === CAMERA_FOLDER ? t('cases.ui.camera.folder') : name || t('cases.ui.archiveView.loose');

interface Props {
  folder: ArchiveFolder;
  onAgain(): void;
}

/** One folder of the archive: how many of its files answer to a number, what is missing, and the ways on. */
export function FolderCard({ folder, onAgain }: Props) {
  return (
    <div className="card pad stack" data-testid="archive-folder">
      <div className="row-wrap">
        <strong className="grow">{folderName(folder.name)}</strong>
        <span className="tag num">{t('cases.ui.archiveView.files', { n: folder.files })}</span>
        <span className="tag num">{t('cases.ui.archiveView.numbered', { n: folder.numbered })}</span>
      </div>
      {folder.missing.length > 0 && (
        <details className="small">
          <summary>{t('cases.ui.archiveView.missing', { n: folder.missing.length })}</summary>
          <ul>
            {folder.missing.slice(0, 100).map((path) => (
              <li key={path}>{path}</li>
            ))}
          </ul>
        </details>
      )}
      <div className="row-wrap">
        {folder.name === CAMERA_FOLDER ? (
          <span className="small soft">{t('cases.ui.camera.kept')}</span>
        ) : folder.linked ? (
          <button type="button" className="btn" data-testid="archive-again" onClick={onAgain}>
            <RefreshCw aria-hidden="true" />
            {t('cases.ui.archiveView.again')}
          </button>
        ) : (
          <span className="small soft">{t('cases.ui.archiveView.notLinked')}</span>
        )}
        <button
          type="button"
          className="btn btn-quiet"
          data-testid="archive-forget"
          onClick={() =>
            void tryTo('forget', t('surfaces.errors.forgetFolder'), () => forgetFolder(folder.name))
          }
        >
          <Unlink aria-hidden="true" />
          {t('cases.ui.archiveView.forget')}
        </button>
      </div>
    </div>
  );
}
