import { problemText } from '../../lib/app/claims/problem-text.ts';
import { t } from '../../lib/i18n/index.ts';

/** Longest list drawn at once for one reason; the rest is counted. */
const SHOWN = 200;

/** Every file that could not be used, by the reason; files of the system last. */
export function UnusableFiles({ files }: { files: { file: string; why: string }[] }) {
  const reasons = [...Map.groupBy(files, ({ why }) => why)].sort(
    ([a, some], [b, others]) =>
      Number(a === 'system-file') - Number(b === 'system-file') || others.length - some.length,
  );
  return (
    <details className="small" data-testid="import-unusable">
      <summary>{t('surfaces.import.unusable', { n: files.length })}</summary>
      {reasons.map(([why, some]) => (
        <div key={why}>
          <p>
            {problemText(why)} <span className="soft num">({some.length})</span>
          </p>
          <ul className="unusable">
            {some.slice(0, SHOWN).map(({ file }, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an archive may hold two members of one name
              <li key={n} className="mono">
                {file}
              </li>
            ))}
          </ul>
          {some.length > SHOWN && (
            <p className="soft">{t('surfaces.import.andMore', { n: some.length - SHOWN })}</p>
          )}
        </div>
      ))}
    </details>
  );
}
