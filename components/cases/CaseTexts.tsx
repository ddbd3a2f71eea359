import { Copy, RefreshCw, TextCursorInput } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { CaseView } from '../../lib/app/cases/case-data.ts';
import { recordRequest } from '../../lib/app/cases/cases.ts';
import { watchSettings } from '../../lib/app/claims/queries.ts';
import { day } from '../../lib/cases/instants.ts';
import { composeText, TEXT_IDS, type TextId } from '../../lib/cases/texts/compose.ts';
import { factsOf } from '../../lib/cases/texts/facts.ts';
import { freshRequest } from '../../lib/cases/texts/fresh-request.ts';
import { cutText, measureText, PRESETS, type PresetId } from '../../lib/cases/texts/presets.ts';
import { getLocale, LOCALES, type Locale, t } from '../../lib/i18n/index.ts';
import { deliverText } from '../claim/deliver-text.ts';
import { useLive } from '../live/useLive.ts';
import { useNotices } from '../state/notices.ts';
import { SubmitPdf } from './SubmitPdf.tsx';
import { SubmitPictures } from './SubmitPictures.tsx';

const DAY_MS = 86_400_000;
/** Texts that ask the buyer for something: copying one records the request. */
const isRequest = (id: TextId): id is 'T1' | 'T2' => id === 'T1' || id === 'T2';
/** Rejections and appeals go into the platform's own field; what goes into a chat or a letter has no such limit. */
const usualPreset = (id: TextId): PresetId | '' =>
  id === 'T4' ? 'cn-200' : id === 'T5' || id === 'T6' ? 'cn-500' : '';
const newRequest = () => freshRequest((bytes) => crypto.getRandomValues(bytes));

/** The twelve texts, filled from what was captured, measured against the place they go to. Nothing is sent from here. */
export function CaseTexts({ view }: { view: CaseView }) {
  const { dossier, sameAccount } = view;
  const figure = useLive(watchSettings).value?.provincialFigure;
  const [id, setId] = useState<TextId>('T1');
  const [locale, setLocale] = useState<Locale>(getLocale());
  const [presetId, setPresetId] = useState<PresetId | ''>(usualPreset('T1'));
  const [fresh, setFresh] = useState(newRequest);
  const [due, setDue] = useState(() => day(new Date(Date.now() + DAY_MS).toISOString()));
  const [edited, setEdited] = useState<string | null>(null);
  const say = useNotices((state) => state.say);

  const composed = useMemo(() => {
    const facts = factsOf({
      dossier,
      locale,
      now: new Date().toISOString(),
      fresh,
      sameAccount,
      provincialFigureFen: figure === undefined ? undefined : figure * 100,
      entered: { dueAt: due },
    });
    return composeText(id, locale, facts);
  }, [dossier, sameAccount, figure, id, locale, fresh, due]);
  const text = edited ?? composed.text;
  const preset = presetId === '' ? null : PRESETS[presetId];
  const fit = preset && measureText(preset, text);
  const choose = (change: () => void) => {
    change();
    setEdited(null);
  };
  const record = async () => {
    if (isRequest(id))
      await recordRequest(dossier.claim.key, {
        template: id,
        code: fresh.code,
        text,
        dueAt: dueInstant(due),
      });
  };
  const deliver = (how: 'copy' | 'insert') =>
    deliverText(how, dossier.claim.key, text, record, isRequest(id)).then(say);
  return (
    <section className="card pad stack" data-testid="case-texts">
      <h2>{t('cases.ui.text.title')}</h2>
      <div className="fields">
        <label>
          {t('cases.ui.text.which')}
          <select
            className="select"
            value={id}
            data-testid="text-which"
            onChange={(event) => {
              const next = event.target.value as TextId;
              choose(() => setId(next));
              setPresetId(usualPreset(next));
            }}
          >
            {TEXT_IDS.map((one) => (
              <option key={one} value={one}>
                {t(`cases.texts.templates.${one}.title`)} ({t(`cases.texts.templates.${one}.for`)})
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('cases.ui.text.language')}
          <select
            className="select"
            value={locale}
            data-testid="text-language"
            onChange={(event) => choose(() => setLocale(event.target.value as Locale))}
          >
            {LOCALES.map((one) => (
              <option key={one} value={one}>
                {t(`settings.look.locales.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('cases.ui.text.preset')}
          <select
            className="select"
            value={presetId}
            data-testid="text-preset"
            onChange={(event) => setPresetId(event.target.value as PresetId | '')}
          >
            <option value="">{t('cases.ui.text.presetNone')}</option>
            {Object.values(PRESETS).map((one) => (
              <option key={one.id} value={one.id}>
                {t(`cases.presets.${one.id}`)}
              </option>
            ))}
          </select>
        </label>
        {isRequest(id) && (
          <label>
            {t('cases.ui.text.due')}
            <input
              type="date"
              className="input"
              value={due}
              onChange={(event) => choose(() => setDue(event.target.value))}
            />
          </label>
        )}
      </div>
      <textarea
        className="text-area"
        rows={12}
        value={text}
        aria-label={composed.title}
        data-testid="text-body"
        onChange={(event) => setEdited(event.target.value)}
      />
      <div className="row-wrap small">
        {fit && (
          <span className={fit.over > 0 ? 'num over' : 'num soft'} role="status" data-testid="text-count">
            {fit.max === null
              ? t('cases.ui.text.count', { used: fit.used })
              : t('cases.ui.text.countMax', { used: fit.used, max: fit.max })}
            {fit.over > 0 && ` · ${t('cases.ui.text.over', { over: fit.over })}`}
          </span>
        )}
        {preset && fit && fit.over > 0 && fit.max !== null && (
          <button type="button" className="link-button" onClick={() => setEdited(cutText(preset, text))}>
            {t('cases.ui.text.cut', { max: fit.max })}
          </button>
        )}
        {composed.gaps.length > 0 && (
          <span className="soft" data-testid="text-gaps">
            {t('cases.ui.text.gaps', { names: composed.gaps.map((name) => t(`cases.texts.gaps.${name}`)) })}
          </span>
        )}
      </div>
      <p className="tiny soft">{t('cases.ui.text.notice')}</p>
      <div className="row-wrap">
        {isRequest(id) && (
          <button type="button" className="btn" onClick={() => choose(() => setFresh(newRequest()))}>
            <RefreshCw aria-hidden="true" />
            {t('cases.ui.text.refresh')}
          </button>
        )}
        <button
          type="button"
          className="btn btn-primary"
          data-testid="text-copy"
          disabled={(fit?.over ?? 0) > 0}
          onClick={() => void deliver('copy')}
        >
          <Copy aria-hidden="true" />
          {t('cases.ui.text.copy')}
        </button>
        <button
          type="button"
          className="btn"
          data-testid="text-insert"
          disabled={(fit?.over ?? 0) > 0}
          title={t('cases.ui.insert.help')}
          onClick={() => void deliver('insert')}
        >
          <TextCursorInput aria-hidden="true" />
          {t('cases.ui.insert.action')}
        </button>
      </div>
      {preset && preset.form !== 'pdf' && (
        <SubmitPictures key={preset.id} dossier={dossier} preset={preset} />
      )}
      {preset?.form === 'pdf' && <SubmitPdf dossier={dossier} preset={preset} text={text} />}
    </section>
  );
}

/** The end of a day in Beijing, where the buyer reads the date. */
function dueInstant(date: string): string | null {
  const at = new Date(`${date}T23:59:59+08:00`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
