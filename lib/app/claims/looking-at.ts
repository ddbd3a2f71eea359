/** The claim that a badge in the page was clicked for: told once to the surface that opens it. */
import { shopDb } from '../../store/db.ts';

/** Forgets it, so that a surface opened later by another way does not jump to an old claim. */
export async function forgetLookingAt(): Promise<void> {
  await shopDb().meta.delete('looking-at');
}
