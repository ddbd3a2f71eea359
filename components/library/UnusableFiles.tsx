import { problemText } from '../../lib/app/claims/problem-text.ts';
import { t } from '../../lib/i18n/index.ts';

/** Longest list drawn at once; the rest is counted. */
const SHOWN = 200;

/** Every file that could not be used, and why. */
export function UnusableFiles({ files }: { files: { file: string; why: string }[] }) {
  return (
    <details className="small">
      <summary>{t('surfaces.import.unusable', { n: files.length })}</summary>
      <ul className="unusable">
        {files.slice(0, SHOWN).map(({ file, why }) => (
          <li key={file}>
            <span className="mono">{file}</span> <span className="soft">{problemText(why)}</span>
          </li>
        ))}
      </ul>
      {files.length > SHOWN && (
        <p className="soft">{t('surfaces.import.andMore', { n: files.length - SHOWN })}</p>
      )}
    </details>
  );
}
