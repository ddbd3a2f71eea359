/** The surfaces' way to a console's own text box. */
import * as v from 'valibot';
import { sendToBackground } from '../../platform/background-port.ts';

/** What came of it: where it went in, or why it did not. */
export type Inserted =
  | { done: true; host: string }
  | { done: false; why: 'no-page' | 'no-box' | 'too-long' | 'refused' };

export const LONGEST_TEXT = 20_000;

const Answer = v.variant('done', [
  v.object({ done: v.literal(true), host: v.string() }),
  v.object({ done: v.literal(false), why: v.picklist(['no-page', 'no-box', 'too-long', 'refused']) }),
]);

/**
 * Puts a text into the box of the claim's console that the seller clicked into last, at its caret. Never sends anything.
 * A background that does not answer counts as no page.
 */
export async function insertIntoConsole(claimKey: string, text: string): Promise<Inserted> {
  const answer = await sendToBackground({
    type: 'insert-text',
    key: claimKey,
    text: text.slice(0, LONGEST_TEXT),
  });
  const parsed = v.safeParse(Answer, answer);
  return parsed.success ? parsed.output : { done: false, why: 'no-page' };
}
