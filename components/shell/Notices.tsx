import { Undo2, X } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '../../lib/i18n/index.ts';
import { type Notice, useNotices } from '../state/notices.ts';
import './Notices.css';

/** Long enough to read and to reach the button (WCAG 2.2.1: the same act can also be undone where it was done). */
const SHOWN_MS = 8_000;

function NoticeLine({ notice }: { notice: Notice }) {
  const drop = useNotices((state) => state.drop);
  useEffect(() => {
    const end = setTimeout(() => drop(notice.id), SHOWN_MS);
    return () => clearTimeout(end);
  }, [drop, notice.id]);
  return (
    <div className="notice">
      <span className="grow">{notice.text}</span>
      {notice.undo && (
        <button
          type="button"
          className="link-button"
          data-testid="undo-button"
          onClick={() => {
            notice.undo?.();
            drop(notice.id);
          }}
        >
          <Undo2 aria-hidden="true" />
          {t('surfaces.undo')}
        </button>
      )}
      <button
        type="button"
        className="link-button"
        aria-label={t('surfaces.dismiss')}
        onClick={() => drop(notice.id)}
      >
        <X aria-hidden="true" />
      </button>
    </div>
  );
}

/** The notices of this surface. */
export function Notices() {
  const notices = useNotices((state) => state.notices);
  return (
    <div className="notices" role="status" aria-live="polite">
      {notices.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} />
      ))}
    </div>
  );
}
