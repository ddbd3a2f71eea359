import { useId } from 'react';

interface Props {
  label: string;
  help?: string;
  value: string;
  onChange(value: string): void;
  type?: 'text' | 'password' | 'number';
  testId: string;
  rows?: number;
}

/** One labelled field of the team's forms. */
export function TeamField({ label, help, value, onChange, type = 'text', testId, rows }: Props) {
  const id = useId();
  const common = {
    id,
    className: 'input',
    value,
    autoComplete: 'off',
    spellCheck: false,
    'data-testid': testId,
    'aria-describedby': help ? `${id}-help` : undefined,
  };
  return (
    <div className="team-field">
      <label htmlFor={id}>{label}</label>
      {rows ? (
        <textarea {...common} rows={rows} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input {...common} type={type} onChange={(event) => onChange(event.target.value)} />
      )}
      {help && (
        <p id={`${id}-help`} className="tiny soft">
          {help}
        </p>
      )}
    </div>
  );
}
