import { Copy, RefreshCw, TextCursorInput } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { CaseView } from '../../../lib/app/cases/case-data.ts';
import { recordRequest } from '../../../lib/app/cases/cases.ts';
import { watchSettings } from '../../../lib/app/claims/queries.ts';
import { clockOf } from '../../../lib/cases/clock.ts';
import { amountsFor, reachesAFigure } from '../../../lib/cases/law/amounts.ts';
import { composeText, type TextId } from '../../../lib/cases/texts/compose.ts';
import { answerBy, dueInstant, dueText } from '../../../lib/cases/texts/due.ts';
import { factsOf } from '../../../lib/cases/texts/facts.ts';
import { freshRequest } from '../../../lib/cases/texts/fresh-request.ts';
import { cutText, measureText, PRESETS, type PresetId } from '../../../lib/cases/texts/presets.ts';
import { getLocale, type Locale, t } from '../../../lib/i18n/index.ts';
import { deliverText } from '../../claim/deliver-text.ts';
import { useLive } from '../../live/useLive.ts';
import { useNotices } from '../../state/notices.ts';
import { SubmitPdf } from './SubmitPdf.tsx';
import { SubmitPictures } from './SubmitPictures.tsx';
import { TextFields } from './TextFields.tsx';
import { TextFit } from './TextFit.tsx';

/** Texts that ask the buyer for something: copying one records the request. */
const isRequest = (id: TextId): id is 'T1' | 'T2' => id === 'T1' || id === 'T2';
/** Rejections and appeals go into the platform's own field; what goes into a chat or a letter has no such limit. */
const usualPreset = (id: TextId): PresetId | '' =>
  id === 'T4' ? 'cn-200' : id === 'T5' || id === 'T6' ? 'cn-500' : '';
const isAppeal = (id: PresetId | ''): boolean => id !== '' && PRESETS[id].form === 'pdf';
const newRequest = () => freshRequest((bytes) => crypto.getRandomValues(bytes));

/** The twelve texts, filled from what was captured, measured against the place they go to. Nothing is sent from here. */
export function CaseTexts({ view }: { view: CaseView }) {
  const { dossier, sameAccount } = view;
  const figure = useLive(watchSettings).value?.provincialFigure;
  const [id, setId] = useState<TextId>('T1');
  const [locale, setLocale] = useState<Locale>(getLocale());
  const [presetId, setPresetId] = useState<PresetId | ''>(usualPreset('T1'));
  const [fresh, setFresh] = useState(newRequest);
  const [due, setDue] = useState(() => dueText(answerBy(clockOf(dossier.claim.claim), Date.now())));
  const [edited, setEdited] = useState<string | null>(null);
  const [lawAsked, setLawAsked] = useState(false);
  const say = useNotices((state) => state.say);
  const withLaw = lawAsked || reachesAFigure(amountsFor(sameAccount, dossier.claim.key, figure));

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
      <TextFields
        id={id}
        onId={(next) => {
          choose(() => setId(next));
          setPresetId(usualPreset(next));
        }}
        locale={locale}
        onLocale={(next) => choose(() => setLocale(next))}
        presetId={presetId}
        onPreset={(next) => {
          // The appeal's form takes the appeal's text and no other.
          if (isAppeal(next) && id !== 'T5') choose(() => setId('T5'));
          setPresetId(next);
        }}
        due={isRequest(id) ? due.replace(' ', 'T') : null}
        onDue={(next) => choose(() => setDue(next.replace('T', ' ')))}
        withLaw={withLaw}
      />
      {!withLaw && (
        <div>
          <button
            type="button"
            className="link-button"
            data-testid="law-texts"
            onClick={() => setLawAsked(true)}
          >
            {t('cases.ui.text.withLaw')}
          </button>
        </div>
      )}
      <textarea
        className="text-area"
        rows={12}
        value={text}
        aria-label={composed.title}
        data-testid="text-body"
        onChange={(event) => setEdited(event.target.value)}
      />
      <TextFit
        fit={fit}
        gaps={composed.gaps}
        onCut={preset ? () => setEdited(cutText(preset, text)) : undefined}
      />
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
          className="btn"
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
      {preset?.form === 'pdf' && <SubmitPdf dossier={dossier} preset={preset} locale={locale} text={text} />}
    </section>
  );
}
