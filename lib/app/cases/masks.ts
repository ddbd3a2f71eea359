/** The parts of a picture that exports cover. */
import type { MaskRow } from '../../store/case-rows.ts';
import { shopDb } from '../../store/db.ts';

/** Boxes in the picture's own pixels; empty when nothing is covered. */
export async function maskOf(sha256: string): Promise<MaskRow['boxes']> {
  return (await shopDb().masks.get(sha256))?.boxes ?? [];
}
