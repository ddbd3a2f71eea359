import type { CaseView } from '../../lib/app/cases/case-data.ts';
import { formatInstant, t } from '../../lib/i18n/index.ts';
import './Place.css';

/** The places that were filed in a case, each as the row of patches that goes into its report. */
export function CasePlaces({ view }: { view: CaseView }) {
  const filed = view.dossier.notes.filter((note) => note.place);
  if (filed.length === 0) return null;
  return (
    <section className="card pad stack" data-testid="case-places">
      <h2>{t('surfaces.place.title')}</h2>
      <p className="tiny soft">{t('surfaces.place.limits')}</p>
      {filed.map((note) => (
        <figure key={note.id} className="stack" data-testid="place-exhibit">
          <p className="tiny soft num">{formatInstant(note.at)}</p>
          {note.shot && (
            <img className="place-filed" src={`data:${note.shot.mime};base64,${note.shot.base64}`} alt="" />
          )}
          <figcaption className="small">{note.text}</figcaption>
        </figure>
      ))}
    </section>
  );
}
