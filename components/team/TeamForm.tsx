import type { FormEvent, ReactNode } from 'react';
import { t } from '../../lib/i18n/index.ts';
import { TeamFault } from './TeamFault.tsx';
import type { Act } from './useAct.ts';

interface Props {
  act: Act;
  /** What the form does, when it is sent. */
  onSubmit(): void;
  onClose(): void;
  /** What the button says, and while it is done. */
  label: string;
  busyLabel: string;
  testId: string;
  submitTestId: string;
  children: ReactNode;
}

/** The frame of the team's forms: fields, why it was not done, and the two buttons. */
export function TeamForm({
  act,
  onSubmit,
  onClose,
  label,
  busyLabel,
  testId,
  submitTestId,
  children,
}: Props) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="stack team-form" onSubmit={submit} data-testid={testId}>
      {children}
      <TeamFault fault={act.fault} />
      <div className="row-wrap">
        <button type="submit" className="btn btn-primary" disabled={act.busy} data-testid={submitTestId}>
          {act.busy ? busyLabel : label}
        </button>
        <button type="button" className="btn btn-quiet" onClick={onClose} disabled={act.busy}>
          {t('team.cancel')}
        </button>
      </div>
    </form>
  );
}
