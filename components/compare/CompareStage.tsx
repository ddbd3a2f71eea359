import { type CSSProperties, useId } from 'react';
import type { Region } from '../../lib/claims/finding.ts';
import { cssMatrix, type Homography, type Point, type Size, toPath } from '../photo/geometry.ts';
import { RegionOverlay } from '../photo/RegionOverlay.tsx';
import type { Viewport } from './useViewport.ts';

export interface Picture extends Size {
  url: string;
  alt: string;
}

interface Props {
  photo: Picture;
  source: Picture;
  /** Source pixels → photo pixels. */
  sourceToPhoto: Homography;
  covered: Point[];
  /** What is drawn: the photo, the source laid over it, or how they differ. */
  layer: 'photo' | 'source' | 'difference';
  /** 0..1: share of the photo's width, from the left, that shows the source instead (slider mode). */
  reveal?: number;
  /** Amplification of the difference map. */
  gain?: number;
  regions: Region[];
  lit: number | null;
  outlined: boolean;
  keptShaded: boolean;
  viewport: Viewport;
}

/** One pane: photo and source in the photo's pixel frame, under a shared zoom and pan. */
export function CompareStage(props: Props) {
  const { photo, source, sourceToPhoto, covered, layer, reveal, gain = 4, regions, viewport } = props;
  const { view } = viewport;
  const changed = regions.filter((region) => !region.same);
  const pattern = useId();
  const world: CSSProperties = {
    width: photo.width,
    height: photo.height,
    transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
    imageRendering: view.scale > 3 ? 'pixelated' : 'auto',
  };
  const coveredPath = toPath(covered);
  const showsSource = layer !== 'photo' || reveal !== undefined;
  const sourceClip = reveal === undefined ? undefined : `inset(0 ${(1 - reveal) * 100}% 0 0)`;
  const difference: CSSProperties =
    layer === 'difference'
      ? {
          filter: `grayscale(1) brightness(${gain})`,
          clipPath: coveredPath ? `path("${coveredPath}")` : undefined,
        }
      : {};
  return (
    <div className="stage-world" style={world}>
      <div className={`stage-pictures stage-${layer}`} style={difference}>
        <img src={photo.url} alt={photo.alt} width={photo.width} height={photo.height} draggable={false} />
        {showsSource && (
          <div className="stage-over" style={{ clipPath: sourceClip }}>
            <img
              src={source.url}
              alt={source.alt}
              width={source.width}
              height={source.height}
              style={{ transform: cssMatrix(sourceToPhoto) }}
              draggable={false}
            />
          </div>
        )}
      </div>
      {props.keptShaded && coveredPath && (
        <svg className="stage-kept" viewBox={`0 0 ${photo.width} ${photo.height}`} aria-hidden="true">
          <defs>
            <pattern
              id={pattern}
              width={10 / view.scale}
              height={10 / view.scale}
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect className="kept-tint" width={10 / view.scale} height={10 / view.scale} />
              <rect className="kept-line" width={2 / view.scale} height={10 / view.scale} />
            </pattern>
          </defs>
          <path
            fill={`url(#${pattern})`}
            fillRule="evenodd"
            d={
              coveredPath + changed.map((r) => `M${r.x} ${r.y}h${r.width}v${r.height}h${-r.width}Z`).join('')
            }
          />
        </svg>
      )}
      {props.outlined && <RegionOverlay regions={regions} photo={photo} scale={view.scale} lit={props.lit} />}
    </div>
  );
}
