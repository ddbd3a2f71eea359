/** The rounds of a claim: which of the buyer's pictures came before the seller's refusal and which after it. */
import type { Author } from './speaker.ts';

/** A seller's refusal ends a round: what the buyer adds after it belongs to the next one. */
export const REFUSAL = /拒绝|驳回|不同意|拒絕|駁回|refus|reject|declin|recus|rechaz|từ chối|ปฏิเสธ|tolak/i;

/** One entry of a negotiation log, in whatever source. `at` in milliseconds since epoch where the entry has a time. */
export interface LogEntry<T> {
  author?: Author;
  text: string;
  at?: number;
  pictures: T[];
}

/** The buyer's pictures of a log with their rounds: one more than the seller's refusals before them. Without times there is no order, so no round. */
export function buyerPictures<T>(entries: LogEntry<T>[]): { picture: T; round?: number }[] {
  const timed = entries.every((entry) => entry.at !== undefined);
  const ordered = timed ? [...entries].sort((a, b) => (a.at ?? 0) - (b.at ?? 0)) : entries;
  let refusals = 0;
  const found: { picture: T; round?: number }[] = [];
  for (const entry of ordered) {
    if (entry.author === 'seller' && REFUSAL.test(entry.text)) refusals += 1;
    if (entry.author !== 'buyer') continue;
    for (const picture of entry.pictures) found.push(timed ? { picture, round: refusals + 1 } : { picture });
  }
  return found;
}
