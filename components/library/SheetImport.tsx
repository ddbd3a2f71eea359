import { Table2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { importAddresses } from '../../lib/app/claims/commands.ts';
import { namedHosts } from '../../lib/app/manifest.ts';
import { t } from '../../lib/i18n/index.ts';
import {
  guessMapping,
  picturesOf,
  SHEET_FIELDS,
  type Sheet,
  type SheetMapping,
  type SheetPicture,
} from '../../lib/library/sheet.ts';
import { requestHosts } from '../../lib/platform/permissions.ts';
import { tryTo } from '../state/notices.ts';
import './SheetImport.css';

/** Rows shown before the start. */
const SAMPLE = 4;

interface Props {
  name: string;
  sheet: Sheet;
  onDone(): void;
}

/** `https://*.alicdn.com/*` covers `img.alicdn.com` and `alicdn.com`. */
function covers(pattern: string, host: string): boolean {
  const named = pattern.replace(/^https:\/\//, '').replace(/\/.*$/, '');
  return named.startsWith('*.') ? host === named.slice(2) || host.endsWith(named.slice(1)) : host === named;
}

/** Patterns to ask for, and hosts that cannot be reached at all: only the consoles' own picture hosts are. */
function hostsOf(pictures: SheetPicture[]): { patterns: string[]; foreign: string[] } {
  const known = namedHosts().pictures;
  const hosts = [...new Set(pictures.map((picture) => new URL(picture.url).hostname))];
  const patterns = new Set<string>();
  const foreign: string[] = [];
  for (const host of hosts) {
    const fitting = known.filter((pattern) => covers(pattern, host));
    if (fitting.length === 0) foreign.push(host);
    for (const pattern of fitting) patterns.add(pattern);
  }
  return { patterns: [...patterns], foreign };
}

/** A spreadsheet before its import: what each column means, what the first rows give, and which hosts are needed. */
export function SheetImport({ name, sheet, onDone }: Props) {
  const [mapping, setMapping] = useState<SheetMapping>(() => guessMapping(sheet.header));
  const [busy, setBusy] = useState(false);
  const found = useMemo(() => picturesOf(sheet, mapping), [sheet, mapping]);
  const { patterns, foreign } = useMemo(() => hostsOf(found.pictures), [found]);
  const products = new Set(found.pictures.map((picture) => picture.productKey)).size;
  const start = async () => {
    setBusy(true);
    await tryTo('sheet import', t('surfaces.sheet.failed'), async () => {
      // First of all: the browser only shows its question while the click is fresh.
      if (patterns.length > 0) await requestHosts(patterns);
      await importAddresses(found.pictures);
      onDone();
    });
    setBusy(false);
  };
  return (
    <section className="card pad stack" data-testid="sheet-import" aria-label={t('surfaces.sheet.title')}>
      <h2 className="row">
        <Table2 aria-hidden="true" size={18} />
        {t('surfaces.sheet.title')} <span className="soft small">{name}</span>
      </h2>
      <div className="sheet-fields">
        {SHEET_FIELDS.map((field) => (
          <label key={field} className="sheet-field small">
            <span>{t(`surfaces.sheet.fields.${field}`)}</span>
            <select
              className="select"
              value={mapping[field] ?? ''}
              data-testid={`sheet-${field}`}
              onChange={(event) =>
                setMapping((now) => ({
                  ...now,
                  [field]: event.target.value === '' ? undefined : Number(event.target.value),
                }))
              }
            >
              <option value="">{t('surfaces.sheet.noColumn')}</option>
              {sheet.header.map((column, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns are told apart by their place alone
                <option key={index} value={index}>
                  {column || t('surfaces.sheet.column', { n: index + 1 })}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <ul className="sheet-sample tiny">
        {found.pictures.slice(0, SAMPLE).map((picture) => (
          <li key={picture.productKey + picture.url}>
            <strong className="clip">{picture.title}</strong>{' '}
            <span className="soft mono clip">{picture.url}</span>
          </li>
        ))}
      </ul>
      <p className="small soft num">
        {t('surfaces.sheet.found', {
          images: found.pictures.length,
          products,
          unusable: found.unusable.length,
        })}
        {foreign.length > 0 && ` ${t('surfaces.sheet.foreign', { hosts: foreign.slice(0, 5) })}`}
      </p>
      {found.unusable.length > 0 && <UnusableRows rows={found.unusable} />}
      <div className="row-wrap">
        <button
          type="button"
          className="btn btn-primary"
          data-testid="sheet-start"
          disabled={busy || found.pictures.length === 0}
          onClick={() => void start()}
        >
          {t('surfaces.sheet.start')}
        </button>
        <button type="button" className="btn" disabled={busy} onClick={onDone}>
          {t('surfaces.sheet.cancel')}
        </button>
      </div>
    </section>
  );
}

/** Longest list drawn at once; the rest is counted. */
const ROWS_SHOWN = 100;

/** Every row that gives no picture, by its number in the sheet (the header is row 1), and why. */
function UnusableRows({ rows }: { rows: { row: number; why: string }[] }) {
  return (
    <details className="small" data-testid="sheet-unusable">
      <summary>{t('surfaces.sheet.unusableRows', { n: rows.length })}</summary>
      <ul className="unusable">
        {rows.slice(0, ROWS_SHOWN).map(({ row, why }) => (
          <li key={row}>
            <span className="mono">{t('surfaces.sheet.row', { row: row + 1 })}</span>{' '}
            <span className="soft">{t(`surfaces.sheet.rowProblems.${why}`)}</span>
          </li>
        ))}
      </ul>
      {rows.length > ROWS_SHOWN && (
        <p className="soft">{t('surfaces.import.andMore', { n: rows.length - ROWS_SHOWN })}</p>
      )}
    </details>
  );
}
