import { Camera, Copy, TextCursorInput } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useRef, useState } from 'react';
import { recordRequest } from '../../../lib/app/cases/cases.ts';
import { clockOf } from '../../../lib/cases/clock.ts';
import { answerBy, dueText } from '../../../lib/cases/texts/due.ts';
import { freshRequest } from '../../../lib/cases/texts/fresh-request.ts';
import { quickRequest } from '../../../lib/cases/texts/quick-request.ts';
import type { Claim } from '../../../lib/claims/model.ts';
import { getLocale, LOCALES, type Locale, t } from '../../../lib/i18n/index.ts';
import { useNotices } from '../../state/notices.ts';
import { deliverText } from '../deliver-text.ts';
import '../../ui/Dialog.css';
import './FreshEvidence.css';

interface Draft {
  locale: Locale;
  fresh: ReturnType<typeof freshRequest>;
  dueAt: string;
  text: string;
}

function draftOf(
  claim: Claim,
  locale: Locale,
  fresh = freshRequest((b) => crypto.getRandomValues(b)),
): Draft {
  const dueAt = answerBy(clockOf(claim), Date.now());
  return { locale, fresh, dueAt, text: quickRequest(claim, locale, fresh, dueText(dueAt)) };
}

interface Props {
  claim: Claim;
  /** Shown at once and without its button. */
  startOpen?: boolean;
  onClose?(): void;
}

/** Asks the buyer for fresh evidence in two clicks: open, copy. The seller sends it; nothing is sent from here. */
export function FreshEvidence({ claim, startOpen = false, onClose }: Props) {
  const [draft, setDraft] = useState<Draft | null>(() => (startOpen ? draftOf(claim, getLocale()) : null));
  const say = useNotices((state) => state.say);
  const copy = useRef<HTMLButtonElement>(null);
  const deliver = (how: 'copy' | 'insert', sent: Draft) => {
    const record = () =>
      recordRequest(claim.key, {
        template: 'T1',
        code: sent.fresh.code,
        text: sent.text,
        dueAt: sent.dueAt,
      });
    void deliverText(how, claim.key, sent.text, record, true).then(say);
  };
  return (
    <Dialog.Root
      defaultOpen={startOpen}
      onOpenChange={(open) => {
        setDraft(open ? draftOf(claim, getLocale()) : null);
        if (!open) onClose?.();
      }}
    >
      {!startOpen && (
        <Dialog.Trigger asChild>
          <button type="button" className="btn" data-testid="fresh-evidence">
            <Camera aria-hidden="true" />
            {t('surfaces.fresh.ask')}
          </button>
        </Dialog.Trigger>
      )}
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content
          className="dialog card"
          onOpenAutoFocus={(event) => {
            // The text is ready as it stands: one more key copies it.
            event.preventDefault();
            copy.current?.focus();
          }}
        >
          <Dialog.Title>{t('surfaces.fresh.title')}</Dialog.Title>
          <Dialog.Description className="small soft">{t('surfaces.fresh.why')}</Dialog.Description>
          {draft && (
            <>
              <label className="row small">
                {t('surfaces.fresh.language')}
                <select
                  className="select"
                  value={draft.locale}
                  onChange={(event) => setDraft(draftOf(claim, event.target.value as Locale, draft.fresh))}
                >
                  {LOCALES.map((locale) => (
                    <option key={locale} value={locale}>
                      {t(`settings.look.locales.${locale}`)}
                    </option>
                  ))}
                </select>
              </label>
              <textarea
                className="fresh-text"
                rows={11}
                value={draft.text}
                aria-label={t('surfaces.fresh.title')}
                onChange={(event) => setDraft({ ...draft, text: event.target.value })}
              />
              <div className="row-wrap dialog-acts">
                <span className="tiny soft grow num">
                  {t('surfaces.fresh.length', { n: [...draft.text].length })}
                </span>
                <Dialog.Close asChild>
                  <button type="button" className="btn">
                    {t('surfaces.close')}
                  </button>
                </Dialog.Close>
                <Dialog.Close asChild>
                  <button
                    type="button"
                    className="btn"
                    data-testid="fresh-insert"
                    title={t('cases.ui.insert.help')}
                    onClick={() => deliver('insert', draft)}
                  >
                    <TextCursorInput aria-hidden="true" />
                    {t('cases.ui.insert.action')}
                  </button>
                </Dialog.Close>
                <Dialog.Close asChild>
                  <button
                    ref={copy}
                    type="button"
                    className="btn btn-primary"
                    data-testid="fresh-copy"
                    onClick={() => deliver('copy', draft)}
                  >
                    <Copy aria-hidden="true" />
                    {t('surfaces.fresh.copy')}
                  </button>
                </Dialog.Close>
              </div>
            </>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
