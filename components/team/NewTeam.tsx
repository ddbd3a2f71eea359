import { useId, useState } from 'react';
import { makeTeam, type NewTeam as Wanted } from '../../lib/app/team/acts.ts';
import { bakedHost } from '../../lib/app/team/baked-host.ts';
import { t } from '../../lib/i18n/index.ts';
import { TeamField } from './TeamField.tsx';
import { TeamForm } from './TeamForm.tsx';
import { useAct } from './useAct.ts';

const EMPTY: Wanted = {
  url: bakedHost,
  user: '',
  password: '',
  admin: '',
  adminPassword: '',
  name: '',
  replicas: 1,
  gigabytes: 10,
};

/** Setting up a team: the server, who may use it, and this seat's name. */
export function NewTeam({ onClose }: { onClose: () => void }) {
  const [wanted, setWanted] = useState(EMPTY);
  const act = useAct();
  const id = useId();
  const set = (part: Partial<Wanted>) => setWanted({ ...wanted, ...part });
  const field = (name: 'url' | 'user' | 'password' | 'admin' | 'adminPassword' | 'name', help?: string) => (
    <TeamField
      label={t(`team.form.${name}`)}
      help={help && t(`team.form.${help}`)}
      value={wanted[name]}
      onChange={(value) => set({ [name]: value })}
      type={/password/i.test(name) ? 'password' : 'text'}
      testId={`team-${name}`}
    />
  );
  return (
    <TeamForm
      act={act}
      onSubmit={() => void act.run(() => makeTeam(wanted))}
      onClose={onClose}
      label={t('team.form.create')}
      busyLabel={t('team.form.creating')}
      testId="team-form"
      submitTestId="team-create"
    >
      {!bakedHost && field('url', 'urlHelp')}
      {field('name', 'nameHelp')}
      <div className="team-pair">
        {field('user')}
        {field('password')}
      </div>
      <div className="team-pair">
        {field('admin', 'adminHelp')}
        {field('adminPassword')}
      </div>
      <div className="team-pair">
        <div className="team-field">
          <label htmlFor={id}>{t('team.form.replicas')}</label>
          <select
            id={id}
            className="select"
            value={wanted.replicas}
            data-testid="team-replicas"
            onChange={(event) => set({ replicas: event.target.value === '3' ? 3 : 1 })}
          >
            <option value={1}>{t('team.form.one')}</option>
            <option value={3}>{t('team.form.three')}</option>
          </select>
        </div>
        <TeamField
          label={`${t('team.form.gigabytes')} (${t('team.form.gb')})`}
          value={String(wanted.gigabytes)}
          type="number"
          onChange={(value) => set({ gigabytes: Math.max(0.1, Number(value) || 0.1) })}
          testId="team-gigabytes"
        />
      </div>
    </TeamForm>
  );
}
