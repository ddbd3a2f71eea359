/** Which part of the photo a saved comparison shows, and how large. */
import { changedRegions, type Region, surestFirst } from '../../../claims/finding.ts';
import { areaScale, chain, type Homography } from '../../../pixels/homography.ts';

interface Size {
  width: number;
  height: number;
}

export interface ComparisonFrame {
  /** Top left corner in the photo's pixels. */
  x: number;
  y: number;
  /** Drawn pixels per photo pixel. */
  scale: number;
  /** Size of one pane in drawn pixels. */
  width: number;
  height: number;
}

/** The changed place with as much around it as the screen shows. */
const AIR = 2.2;
/** A photo pixel is drawn no larger than this: more is blur that looks like detail. */
const CLOSEST = 4;

/**
 * The surest changed region with air around it; the whole photo where nothing is outlined.
 * @param side longest side of a pane in drawn pixels
 */
export function comparisonFrame(photo: Size, regions: readonly Region[], side: number): ComparisonFrame {
  const region = changedRegions(regions)[0] ?? surestFirst(regions)[0];
  const wanted = region ? Math.max(region.width, region.height) * AIR : Math.max(photo.width, photo.height);
  const least = side / CLOSEST;
  const span = { width: Math.min(photo.width, Math.max(wanted, least)), height: 0 };
  span.height = Math.min(photo.height, region ? span.width : photo.height);
  const scale = Math.min(CLOSEST, side / Math.max(span.width, span.height));
  const middle = region
    ? { x: region.x + region.width / 2, y: region.y + region.height / 2 }
    : { x: photo.width / 2, y: photo.height / 2 };
  const place = (at: number, length: number, most: number): number =>
    Math.min(Math.max(0, at - length / 2), most - length);
  return {
    x: place(middle.x, span.width, photo.width),
    y: place(middle.y, span.height, photo.height),
    scale,
    width: Math.max(1, Math.round(span.width * scale)),
    height: Math.max(1, Math.round(span.height * scale)),
  };
}

/**
 * The map from a pane's drawn pixels to the source's, and by how much the source should be shrunk before it is read through it
 * (1 or less): a pane that is much coarser than the source would else pick single pixels.
 * @param transform photo pixels → source pixels
 */
export function paneMap(frame: ComparisonFrame, transform: Homography): { map: Homography; shrink: number } {
  const map = chain(transform, [1 / frame.scale, 0, frame.x, 0, 1 / frame.scale, frame.y, 0, 0, 1]);
  const area = Math.abs(areaScale(map, frame.width / 2, frame.height / 2));
  const shrink = area > 1 && Number.isFinite(area) ? 1 / Math.sqrt(area) : 1;
  return { map: chain([shrink, 0, 0, 0, shrink, 0, 0, 0, 1], map), shrink };
}
