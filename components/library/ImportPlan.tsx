import { useState } from 'react';
import { ENCODINGS, type TextEncoding } from '../../lib/formats/text-encoding.ts';
import { t } from '../../lib/i18n/index.ts';
import type { LevelChoice, ProductLevel } from '../../lib/library/path-products.ts';
import { useImportRun } from '../state/import-run.ts';
import './ImportPlan.css';

/** No packer writes names in UTF-16. */
const OF_NAMES = ENCODINGS.filter((encoding) => !encoding.startsWith('utf-16'));

/** Products named before the start; the rest is counted. */
const SHOWN = 60;

function levelName({ level, products }: LevelChoice): string {
  const n = products.length;
  if (level === 'auto') return t('surfaces.import.plan.auto', { n });
  if (level === 0) return t('surfaces.import.plan.eachFile', { n });
  return t('surfaces.import.plan.level', { level, n });
}

/** Which products an import of folders will make, shown before it starts, with the choice of the folder that is the product. */
export function ImportPlan() {
  const run = useImportRun();
  const [level, setLevel] = useState<ProductLevel>('auto');
  const choices = run.plan?.choices ?? [];
  const chosen = choices.find((choice) => choice.level === level) ?? choices[0];
  if (!chosen) return null;
  return (
    <section
      className="card pad stack"
      data-testid="import-plan"
      aria-label={t('surfaces.import.plan.title')}
    >
      <h2>{t('surfaces.import.plan.title')}</h2>
      <p className="small soft">{t('surfaces.import.plan.text', { files: run.total })}</p>
      <label className="plan-level small">
        <span>{t('surfaces.import.plan.choose')}</span>
        <select
          className="select"
          data-testid="import-level"
          value={String(chosen.level)}
          onChange={({ target: { value } }) => setLevel(value === 'auto' ? value : Number(value))}
        >
          {choices.map((choice) => (
            <option key={choice.level} value={String(choice.level)}>
              {levelName(choice)}
            </option>
          ))}
        </select>
      </label>
      {run.plan?.encoding && (
        <label className="plan-level small">
          <span>{t('surfaces.import.plan.names')}</span>
          <select
            className="select"
            data-testid="import-encoding"
            value={run.plan.encoding}
            onChange={({ target: { value } }) => void run.readNamesAs(value as TextEncoding)}
          >
            {OF_NAMES.map((encoding) => (
              <option key={encoding} value={encoding}>
                {t(`surfaces.sheet.encodings.${encoding}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <ul className="plan-products small" data-testid="import-products">
        {chosen.products.slice(0, SHOWN).map(({ key, title, files }) => (
          <li key={key} title={key.slice('file:'.length)}>
            <span className="clip">{title}</span> <span className="soft num">{files}</span>
          </li>
        ))}
      </ul>
      {chosen.products.length > SHOWN && (
        <p className="small soft">{t('surfaces.import.andMore', { n: chosen.products.length - SHOWN })}</p>
      )}
      <div className="row-wrap">
        <button
          type="button"
          className="btn btn-primary"
          data-testid="import-start"
          onClick={() => void run.begin(chosen.level)}
        >
          {t('surfaces.sheet.start')}
        </button>
        <button type="button" className="btn" onClick={run.clear}>
          {t('surfaces.sheet.cancel')}
        </button>
      </div>
    </section>
  );
}
