/** Marks that web platforms leave in the files they hand out. */
import { IIM } from '../formats/photoshop.ts';
import type { Reading } from '../reading.ts';
import { trace } from '../trace.ts';

export function checkWeb(r: Reading): void {
  for (const { place, base, sets } of r.iim) {
    // Facebook and Instagram write their own id into the special instructions.
    const fb = sets.find((s) => s.dataset === IIM.instructions && /^FBMD[0-9a-f]{8}/i.test(s.text));
    if (fb) {
      const offset = base < 0 ? -1 : base + fb.at;
      trace(r, 'web.facebook', { place, offset, length: fb.length, raw: fb.text }, {});
    }
  }
}
