import { ImagePlus } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { checkLoosePhoto } from '../../lib/app/claims/commands.ts';
import { logOf } from '../../lib/base/log.ts';
import { has, t } from '../../lib/i18n/index.ts';
import { useNotices } from '../state/notices.ts';
import './DropPhoto.css';

const log = logOf('claims');

/** The reason in words when a file is no picture that can be checked. */
function refusal(error: unknown): string {
  const problem =
    typeof error === 'object' && error !== null && 'problem' in error ? String(error.problem) : '';
  const key = `surfaces.drop.problems.${problem}`;
  return has(key) ? t(key) : t('surfaces.drop.failed');
}

/** Takes a photo by drop, paste or picker, checks it against everything, and leads to the answer. */
export function DropPhoto({ onChecked, children }: { onChecked(key: string): void; children?: ReactNode }) {
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const say = useNotices((state) => state.say);
  const check = useRef<(files: Iterable<File>) => Promise<void>>(async () => {});
  check.current = async (files) => {
    const [file] = files;
    if (!file) return;
    setBusy(true);
    try {
      onChecked(await checkLoosePhoto(file));
    } catch (error) {
      log.error('checking a photo failed', error);
      say(refusal(error));
    } finally {
      setBusy(false);
    }
  };

  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void check.current(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way in; the button inside does the same by key
    <div
      className={over ? 'drop-photo drop-over' : 'drop-photo'}
      data-testid="drop-photo"
      aria-busy={busy}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void check.current(event.dataTransfer.files);
      }}
    >
      <label className="drop-label small">
        <ImagePlus aria-hidden="true" />
        <span>{t(busy ? 'surfaces.drop.busy' : 'surfaces.drop.text')}</span>
        <input
          type="file"
          accept="image/*,.heic,.heif"
          className="visually-hidden"
          data-testid="drop-photo-input"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            void check.current(files);
          }}
        />
      </label>
      {children}
    </div>
  );
}
