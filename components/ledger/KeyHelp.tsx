import { Keyboard } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { t } from '../../lib/i18n/index.ts';
import { KEYS } from './useLedgerKeys.ts';
import '../ui/Dialog.css';

interface Props {
  open: boolean;
  onOpen(open: boolean): void;
}

/** The list's keys, by button or by `?`. */
export function KeyHelp({ open, onOpen }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpen}>
      <Dialog.Trigger asChild>
        <button
          type="button"
          className="btn btn-quiet btn-icon"
          aria-label={t('surfaces.keys.open')}
          title={t('surfaces.keys.open')}
          data-testid="key-help"
        >
          <Keyboard aria-hidden="true" />
        </button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog card" aria-describedby={undefined}>
          <Dialog.Title>{t('surfaces.keys.title')}</Dialog.Title>
          <dl className="key-list small">
            {Object.keys(KEYS).map((key) => (
              <div key={key} className="row">
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{t(`surfaces.keys.acts.${key === '?' ? 'help' : key}`)}</dd>
              </div>
            ))}
          </dl>
          <div className="row-wrap dialog-acts">
            <Dialog.Close asChild>
              <button type="button" className="btn">
                {t('surfaces.close')}
              </button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
