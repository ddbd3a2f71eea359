/** A region's outline as the path of an SVG drawn in the photo's own pixels. */
import type { Region } from './finding.ts';

/** The traced shape where it is known, else the box. */
export function outlineOf({ x, y, width, height, contours = [] }: Region): string {
  const traced = contours.filter((line) => line.length >= 6);
  if (traced.length === 0) return `M${x} ${y}h${width}v${height}h${-width}Z`;
  return traced
    .map((line) => {
      const points: string[] = [];
      for (let i = 0; i + 1 < line.length; i += 2) points.push(`${line[i]} ${line[i + 1]}`);
      return `M${points.join('L')}Z`;
    })
    .join('');
}
