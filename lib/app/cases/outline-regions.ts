/** Regions outlined on a drawn picture as the screens outline them: a thin light core on a dark halo, unsure ones dashed and last. */
import { type Region, surestFirst } from '../../claims/finding.ts';

const CORE = '#ffd23f';
/** Parts that are the same as in the other picture. */
const SAME = '#6ee7a0';
const HALO = 'rgb(12 14 16 / 0.78)';

/**
 * @param perPixel drawn pixels per pixel of the picture; the context's origin is the picture's top left corner
 * @param unit drawn pixels per pixel of line and type
 */
export function outlineRegions(
  context: OffscreenCanvasRenderingContext2D,
  regions: readonly Region[],
  perPixel: number,
  unit = 1,
): void {
  for (const [i, region] of surestFirst(regions).entries()) {
    // Around the region, never over it.
    const air = 4 * unit;
    const box: [number, number, number, number] = [
      region.x * perPixel - air,
      region.y * perPixel - air,
      region.width * perPixel + 2 * air,
      region.height * perPixel + 2 * air,
    ];
    context.setLineDash(region.sure === false ? [9 * unit, 7 * unit] : []);
    context.lineWidth = 4 * unit;
    context.strokeStyle = HALO;
    context.strokeRect(...box);
    context.lineWidth = 2 * unit;
    context.strokeStyle = region.same ? SAME : CORE;
    context.strokeRect(...box);
    context.setLineDash([]);
    const tag = 20 * unit;
    const top = Math.max(0, box[1] - tag);
    context.font = `600 ${15 * unit}px sans-serif`;
    context.textBaseline = 'alphabetic';
    context.fillStyle = HALO;
    context.fillRect(Math.max(0, box[0]), top, tag, tag);
    context.fillStyle = region.same ? SAME : CORE;
    context.fillText(String(i + 1), Math.max(0, box[0]) + 5 * unit, top + 15 * unit);
  }
}
