import { ImagePlus } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { checkLoosePhoto } from '../../lib/app/claims/loose-photos.ts';
import { logOf } from '../../lib/base/log.ts';
import { has, t } from '../../lib/i18n/index.ts';
import { useNotices } from '../state/notices.ts';
import { DropZone } from '../ui/DropZone.tsx';
import { useOpening } from './useOpening.ts';
import './DropPhoto.css';

const log = logOf('claims');

/** The reason in words when a file is no picture that can be checked. */
export function refusal(error: unknown): string {
  const problem =
    typeof error === 'object' && error !== null && 'problem' in error ? String(error.problem) : '';
  const key = `surfaces.drop.problems.${problem}`;
  return has(key) ? t(key) : t('surfaces.drop.failed');
}

interface Props {
  /** Called with the first photo's claim, once it is stored; of photos that follow quickly with the last one's. */
  onChecked(key: string): void;
  /** A single short line, where room is scarce. */
  small?: boolean;
  children?: ReactNode;
}

/** Takes photos by drop, paste or picker; each is a check of its own, and the first one's answer is opened. */
export function DropPhoto({ onChecked, small = false, children }: Props) {
  const [reading, setReading] = useState(0);
  const say = useNotices((state) => state.say);
  const open = useOpening(onChecked);
  const check = async (files: readonly File[]) => {
    if (files.length === 0) return;
    setReading(files.length);
    const keys: string[] = [];
    for (const file of files) {
      try {
        keys.push(await checkLoosePhoto(file));
      } catch (error) {
        log.error('checking a photo failed', error);
        say(
          files.length === 1
            ? refusal(error)
            : t('surfaces.drop.refusedFile', { name: file.name, why: refusal(error) }),
        );
      }
    }
    setReading(0);
    if (keys.length > 1) say(t('surfaces.drop.added', { n: keys.length }));
    if (keys[0]) open(keys[0]);
  };
  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void check(files);
  });
  useEffect(() => {
    const listen = (event: ClipboardEvent) => onPaste(event);
    document.addEventListener('paste', listen);
    return () => document.removeEventListener('paste', listen);
  }, []);

  return (
    <DropZone
      testId="drop-photo"
      busy={reading > 0}
      onFiles={(files) => void check(files.map(({ file }) => file))}
    >
      <label
        className={small ? 'drop-label drop-small small' : 'drop-label small'}
        title={small ? t('surfaces.drop.text') : undefined}
      >
        <ImagePlus aria-hidden="true" />
        <span>
          {reading > 0
            ? t('surfaces.drop.busyMany', { n: reading })
            : t(small ? 'surfaces.drop.short' : 'surfaces.drop.text')}
        </span>
        <input
          type="file"
          accept="image/*,.heic,.heif"
          multiple
          className="visually-hidden"
          data-testid="drop-photo-input"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            void check(files);
          }}
        />
      </label>
      {children}
    </DropZone>
  );
}
