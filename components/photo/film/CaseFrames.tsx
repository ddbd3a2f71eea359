import type { CaseView } from '../../../lib/app/cases/case-data.ts';
import { formatInstant, t } from '../../../lib/i18n/index.ts';
import './FilmStrip.css';

/** The frames of videos that were filed in a case, each as it goes into its report. */
export function CaseFrames({ view }: { view: CaseView }) {
  const filed = view.dossier.notes.filter((note) => note.frame);
  if (filed.length === 0) return null;
  return (
    <section className="card pad stack" data-testid="case-frames">
      <h2>{t('surfaces.photo.framesFiled')}</h2>
      {filed.map((note) => (
        <figure key={note.id} className="stack">
          <p className="tiny soft num">{formatInstant(note.at)}</p>
          {note.shot && (
            <img
              className="film-large"
              src={`data:${note.shot.mime};base64,${note.shot.base64}`}
              alt={note.text}
            />
          )}
          <figcaption className="small">
            {note.text}
            <br />
            <code className="tiny film-hash">
              {t('cases.package.sha256')} {note.frame?.sha256}
            </code>
          </figcaption>
        </figure>
      ))}
    </section>
  );
}
