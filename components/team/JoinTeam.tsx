import { ScanQrCode } from 'lucide-react';
import { useState } from 'react';
import { joinTeam } from '../../lib/app/team/acts.ts';
import { invitationIn } from '../../lib/app/team/invitation-code.ts';
import { t } from '../../lib/i18n/index.ts';
import { tryTo } from '../state/notices.ts';
import { TeamField } from './TeamField.tsx';
import { TeamForm } from './TeamForm.tsx';
import { useAct } from './useAct.ts';

/** Joining by an invitation: its text, or a picture of its QR code. */
export function JoinTeam({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const [none, setNone] = useState(false);
  const act = useAct();
  const read = async (picture: File | undefined) => {
    if (!picture) return;
    const found = await tryTo('team', t('team.form.noCode'), () => invitationIn(picture));
    setNone(!found);
    if (found) setText(found);
  };
  return (
    <TeamForm
      act={act}
      onSubmit={() => void act.run(() => joinTeam(text, name))}
      onClose={onClose}
      label={t('team.form.join')}
      busyLabel={t('team.form.joining')}
      testId="team-join-form"
      submitTestId="team-join-now"
    >
      <TeamField
        label={t('team.form.invitation')}
        help={t('team.form.invitationHelp')}
        value={text}
        onChange={setText}
        rows={5}
        testId="team-invitation"
      />
      <div className="row-wrap">
        <label className="btn">
          <ScanQrCode aria-hidden="true" />
          {t('team.form.readCode')}
          <input
            type="file"
            className="visually-hidden"
            accept="image/*"
            data-testid="team-code-file"
            onChange={(event) => void read(event.target.files?.[0])}
          />
        </label>
        {none && (
          <p className="small" role="alert" data-testid="team-no-code">
            {t('team.form.noCode')}
          </p>
        )}
      </div>
      <TeamField
        label={t('team.form.name')}
        help={t('team.form.nameHelp')}
        value={name}
        onChange={setName}
        testId="team-name"
      />
    </TeamForm>
  );
}
