/** A reading as the background gets it, and the part of it that tells whether anything is new. */
import type { SessionReading } from '../../lib/consoles/session.ts';
import type { ConsoleToBackground } from '../../lib/platform/messages.ts';
import { MAX_CLAIMS_PER_READING, MAX_UNOWNED } from '../../lib/platform/messages.ts';

type ReadingMessage = Extract<ConsoleToBackground, { type: 'reading' }>;

export function readingMessage({ definition, reading, claims, keys, url }: SessionReading): {
  message: ReadingMessage;
  gist: string;
} {
  const message: ReadingMessage = {
    type: 'reading',
    url: url.slice(0, 4_096),
    console: definition.id,
    page: reading.page,
    how: reading.how,
    seen: reading.seen,
    read: reading.read,
    missing: reading.missing,
    version: reading.version,
    claims: claims.slice(0, MAX_CLAIMS_PER_READING),
    unowned: reading.unowned.slice(0, MAX_UNOWNED).map(({ url: shown, originalUrl, kind, candidates }) => ({
      url: shown,
      originalUrl,
      kind,
      claims: candidates.flatMap((index) => keys[index] || []).slice(0, 50),
    })),
    ...(definition.dom?.taught && !definition.unknownSite && { mendedAt: definition.dom.taught.at }),
    refused: Object.fromEntries(
      reading.claims.flatMap((claim, index) => {
        const key = keys[index];
        return key && claim.refused?.length
          ? [[key, claim.refused.filter((address) => address.startsWith('https://')).slice(0, MAX_UNOWNED)]]
          : [];
      }),
    ),
  };
  // The time of reading is new each time and says nothing.
  const gist = JSON.stringify({ ...message, claims: claims.map((claim) => ({ ...claim, readAt: '' })) });
  return { message, gist };
}
