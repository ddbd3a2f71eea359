/** Whether the surroundings agree: the outer band of what photo and source both show. */
import type { Overlay } from '../differences/overlay.ts';

/** The band, as a share of the overlap's sides. */
const BAND = 0.1;

/** Agreement (share over 0.75, quarter raster) in the overlap's outer band; 1 where that has no texture. */
export function bandAgreement(o: Overlay): number {
  const { width, height, value, textured } = o.coarsest;
  const bx = Math.max(2, Math.round(BAND * width));
  const by = Math.max(2, Math.round(BAND * height));
  let counted = 0;
  let over = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!textured[i] || (x >= bx && y >= by && x < width - bx && y < height - by)) continue;
      counted++;
      if (value[i]! > 0.75) over++;
    }
  }
  return counted > 30 ? over / counted : 1;
}
