import { CalendarClock, FileArchive, Printer, ShieldCheck, Stamp } from 'lucide-react';
import { useState } from 'react';
import type { CaseView } from '../../lib/app/cases/case-data.ts';
import { caseCalendar, type ExportedCase, exportPackage } from '../../lib/app/cases/case-export.ts';
import { watchCovered } from '../../lib/app/cases/masks.ts';
import { anchorTrust } from '../../lib/app/keeping/anchors.ts';
import { verifyToken } from '../../lib/cases/anchor/verify-token.ts';
import { PackageRefused, type Unbound } from '../../lib/cases/package/binding.ts';
import type { Unmask } from '../../lib/cases/package/claim-record.ts';
import { formatInstant, getLocale, type Locale, t } from '../../lib/i18n/index.ts';
import { saveFile } from '../../lib/platform/downloads.ts';
import { useBytesUrl } from '../live/useBytesUrl.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo } from '../state/notices.ts';
import { CaseAnchors } from './CaseAnchors.tsx';
import { LocaleField } from './LocaleField.tsx';

const UNMASK: readonly Unmask['what'][] = ['buyer', 'texts', 'originals'];
const UNMASK_TEXT = {
  buyer: 'cases.ui.export.unmaskBuyer',
  texts: 'cases.ui.export.unmaskTexts',
  originals: 'cases.ui.export.unmaskOriginals',
} as const;

/** The evidence package: made here, saved here; only what the seller saves leaves the browser. */
export function CasePackage({ view }: { view: CaseView }) {
  const { key, claim } = view.dossier.claim;
  const [locale, setLocale] = useState<Locale>(getLocale());
  const covered = useLive(() => watchCovered(key), key).value ?? 0;
  const [open, setOpen] = useState<Unmask['what'][]>([]);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<ExportedCase | null>(null);
  const [unbound, setUnbound] = useState<readonly Unbound[]>([]);
  const make = async () => {
    setBusy(true);
    setMade(null);
    const unmask = open
      .filter((what) => what !== 'originals' || covered > 0)
      .map((what) => ({ what, reason }));
    setUnbound([]);
    const answer = await tryTo('package', t('cases.ui.export.failed', { why: '' }), async () => {
      try {
        return await exportPackage(key, { locale, unmask });
      } catch (error) {
        if (!(error instanceof PackageRefused)) throw error;
        setUnbound(error.unbound);
        return null;
      }
    });
    setMade(answer ?? null);
    setBusy(false);
  };
  const saveCalendar = () =>
    void tryTo('calendar', t('surfaces.errors.calendar'), async () => {
      const file = await caseCalendar(key, locale);
      if (file) saveFile(`${claim.claimId}.ics`, file);
    });
  const blocked = open.length > 0 && reason.trim() === '';
  return (
    <section className="card pad stack" data-testid="case-package">
      <h2>{t('cases.ui.export.title')}</h2>
      <p className="small soft">{t('cases.ui.export.help')}</p>
      <div className="fields">
        <LocaleField
          label={t('cases.ui.export.language')}
          value={locale}
          testId="package-language"
          onChange={setLocale}
        />
      </div>
      {covered > 0 && (
        <p className="small" data-testid="package-covered">
          {t('cases.ui.export.covered', { n: covered })}
        </p>
      )}
      {UNMASK.filter((what) => what !== 'originals' || covered > 0).map((what) => (
        <label key={what} className="check-line">
          <input
            type="checkbox"
            checked={open.includes(what)}
            data-testid={`package-unmask-${what}`}
            onChange={(event) => {
              // What was made with another choice is not the one to hand out now.
              setMade(null);
              setOpen((now) => (event.target.checked ? [...now, what] : now.filter((one) => one !== what)));
            }}
          />
          <span>{t(UNMASK_TEXT[what])}</span>
        </label>
      ))}
      {open.length > 0 && (
        <label className="field-label">
          {t('cases.ui.export.unmaskReason')}
          <input
            className="input"
            value={reason}
            data-testid="package-unmask-reason"
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      )}
      <div className="row-wrap">
        <button
          type="button"
          className="btn btn-primary"
          data-testid="package-make"
          disabled={busy || blocked}
          onClick={() => void make()}
        >
          <FileArchive aria-hidden="true" />
          {t(busy ? 'cases.ui.export.making' : 'cases.ui.export.make')}
        </button>
        <button type="button" className="btn" data-testid="calendar-save" onClick={saveCalendar}>
          <CalendarClock aria-hidden="true" />
          {t('cases.ui.export.calendar')}
        </button>
        {blocked && <span className="tiny soft">{t('cases.ui.export.needReason')}</span>}
      </div>
      {unbound.length > 0 && (
        <div className="warn-line small stack" role="alert" data-testid="package-refused">
          <span>{t('cases.ui.export.unbound', { n: unbound.length })}</span>
          <ul>
            {unbound.map(({ part, ref, why }) => (
              <li key={`${part} ${ref}`}>
                {t(`cases.ui.export.parts.${part}`)} · {t(`cases.ui.export.whys.${why}`)} · <code>{ref}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      <CaseAnchors claimKey={key} />
      {made && <Made made={made} />}
    </section>
  );
}

function Made({ made }: { made: ExportedCase }) {
  const [token, setToken] = useState('');
  const zip = useBytesUrl(made.zip);
  const check = async (file: File | undefined) => {
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const answer = await verifyToken(bytes, made.manifestSha256, await anchorTrust(), made.exportedAt);
    setToken(
      answer.state === 'valid'
        ? t('cases.ui.export.fits', { at: formatInstant(answer.genTime), authority: answer.authority })
        : t(`cases.ui.export.tokens.${answer.why}`),
    );
  };
  return (
    <div className="stack" role="status" data-testid="package-made" data-sha={made.manifestSha256}>
      <p className="case-sha">{t('cases.ui.export.done', { sha: made.manifestSha256 })}</p>
      {made.missing.length > 0 && (
        <div className="warn-line small stack">
          <span>{t('cases.ui.export.missing', { n: made.missing.length })}</span>
          <ul>
            {made.missing.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="row-wrap">
        {zip && (
          <a className="btn" href={zip} download={made.fileName} data-testid="package-save">
            <FileArchive aria-hidden="true" />
            {t('cases.ui.export.save')}
          </a>
        )}
        <button
          type="button"
          className="btn"
          data-testid="report-print"
          onClick={() => printReport(made.report)}
        >
          <Printer aria-hidden="true" />
          {t('cases.ui.export.print')}
        </button>
        <button
          type="button"
          className="btn"
          title={t('cases.ui.export.stampHelp')}
          onClick={() => saveFile(`${made.manifestSha256.slice(0, 16)}.tsq`, made.timestampRequest)}
        >
          <Stamp aria-hidden="true" />
          {t('cases.ui.export.stamp')}
        </button>
        <label className="btn">
          <ShieldCheck aria-hidden="true" />
          {t('cases.ui.export.check')}
          <input
            type="file"
            accept=".tsr,.tst,.p7s"
            className="visually-hidden"
            onChange={(event) => void check(event.target.files?.[0])}
          />
        </label>
      </div>
      {token && <p className="small">{token}</p>}
    </div>
  );
}

/** Prints the report from a frame of its own, whose policy lets nothing run and nothing load. */
function printReport(markup: string): void {
  const frame = document.createElement('iframe');
  // Out of sight, yet laid out: one browser prints nothing of a frame that is not displayed.
  frame.className = 'print-frame';
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals');
  frame.addEventListener('load', () => {
    frame.contentWindow?.print();
    setTimeout(() => frame.remove(), 60_000);
  });
  frame.srcdoc = markup;
  document.body.append(frame);
}
