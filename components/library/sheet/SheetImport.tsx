import { Table2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { importAddresses } from '../../../lib/app/claims/commands.ts';
import { namedHosts } from '../../../lib/app/manifest.ts';
import type { TextEncoding } from '../../../lib/formats/text-encoding.ts';
import { t } from '../../../lib/i18n/index.ts';
import {
  type BesideFile,
  besideOf,
  mappingOf,
  picturesOf,
  readSheets,
  type SheetFile,
  type SheetPicture,
} from '../../../lib/library/sheet.ts';
import { requestHosts } from '../../../lib/platform/permissions.ts';
import { useImportRun } from '../../state/import-run.ts';
import { tryTo } from '../../state/notices.ts';
import { SheetColumns } from './SheetColumns.tsx';
import { SheetPreview } from './SheetPreview.tsx';
import { SheetRows } from './SheetRows.tsx';
import './SheetImport.css';

interface Props {
  file: File;
  read: SheetFile;
  /** Files that its cells name and that were given with it. */
  beside: BesideFile[];
  /** Called with the paths of the files among them that the import took. */
  onDone(taken: Set<string>): void;
}

/** `https://*.alicdn.com/*` covers `img.alicdn.com` and `alicdn.com`. */
function covers(pattern: string, host: string): boolean {
  const named = pattern.replace(/^https:\/\//, '').replace(/\/.*$/, '');
  return named.startsWith('*.') ? host === named.slice(2) || host.endsWith(named.slice(1)) : host === named;
}

/** Patterns to ask for, and hosts that cannot be reached at all: only the consoles' own picture hosts are. */
function hostsOf(pictures: SheetPicture[]): { patterns: string[]; foreign: string[] } {
  const known = namedHosts().pictures;
  const hosts = [...new Set(pictures.flatMap(({ url }) => (url ? [new URL(url).hostname] : [])))];
  const patterns = new Set<string>();
  const foreign: string[] = [];
  for (const host of hosts) {
    const fitting = known.filter((pattern) => covers(pattern, host));
    if (fitting.length === 0) foreign.push(host);
    for (const pattern of fitting) patterns.add(pattern);
  }
  return { patterns: [...patterns], foreign };
}

/** Pictures that lie in the sheet or beside it, as files of their product. */
const embeddedFiles = (pictures: SheetPicture[], name: string) =>
  pictures.flatMap(({ productKey, title, itemId, embedded }) =>
    embedded
      ? [
          {
            path: embedded.path ?? `${name}/${title.replaceAll('/', '-')}/${embedded.name}`,
            bytes: embedded.bytes,
            product: { key: productKey, title, itemIds: itemId ? [itemId] : [] },
          },
        ]
      : [],
  );

/** A spreadsheet before its import: what each column means, how the first rows are read, and which hosts are needed. */
export function SheetImport({ file, read, beside, onDone }: Props) {
  const [found, setFound] = useState(read);
  const [at, setAt] = useState(read.best);
  const sheet = found.sheets[at] ?? found.sheets[0]!;
  const [mapping, setMapping] = useState(() => mappingOf(sheet));
  const [busy, setBusy] = useState(false);
  const { startListed } = useImportRun();
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const [taken] = useState(() => new Set<string>());
  const find = useMemo(() => besideOf(beside), [beside]);
  const goods = useMemo(() => picturesOf(sheet, mapping, find), [sheet, mapping, find]);
  /** Tables of the file that hold pictures and were neither imported nor passed over. */
  const others = useMemo(
    () =>
      found.sheets.flatMap((other, index) =>
        index !== at &&
        !done.has(index) &&
        !other.hidden &&
        picturesOf(other, mappingOf(other), find).pictures.length > 0
          ? [index]
          : [],
      ),
    [found, at, done, find],
  );
  const { patterns, foreign } = useMemo(() => hostsOf(goods.pictures), [goods]);
  const show = (next: SheetFile, index: number) => {
    setFound(next);
    setAt(index);
    setMapping(mappingOf(next.sheets[index]!));
  };
  const decode = async (encoding: TextEncoding) => {
    const next = await tryTo('sheet', t('surfaces.sheet.unreadable'), () => readSheets(file, encoding));
    if (next) show(next, next.best);
  };
  const goOn = () => {
    const [next] = others;
    if (next === undefined) return onDone(taken);
    setDone(new Set([...done, at]));
    show(found, next);
  };
  const start = async () => {
    setBusy(true);
    await tryTo('sheet import', t('surfaces.sheet.failed'), async () => {
      // First of all: the browser only shows its question while the click is fresh.
      if (patterns.length > 0) await requestHosts(patterns);
      const addressed = goods.pictures.filter(({ url }) => url !== '');
      if (addressed.length > 0) await importAddresses(addressed);
      const embedded = embeddedFiles(goods.pictures, file.name);
      for (const { path } of embedded) taken.add(path);
      void startListed(embedded, 'sheet');
      goOn();
    });
    setBusy(false);
  };
  return (
    <section className="card pad stack" data-testid="sheet-import" aria-label={t('surfaces.sheet.title')}>
      <h2 className="row">
        <Table2 aria-hidden="true" size={18} />
        {t('surfaces.sheet.title')} <span className="soft small clip">{file.name}</span>
      </h2>
      <SheetColumns
        found={found}
        at={at}
        mapping={mapping}
        onSheet={(index) => show(found, index)}
        onEncoding={(encoding) => void decode(encoding)}
        onMapping={setMapping}
      />
      <SheetPreview sheet={sheet} goods={goods} />
      <p className="small soft num">
        {t('surfaces.sheet.found', {
          images: goods.pictures.length,
          products: new Set(goods.pictures.map(({ productKey }) => productKey)).size,
          unusable: goods.unusable.length,
        })}
        {sheet.outside > 0 && ` ${t('surfaces.sheet.outside', { n: sheet.outside })}`}
        {found.elsewhere > 0 && ` ${t('surfaces.sheet.elsewhere', { n: found.elsewhere })}`}
        {foreign.length > 0 && ` ${t('surfaces.sheet.foreign', { hosts: foreign.slice(0, 5) })}`}
      </p>
      {others.length > 0 && (
        <p className="small soft" data-testid="sheet-more">
          {t('surfaces.sheet.more', { n: others.length })}
        </p>
      )}
      {goods.unusable.length > 0 && (
        <SheetRows rows={goods.unusable} said="unusableRows" testId="sheet-unusable" />
      )}
      {goods.doubtful.length > 0 && (
        <SheetRows rows={goods.doubtful} said="doubtfulRows" testId="sheet-doubtful" />
      )}
      <div className="row-wrap">
        <button
          type="button"
          className="btn btn-primary"
          data-testid="sheet-start"
          disabled={busy || goods.pictures.length === 0}
          onClick={() => void start()}
        >
          {t('surfaces.sheet.start')}
        </button>
        {others.length > 0 && (
          <button type="button" className="btn" disabled={busy} data-testid="sheet-skip" onClick={goOn}>
            {t('surfaces.sheet.skip')}
          </button>
        )}
        <button type="button" className="btn" disabled={busy} onClick={() => onDone(taken)}>
          {t('surfaces.sheet.cancel')}
        </button>
      </div>
    </section>
  );
}
