import { useState } from 'react';
import { t } from '../../lib/i18n/index.ts';

interface Props {
  /** Begins the names of the buttons for tests: `NAME-run` opens the question, `NAME-yes` answers it. */
  name: string;
  /** What the first button says. */
  act: string;
  question: string;
  yes: string;
  disabled: boolean;
  /** Called once a person has said yes. */
  onYes(): void;
}

/** A button for what cannot be taken back: it asks, and only the answer acts. */
export function AskTwice({ name, act, question, yes, disabled, onYes }: Props) {
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <div className="row-wrap">
        <button
          type="button"
          className="btn"
          data-testid={`${name}-run`}
          disabled={disabled}
          onClick={() => setAsking(true)}
        >
          {act}
        </button>
      </div>
    );
  return (
    <div className="row-wrap warn-line" role="alert">
      <span className="grow">{question}</span>
      <button
        type="button"
        className="btn"
        data-testid={`${name}-yes`}
        onClick={() => {
          setAsking(false);
          onYes();
        }}
      >
        {yes}
      </button>
      <button type="button" className="btn" onClick={() => setAsking(false)}>
        {t('cases.ui.free.no')}
      </button>
    </div>
  );
}
