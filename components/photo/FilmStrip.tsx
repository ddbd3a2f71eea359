import { useState } from 'react';
import { blobOf, pictureBlob } from '../../lib/app/claims/compare.ts';
import type { PhotoView } from '../../lib/app/claims/views.ts';
import { type Finding, factOf } from '../../lib/claims/finding.ts';
import { formatFilmSpan, t } from '../../lib/i18n/index.ts';
import { useBytesUrl } from '../live/useBytesUrl.ts';
import { tryTo } from '../state/notices.ts';
import './FilmStrip.css';

/** Whether a finding about a video shows at `at` seconds. */
export function showsAt(finding: Finding, at: number): boolean {
  const from = factOf(finding, 'filmFrom') ?? factOf(finding, 'from');
  const to = factOf(finding, 'filmTo') ?? factOf(finding, 'to');
  return typeof from === 'number' && typeof to === 'number' && at >= from - 0.1 && at <= to + 0.1;
}

interface FrameProps {
  frame: { at: number; preview: Uint8Array };
  found: boolean;
  chosen: boolean;
  onChoose(): void;
}

function Frame({ frame, found, chosen, onChoose }: FrameProps) {
  const url = useBytesUrl(frame.preview);
  const time = formatFilmSpan(frame.at, frame.at);
  const name = t(found ? 'surfaces.photo.frameFound' : 'surfaces.photo.frame', { time });
  return (
    <button
      type="button"
      className={found ? 'film-frame film-found' : 'film-frame'}
      aria-pressed={chosen}
      aria-label={name}
      title={name}
      onClick={onChoose}
    >
      {url && <img src={url} alt="" />}
      <span className="tiny">{time}</span>
    </button>
  );
}

/** The looked-at frames of a video with their times, marked where a finding shows; one opened large, the video itself beside it. */
export function FilmStrip({ photo }: { photo: PhotoView }) {
  const [open, setOpen] = useState<{ at: number; picture: Blob } | null>(null);
  const [film, setFilm] = useState<Blob | null>(null);
  const large = useBytesUrl(open?.picture);
  const played = useBytesUrl(film ?? undefined);
  const frames = photo.photo?.frames?.filter(({ preview }) => preview.length > 0) ?? [];
  const sha = photo.evidence.sha256;
  if (frames.length === 0 || !sha) return null;
  const show = (at: number) =>
    tryTo('frame', t('surfaces.photo.frameFailed'), async () => {
      const picture = await pictureBlob(sha, `time-${Math.round(at * 1_000)}`);
      if (picture) setOpen({ at, picture });
    });
  return (
    <section className="film stack" aria-label={t('surfaces.photo.frames')} data-testid="film-strip">
      <div className="film-frames">
        {frames.map((frame) => (
          <Frame
            key={frame.at}
            frame={frame}
            found={photo.findings.some(({ finding }) => showsAt(finding, frame.at))}
            chosen={open?.at === frame.at}
            onChoose={() => void show(frame.at)}
          />
        ))}
      </div>
      {played ? (
        // biome-ignore lint/a11y/useMediaCaption: a buyer's video has no captions
        <video className="film-large" src={played} controls />
      ) : (
        open && large && <img className="film-large" src={large} alt={formatFilmSpan(open.at, open.at)} />
      )}
      <div className="row-wrap">
        {!played && (
          <button
            type="button"
            className="btn"
            onClick={() =>
              void tryTo('frame', t('surfaces.photo.frameFailed'), async () => setFilm(await blobOf(sha)))
            }
          >
            {t('surfaces.photo.play')}
          </button>
        )}
        {open && large && (
          <a
            className="btn"
            href={large}
            download={`frame-${formatFilmSpan(open.at, open.at).replace(':', '-')}.jpg`}
          >
            {t('surfaces.photo.saveFrame')}
          </a>
        )}
      </div>
    </section>
  );
}
