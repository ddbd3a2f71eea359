import { FolderOpen } from 'lucide-react';
import { t } from '../../lib/i18n/index.ts';
import { DropZone } from '../ui/DropZone.tsx';
import { type PathFile, pickedFiles } from '../ui/dropped-files.ts';

interface Props {
  name: 'library' | 'photos';
  files: PathFile[];
  disabled: boolean;
  onChoose(files: PathFile[]): void;
}

/** One folder for the audit, by drop or picker; ZIP files are taken too. */
export function FolderField({ name, files, disabled, onChoose }: Props) {
  return (
    <DropZone className="folder-field" testId={`audit-drop-${name}`} disabled={disabled} onFiles={onChoose}>
      <FolderOpen aria-hidden="true" />
      <div className="grow">
        <h2>{t(`surfaces.audit.fields.${name}.title`)}</h2>
        <p className="small soft">
          {files.length
            ? t('surfaces.audit.chosen', { n: files.length })
            : t(`surfaces.audit.fields.${name}.text`)}
        </p>
      </div>
      <div className="row-wrap">
        <label className="btn">
          {t('surfaces.import.folder')}
          <input
            type="file"
            multiple
            className="visually-hidden"
            data-testid={`audit-folder-${name}`}
            disabled={disabled}
            {...{ webkitdirectory: '' }}
            onChange={(event) => onChoose(pickedFiles(event.target.files))}
          />
        </label>
        <label className="btn btn-quiet">
          {t('surfaces.import.files')}
          <input
            type="file"
            multiple
            className="visually-hidden"
            data-testid={`audit-${name}`}
            disabled={disabled}
            onChange={(event) => onChoose(pickedFiles(event.target.files))}
          />
        </label>
      </div>
    </DropZone>
  );
}
