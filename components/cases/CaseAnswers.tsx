import { ExternalLink } from 'lucide-react';
import { useId, useState } from 'react';
import type { CaseView } from '../../lib/app/cases/case-data.ts';
import { fileAnswer, SHOT_MAX } from '../../lib/app/cases/cases.ts';
import { savePhoto } from '../../lib/app/cases/save-photo.ts';
import { type Checker, offersOf } from '../../lib/cases/checkers.ts';
import { formatBytes, formatInstant, formatList, t } from '../../lib/i18n/index.ts';
import { tryTo } from '../state/notices.ts';

/** For photos whose generator is known or suspected: the maker's own checker, and its answer filed as an exhibit. */
export function CaseAnswers({ view }: { view: CaseView }) {
  const { claim, evidence, findings, notes } = view.dossier;
  const offers = offersOf(findings.map(({ finding }) => finding));
  const answers = notes.filter((note) => note.answer);
  const photos = [
    ...new Set(evidence.flatMap(({ sha256, kind }) => (sha256 && kind === 'photo' ? [sha256] : []))),
  ];
  const shown = offers.filter((offer) => photos.includes(offer.photo));
  if (shown.length === 0 && answers.length === 0) return null;
  return (
    <section className="card pad stack" data-testid="case-answers">
      <h2>{t('cases.ui.answers.title')}</h2>
      <p className="small soft">{t('cases.ui.answers.help')}</p>
      {answers.map((note) => (
        <div key={note.id} data-testid="answer-filed">
          <p className="tiny soft num">
            {t('cases.ui.answers.filed', { at: formatInstant(note.at), name: note.answer?.checker ?? '' })}
          </p>
          <p className="case-note small">{note.text}</p>
        </div>
      ))}
      {shown.map((offer) => (
        <div key={offer.photo} className="stack">
          <h3>{t('cases.ui.answers.photo', { n: photos.indexOf(offer.photo) + 1 })}</h3>
          <div className="row-wrap">
            {[false, true].map((masked) => (
              <button
                key={String(masked)}
                type="button"
                className="btn"
                data-testid={masked ? 'answer-save-masked' : 'answer-save'}
                onClick={() =>
                  void tryTo('save photo', t('surfaces.errors.mask'), () => savePhoto(offer.photo, masked))
                }
              >
                {t(masked ? 'cases.ui.answers.saveMasked' : 'cases.ui.answers.save')}
              </button>
            ))}
          </div>
          <p className="tiny soft">{t('cases.ui.answers.maskedNote')}</p>
          {offer.checkers.map((checker) => (
            <CheckerCard key={checker.id} checker={checker} photo={offer.photo} claimKey={claim.key} />
          ))}
        </div>
      ))}
      <p className="tiny soft">{t('cases.ui.answers.none')}</p>
    </section>
  );
}

const typeName = (mime: string): string => mime.replace('image/', '').toUpperCase();

function CheckerCard({ checker, photo, claimKey }: { checker: Checker; photo: string; claimKey: string }) {
  const [text, setText] = useState('');
  const [shot, setShot] = useState<File | null>(null);
  const id = useId();
  const tooLarge = shot !== null && shot.size > SHOT_MAX;
  const file = () =>
    void tryTo('answer', t('cases.ui.answers.failed'), async () => {
      await fileAnswer(claimKey, { checker: checker.name, url: checker.url, photo, text, shot });
      setText('');
      setShot(null);
    });
  return (
    <div className="stack" data-testid={`desk-${checker.id}`}>
      <a className="btn" href={checker.url} target="_blank" rel="noreferrer noopener">
        <ExternalLink aria-hidden="true" />
        {t('cases.ui.answers.open', { name: checker.name })}
      </a>
      <p className="small soft">
        {t('cases.ui.answers.takes', {
          marks: formatList([...checker.marks]),
          types: checker.mimes.map(typeName).join(', '),
          size: checker.maxBytes === null ? undefined : formatBytes(checker.maxBytes),
        })}
        {checker.signIn && ` ${t('cases.ui.answers.signIn')}`}
      </p>
      <p className="tiny soft">
        {t('cases.ui.answers.asOf', { date: checker.read, source: checker.source })}
      </p>
      <label className="field-label" htmlFor={id}>
        {t('cases.ui.answers.text')}
      </label>
      <textarea
        id={id}
        className="text-area"
        rows={2}
        maxLength={4000}
        value={text}
        data-testid="answer-text"
        onChange={(event) => setText(event.target.value)}
      />
      <div className="row-wrap">
        <label className="btn">
          {t('cases.ui.answers.shot')}
          <input
            type="file"
            className="visually-hidden"
            accept="image/png,image/jpeg,image/webp"
            data-testid="answer-shot"
            onChange={(event) => setShot(event.target.files?.[0] ?? null)}
          />
        </label>
        <button
          type="button"
          className="btn"
          data-testid="answer-file"
          disabled={(text.trim() === '' && !shot) || tooLarge}
          onClick={file}
        >
          {t('cases.ui.answers.file')}
        </button>
      </div>
      {shot && (
        <p className="small" role={tooLarge ? 'alert' : undefined}>
          {tooLarge
            ? t('cases.ui.answers.shotTooLarge')
            : t('cases.ui.answers.shotHave', { name: shot.name })}
        </p>
      )}
    </div>
  );
}
