import { Camera, Copy } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { freshRequest } from '../../lib/cases/texts/fresh-request.ts';
import type { Claim } from '../../lib/claims/model.ts';
import { t } from '../../lib/i18n/index.ts';
import { useNotices } from '../state/notices.ts';
import './FreshEvidence.css';

/** The request as text: friendly, with a code that nobody could know before, and another way for those who cannot film. */
function requestText(claim: Claim): string {
  const { code, action } = freshRequest((bytes) => crypto.getRandomValues(bytes));
  return t('surfaces.fresh.text', {
    goods: claim.items[0]?.title,
    code,
    action: t(`surfaces.fresh.actions.${action}`),
  });
}

/** Asks the buyer for fresh evidence in two clicks: open, copy. The seller sends it; nothing is sent from here. */
export function FreshEvidence({ claim }: { claim: Claim }) {
  const [text, setText] = useState('');
  const say = useNotices((state) => state.say);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say(t('surfaces.fresh.copied'));
    } catch (error) {
      console.error('copy', error);
      say(t('surfaces.fresh.copyFailed'));
    }
  };
  return (
    <Dialog.Root onOpenChange={(open) => open && setText(requestText(claim))}>
      <Dialog.Trigger asChild>
        <button type="button" className="btn" data-testid="fresh-evidence">
          <Camera aria-hidden="true" />
          {t('surfaces.fresh.ask')}
        </button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog card">
          <Dialog.Title>{t('surfaces.fresh.title')}</Dialog.Title>
          <Dialog.Description className="small soft">{t('surfaces.fresh.why')}</Dialog.Description>
          <textarea
            className="fresh-text"
            rows={9}
            value={text}
            aria-label={t('surfaces.fresh.title')}
            onChange={(event) => setText(event.target.value)}
          />
          <div className="row-wrap dialog-acts">
            <span className="tiny soft grow num">{t('surfaces.fresh.length', { n: [...text].length })}</span>
            <Dialog.Close asChild>
              <button type="button" className="btn">
                {t('surfaces.close')}
              </button>
            </Dialog.Close>
            <Dialog.Close asChild>
              <button
                type="button"
                className="btn btn-primary"
                data-testid="fresh-copy"
                onClick={() => void copy()}
              >
                <Copy aria-hidden="true" />
                {t('surfaces.fresh.copy')}
              </button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
