import { useId, useState } from 'react';
import type { CaseView } from '../../lib/app/cases/case-data.ts';
import { addNote } from '../../lib/app/cases/cases.ts';
import { formatInstant, t } from '../../lib/i18n/index.ts';
import { tryTo } from '../state/notices.ts';

/** The seller's own notes, newest last. */
export function CaseNotes({ view }: { view: CaseView }) {
  const { notes, claim } = view.dossier;
  const [text, setText] = useState('');
  const id = useId();
  const save = () =>
    void tryTo('note', t('surfaces.errors.note'), async () => {
      await addNote(claim.key, text);
      setText('');
    });
  return (
    <section className="card pad stack" data-testid="case-notes">
      <h2>{t('cases.ui.view.notes')}</h2>
      <p className="tiny soft">{t('cases.ui.view.notesHelp')}</p>
      {notes
        .filter((note) => !note.answer && !note.place)
        .map((note) => (
          <div key={note.id}>
            <p className="tiny soft num">{formatInstant(note.at)}</p>
            <p className="case-note small">{note.text}</p>
          </div>
        ))}
      <label className="field-label" htmlFor={id}>
        {t('cases.ui.view.noteAdd')}
      </label>
      <textarea
        id={id}
        className="text-area"
        rows={2}
        maxLength={4000}
        value={text}
        data-testid="note-text"
        onChange={(event) => setText(event.target.value)}
      />
      <div className="row-wrap">
        <button
          type="button"
          className="btn"
          data-testid="note-save"
          disabled={text.trim() === ''}
          onClick={save}
        >
          {t('cases.ui.view.noteSave')}
        </button>
      </div>
    </section>
  );
}
