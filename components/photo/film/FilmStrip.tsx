import {
  ChevronLeft,
  ChevronRight,
  FolderPlus,
  ImageDown,
  type LucideIcon,
  Play,
  SkipForward,
} from 'lucide-react';
import { useRef, useState } from 'react';
import { fileFrame } from '../../../lib/app/cases/file-frame.ts';
import { blobOf, pictureBlob } from '../../../lib/app/claims/compare.ts';
import type { PhotoView } from '../../../lib/app/claims/views.ts';
import { type Finding, factOf } from '../../../lib/claims/finding.ts';
import { formatVideoTimes, t } from '../../../lib/i18n/index.ts';
import { timePlace } from '../../../lib/images/held.ts';
import { useBytesUrl } from '../../live/useBytesUrl.ts';
import { tryTo, useNotices } from '../../state/notices.ts';
import { useFrame } from '../useFrame.ts';
import { stepFrom } from './film-steps.ts';
import './FilmStrip.css';

/** Whether a finding about a video shows at `at` seconds. */
export function showsAt(finding: Finding, at: number): boolean {
  const from = factOf(finding, 'filmFrom') ?? factOf(finding, 'from');
  const to = factOf(finding, 'filmTo') ?? factOf(finding, 'to');
  return typeof from === 'number' && typeof to === 'number' && at >= from - 0.1 && at <= to + 0.1;
}

interface FrameProps {
  frame: { at: number; preview: Uint8Array };
  /** Its time, in words. */
  time: string;
  found: boolean;
  chosen: boolean;
  onChoose(): void;
}

function Frame({ frame, time, found, chosen, onChoose }: FrameProps) {
  const url = useBytesUrl(frame.preview);
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

/** The frames of a video that a strip shows. */
export const framesOf = ({ photo }: PhotoView): { at: number; preview: Uint8Array }[] =>
  photo?.frames?.filter(({ preview }) => preview.length > 0) ?? [];

interface StripProps {
  photo: PhotoView;
  /** The video's number among the claim's evidence. */
  n: number;
  /** It stands in the picture's own place, and shows the first frame large. */
  alone?: boolean;
}

/** The looked-at frames of a video with their times, marked where a finding shows; stepped and jumped through, as stills or in the player. */
export function FilmStrip({ photo, n, alone = false }: StripProps) {
  const frames = framesOf(photo);
  const [at, setAt] = useState<number | null>(alone ? (frames[0]?.at ?? null) : null);
  const [still, setStill] = useState<{ at: number; picture: Blob } | null>(null);
  const [film, setFilm] = useState<Blob | null>(null);
  const say = useNotices((state) => state.say);
  const player = useRef<HTMLVideoElement>(null);
  const sha = photo.evidence.sha256;
  // Until another one is chosen.
  const first = useFrame(
    sha ?? undefined,
    alone && !still && frames[0] ? timePlace(frames[0].at) : undefined,
  );
  const shown = still ?? (first && frames[0] ? { at: frames[0].at, picture: first } : null);
  const large = useBytesUrl(shown?.picture);
  const played = useBytesUrl(film ?? undefined);
  if (frames.length === 0 || !sha) return null;
  const steps = frames.map((frame) => ({
    at: frame.at,
    found: photo.findings.some(({ finding }) => showsAt(finding, frame.at)),
  }));
  const go = (to: number | null): void => {
    if (to === null) return;
    setAt(to);
    if (player.current) {
      player.current.pause();
      player.current.currentTime = to;
    }
    void tryTo('frame', t('surfaces.photo.frameFailed'), async () => {
      const picture = await pictureBlob(sha, timePlace(to));
      if (picture) setStill({ at: to, picture });
    });
  };
  const file = (second: number): void =>
    void tryTo('frame', t('surfaces.photo.frameNotFiled'), async () => {
      await fileFrame(photo.evidence.claimKey, sha, second, t('surfaces.photo.frameExhibit', { n, time }));
      say(t('surfaces.photo.frameFiled'));
    });
  const step = (by: 1 | -1, onlyFound = false) => stepFrom(steps, at, by, onlyFound);
  const times = formatVideoTimes(frames.map((frame) => frame.at));
  const time = times[frames.findIndex((frame) => frame.at === at)] ?? '';
  return (
    <section className="film stack" aria-label={t('surfaces.photo.frames')} data-testid="film-strip">
      <div className="film-frames">
        {frames.map((frame, i) => (
          <Frame
            key={frame.at}
            frame={frame}
            time={times[i] ?? ''}
            found={steps[i]?.found ?? false}
            chosen={at === frame.at}
            onChoose={() => go(frame.at)}
          />
        ))}
      </div>
      {played ? (
        // biome-ignore lint/a11y/useMediaCaption: a buyer's video has no captions
        <video
          ref={player}
          className="film-large"
          src={played}
          controls
          onLoadedMetadata={(event) => {
            if (at !== null) event.currentTarget.currentTime = at;
          }}
        />
      ) : (
        shown && large && <img className="film-large" src={large} alt={t('surfaces.photo.frame', { time })} />
      )}
      <div className="row-wrap film-bar">
        <StepButton icon={ChevronLeft} name="framePrevious" to={step(-1)} go={go} />
        <span className="small num film-time">{time || '–'}</span>
        <StepButton icon={ChevronRight} name="frameNext" to={step(1)} go={go} />
        {steps.some(({ found }) => found) && (
          <button
            type="button"
            className="btn btn-quiet"
            disabled={step(1, true) === null && stepFrom(steps, null, 1, true) === at}
            onClick={() => go(step(1, true) ?? stepFrom(steps, null, 1, true))}
          >
            <SkipForward aria-hidden="true" />
            {t('surfaces.photo.frameFind')}
          </button>
        )}
        {!played && !photo.evidence.fetch?.parts && (
          <button
            type="button"
            className="btn btn-quiet"
            data-testid="film-play"
            onClick={() =>
              void tryTo('frame', t('surfaces.photo.frameFailed'), async () => setFilm(await blobOf(sha)))
            }
          >
            <Play aria-hidden="true" />
            {t('surfaces.photo.play')}
          </button>
        )}
        {shown && shown.at === at && large && (
          <a
            className="btn btn-quiet"
            href={large}
            download={`frame-${sha.slice(0, 12)}-${time.replace(/[:.]/g, '-')}.jpg`}
          >
            <ImageDown aria-hidden="true" />
            {t('surfaces.photo.saveFrame')}
          </a>
        )}
        {at !== null && (
          <button type="button" className="btn btn-quiet" data-testid="file-frame" onClick={() => file(at)}>
            <FolderPlus aria-hidden="true" />
            {t('surfaces.photo.fileFrame')}
          </button>
        )}
      </div>
    </section>
  );
}

interface StepProps {
  icon: LucideIcon;
  name: 'framePrevious' | 'frameNext';
  to: number | null;
  go(to: number | null): void;
}

function StepButton({ icon: Icon, name, to, go }: StepProps) {
  return (
    <button
      type="button"
      className="btn btn-quiet btn-icon"
      aria-label={t(`surfaces.photo.${name}`)}
      title={t(`surfaces.photo.${name}`)}
      disabled={to === null}
      onClick={() => go(to)}
    >
      <Icon aria-hidden="true" />
    </button>
  );
}
