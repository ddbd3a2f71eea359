import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../lib/i18n/index.ts';
import { droppedFiles, type PathFile, pickedFiles } from '../ui/dropped-files.ts';

interface Props {
  name: 'library' | 'photos';
  files: PathFile[];
  disabled: boolean;
  onChoose(files: PathFile[]): void;
}

/** One folder for the audit, by drop or picker; ZIP files are taken too. */
export function FolderField({ name, files, disabled, onChoose }: Props) {
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way in; the pickers inside do the same by key
    <div
      className={over ? 'folder-field drop-over' : 'folder-field'}
      data-testid={`audit-drop-${name}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!disabled) void droppedFiles(event.dataTransfer).then(onChoose);
      }}
    >
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
    </div>
  );
}
