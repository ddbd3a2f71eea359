import type { CSSProperties } from 'react';
import { type Region, surestFirst } from '../../lib/claims/finding.ts';
import { outlineOf } from '../../lib/claims/outline.ts';
import type { Size } from './geometry.ts';
import './RegionOverlay.css';

interface Props {
  regions: Region[];
  /** The photo's size in its own pixels; the regions are in the same unit. */
  photo: Size;
  /** Screen pixels per photo pixel under a zoom, so that lines and numbers keep their size; absent where nothing zooms. */
  scale?: number;
  /** Index of the region to light up. */
  lit?: number | null;
  /** Numbers are left out on small previews. */
  numbered?: boolean;
}

const classOf = ({ same, sure }: Region, lit: boolean): string =>
  ['region', lit && 'region-lit', same && 'region-same', sure === false && 'region-unsure']
    .filter(Boolean)
    .join(' ');

/** Regions outlined on a photo, each with its number: what is the same in its own colour, what may differ dashed. */
export function RegionOverlay({ regions, photo, scale, lit = null, numbered = true }: Props) {
  const unit = 1 / (scale ?? 1);
  return (
    <svg
      className={scale === undefined ? 'regions regions-fixed' : 'regions'}
      style={{ '--unit': unit } as CSSProperties}
      viewBox={`0 0 ${photo.width} ${photo.height}`}
      aria-hidden="true"
    >
      {surestFirst(regions).map((region, index) => {
        const path = outlineOf(region);
        const tagX = Math.min(Math.max(region.x, 11 * unit), Math.max(photo.width - 11 * unit, 11 * unit));
        const tagY = Math.min(Math.max(region.y, 11 * unit), Math.max(photo.height - 11 * unit, 11 * unit));
        return (
          <g
            key={`${region.x} ${region.y} ${region.width} ${region.height}`}
            className={classOf(region, lit === index)}
            data-testid="region-outline"
            data-n={index + 1}
          >
            <path className="region-halo" d={path} />
            <path className="region-core" d={path} />
            {numbered && (
              <g transform={`translate(${tagX} ${tagY}) scale(${unit})`}>
                <circle className="region-tag" r="10" />
                <text className="region-n" textAnchor="middle" dy="4">
                  {index + 1}
                </text>
              </g>
            )}
          </g>
        );
      })}
    </svg>
  );
}
