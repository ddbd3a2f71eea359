import { Paperclip } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { attachPhoto, LOOSE } from '../../../lib/app/claims/loose-photos.ts';
import { watchClaims } from '../../../lib/app/claims/queries.ts';
import { t } from '../../../lib/i18n/index.ts';
import { useLive } from '../../live/useLive.ts';
import { goTo } from '../../route/useRoute.ts';
import { tryTo, useNotices } from '../../state/notices.ts';
import { consoleName } from '../../ui/console-name.ts';
import { claimLine, claimTitle } from '../ClaimFacts.tsx';
import '../../ui/Dialog.css';
import './AttachPhoto.css';

/** Claims offered at once; a search narrows them down. */
const OFFERED = 30;

/** Makes a loose photo evidence of a claim that the seller looks up. */
export function AttachPhoto({ claimKey }: { claimKey: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <button type="button" className="btn" data-testid="attach-photo">
          <Paperclip aria-hidden="true" />
          {t('surfaces.attach.action')}
        </button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog card">
          <Dialog.Title>{t('surfaces.attach.title')}</Dialog.Title>
          <Dialog.Description className="small soft">{t('surfaces.attach.text')}</Dialog.Description>
          {open && <Choices claimKey={claimKey} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Choices({ claimKey }: { claimKey: string }) {
  const [text, setText] = useState('');
  const say = useNotices((state) => state.say);
  const found = useLive(() => watchClaims({ text, limit: OFFERED }), text).value ?? [];
  const claims = found.filter(({ row }) => row.console !== LOOSE);
  const attach = (key: string, claim: string) =>
    void tryTo('attach', t('surfaces.errors.attach'), async () => {
      await attachPhoto(claimKey, key);
      say(t('surfaces.attach.done', { claim }));
      goTo('claims', key);
    });
  return (
    <>
      <input
        type="search"
        className="input"
        value={text}
        placeholder={t('surfaces.attach.search')}
        aria-label={t('surfaces.attach.search')}
        data-testid="attach-search"
        onChange={(event) => setText(event.target.value)}
      />
      <ul className="attach-list">
        {claims.map(({ row }) => (
          <li key={row.key}>
            <button
              type="button"
              className="attach-choice"
              data-testid="attach-choice"
              data-key={row.key}
              onClick={() => attach(row.key, row.claim.claimId)}
            >
              <span>{claimTitle(row)}</span>
              <span className="tiny soft">
                {[
                  consoleName(row.console),
                  row.claim.orderId ?? row.claim.claimId,
                  claimLine(row.claim),
                ].join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {claims.length === 0 && <p className="small soft">{t('surfaces.attach.none')}</p>}
    </>
  );
}
