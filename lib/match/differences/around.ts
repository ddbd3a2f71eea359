/** What agrees outside the regions that were marked as changed: the reading that a local or a large edit leaves whole. */

import { thinned } from '../../pixels/kernels/marked.ts';
import { scratchFloats } from '../../pixels/kernels/scratch.ts';
import { boxSum } from '../../pixels/kernels/sums.ts';
import type { Overlay } from './overlay.ts';

/** Shares 0..1. */
export interface Around {
  /** Textured pixels clear of the marked regions that correlate over 0.75; 0 where too few are left to count. */
  agrees: number;
  /** The source's own textured pixels that are found again there: low where what agrees may be a logo beside another product. */
  found: number;
}

/** Fewer pixels than this are no sample. */
const LEAST_COUNTED = 100;

/** Agreement clear of the marked regions by one window; `mask` is on the overlay's raster, 1 where changed. */
export function aroundChanges(o: Overlay, mask: Uint8Array): Around {
  const { width, height, value, textured } = o.correlation;
  const small = scratchFloats(width * height);
  small.set(thinned(mask, o.grid.width, o.grid.height));
  const near = boxSum(small, width, height, 4);
  let counted = 0;
  let over = 0;
  let own = 0;
  let again = 0;
  for (let i = 0; i < small.length; i++) {
    if (!textured[i]) continue;
    const fromSource = textured[i]! & 2;
    if (fromSource) own++;
    if (near[i]! > 0.5) continue;
    counted++;
    if (value[i]! <= 0.75) continue;
    over++;
    if (fromSource) again++;
  }
  return { agrees: counted > LEAST_COUNTED ? over / counted : 0, found: own > 0 ? again / own : 0 };
}
