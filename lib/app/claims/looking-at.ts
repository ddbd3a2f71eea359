/** The claim that a badge in the page was clicked for: given once to the surface that opens it. */
import { shopDb } from '../../store/db.ts';
import { deleteMeta } from '../../store/meta.ts';

/** Forgets it, so that a surface opened later by another way does not jump to an old claim. */
export async function forgetLookingAt(): Promise<void> {
  await deleteMeta(shopDb(), 'looking-at');
}
