import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { changedRegions, type Ref, type Region, surestFirst } from '../../lib/claims/finding.ts';
import { t } from '../../lib/i18n/index.ts';
import { coveredArea, invert, unturned } from '../photo/geometry.ts';
import { CompareStage, type Picture } from './CompareStage.tsx';
import { CompareToolbar, type Mode } from './CompareToolbar.tsx';
import { Divider } from './Divider.tsx';
import { useCompareKeys } from './useCompareKeys.ts';
import { useViewport } from './useViewport.ts';
import { WholeInset } from './WholeInset.tsx';
import './PhotoCompare.css';

interface Props {
  photo: Picture;
  source: Picture;
  kind: Ref['kind'];
  /** What the first picture is called; the buyer's photo where nothing is given. */
  word?: string;
  /** Row-major homography, photo pixels → source pixels. */
  transform: readonly number[];
  regions: Region[];
  lit: number | null;
  onLight(index: number | null): void;
  /** Ways to keep the comparison. */
  children?: ReactNode;
}

/** Slow enough for everyone (WCAG 2.3.1 allows three flashes a second), quick enough to see a difference jump. */
const BLINK_MS = 900;

/** The divider starts across the first changed region: half of it as it is, half as it was. */
const startAt = (region: Region | undefined, { width }: Picture): number =>
  region ? Math.min(0.95, Math.max(0.05, (region.x + region.width / 2) / width)) : 0.5;

const regionWord = ({ same, sure }: Region) =>
  same
    ? 'surfaces.compare.regionSame'
    : sure === false
      ? 'surfaces.compare.regionUnsure'
      : 'surfaces.compare.region';

/** A photo against the picture it came from: side by side at the changed place first; slider, blink, difference. */
export function PhotoCompare({
  photo,
  source,
  kind,
  transform,
  word,
  regions: given,
  lit,
  onLight,
  children,
}: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const regions = useMemo(() => surestFirst(given), [given]);
  const changed = changedRegions(regions)[0];
  const viewport = useViewport(frame, photo, changed);
  const [mode, setMode] = useState<Mode>('side');
  const [reveal, setReveal] = useState(() => startAt(regions[0], photo));
  const [gain, setGain] = useState(4);
  const [sourceUp, setSourceUp] = useState(false);
  const [outlined, setOutlined] = useState(true);
  const [keptShaded, setKeptShaded] = useState(false);

  const sourceToPhoto = useMemo(
    () => invert(transform) ?? unturned(1, source, photo),
    [transform, photo, source],
  );
  const covered = useMemo(() => coveredArea(sourceToPhoto, source, photo), [sourceToPhoto, source, photo]);

  useEffect(() => {
    if (mode !== 'blink' || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const beat = setInterval(() => setSourceUp((up) => !up), BLINK_MS);
    return () => clearInterval(beat);
  }, [mode]);

  const showRegion = (index: number) => {
    const region = regions[index];
    if (!region) return;
    onLight(index);
    viewport.show(region);
  };
  useCompareKeys({
    nudge: (dx, dy) => {
      if (mode === 'slider' && dx) setReveal((now) => Math.min(1, Math.max(0, now + dx / 100)));
      else viewport.pan(-dx * 8, -dy * 8);
    },
    swap: () => {
      // The divider goes with its mode; a focus on it would be lost with it, and the next Tab would start anywhere.
      if (frame.current?.contains(document.activeElement)) frame.current.focus({ preventScroll: true });
      setMode('blink');
      setSourceUp((up) => !up);
    },
    region: showRegion,
    zoom: viewport.zoom,
    fit: viewport.fit,
  });

  const shared = { photo, source, sourceToPhoto, covered, regions, lit, outlined, keptShaded, viewport };
  const photoWord = word ?? t('surfaces.compare.buyerPhoto');
  const sourceWord = t(`findings.refs.${kind}`);
  return (
    <figure
      className="compare"
      data-testid="comparison"
      data-view="compare"
      data-mode={mode}
      aria-label={t('surfaces.compare.title')}
    >
      <CompareToolbar
        mode={mode}
        onMode={setMode}
        gain={gain}
        onGain={setGain}
        outlined={outlined}
        onOutlined={setOutlined}
        keptShaded={keptShaded}
        onKeptShaded={setKeptShaded}
        viewport={viewport}
      />
      <div className={`compare-panes compare-${mode}`}>
        <div className="stage" ref={frame} tabIndex={-1} {...viewport.dragging}>
          {mode === 'slider' && <CompareStage {...shared} layer="photo" reveal={reveal} />}
          {mode === 'blink' && <CompareStage {...shared} layer={sourceUp ? 'source' : 'photo'} />}
          {mode === 'side' && <CompareStage {...shared} layer="photo" />}
          {mode === 'difference' && <CompareStage {...shared} layer="difference" gain={gain} />}
          {mode === 'slider' && (
            <Divider reveal={reveal} onReveal={setReveal} width={photo.width} view={viewport.view} />
          )}
          <WholeInset photo={photo} viewport={viewport} />
          <div className="stage-words">
            {mode === 'slider' && <span className="stage-word">{sourceWord}</span>}
            {mode === 'blink' && <span className="stage-word">{sourceUp ? sourceWord : photoWord}</span>}
            {mode === 'difference' && <span className="stage-word">{t('surfaces.compare.differs')}</span>}
            {(mode === 'slider' || mode === 'side') && (
              <span className="stage-word stage-word-end">{photoWord}</span>
            )}
          </div>
        </div>
        {mode === 'side' && (
          <div className="stage" {...viewport.dragging}>
            <CompareStage {...shared} layer="source" />
            <div className="stage-words">
              <span className="stage-word stage-word-end">{sourceWord}</span>
            </div>
          </div>
        )}
      </div>
      {regions.length > 0 && (
        <ol className="compare-regions" aria-label={t('surfaces.compare.regions')}>
          {regions.map((region, index) => (
            <li key={`${region.x} ${region.y} ${region.width} ${region.height}`}>
              <button
                type="button"
                className="region-button"
                aria-pressed={lit === index}
                onClick={() => showRegion(index)}
                onPointerEnter={() => onLight(index)}
                onPointerLeave={() => onLight(null)}
              >
                <span className="region-dot">{index + 1}</span>
                {t(regionWord(region), {
                  share:
                    (region.same ? region.area : region.width * region.height) / (photo.width * photo.height),
                })}
              </button>
            </li>
          ))}
        </ol>
      )}
      {children}
      <figcaption className="tiny soft">{t('surfaces.compare.keys')}</figcaption>
    </figure>
  );
}
