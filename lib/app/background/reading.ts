/** What a page's reader found: checked claim by claim, stored, and answered with badges. */
import * as v from 'valibot';
import { Claim } from '../../claims/model.ts';
import { stableAddress } from '../../claims/unite.ts';
import type { ConsoleLine } from '../../platform/background-port.ts';
import type { ConsoleToBackground } from '../../platform/messages.ts';
import { saveReadings, withdrawRefused } from '../../store/claims.ts';
import { shopDb } from '../../store/db.ts';
import { pageKey } from '../../store/keys.ts';
import { joinTwins } from '../../store/twins.ts';
import { settledAddresses } from '../../store/withdrawn.ts';
import { watchBadges } from './badges.ts';
import { resumeWork } from './engine-life.ts';
import { ownerOf } from './lines.ts';

/** Keeps a reading and tells the page whether it is kept: what is not, the page sends again. */
export async function keepReading(
  line: ConsoleLine,
  message: Extract<ConsoleToBackground, { type: 'reading' }>,
): Promise<void> {
  const answer = (done: boolean): void => {
    if (message.id !== undefined) line.post({ type: 'kept', id: message.id, done });
  };
  try {
    await keep(line, message);
  } catch (error) {
    answer(false);
    throw error;
  }
  answer(true);
}

/** A page can claim to be any console; what it says of another one's claims is dropped. */
async function keep(
  line: ConsoleLine,
  message: Extract<ConsoleToBackground, { type: 'reading' }>,
): Promise<void> {
  if (ownerOf(line) !== message.console) return;
  const isOwn = (key: string): boolean => key.startsWith(`${message.console}:`);
  const db = shopDb();
  const claims: Claim[] = [];
  let refused = 0;
  for (const raw of message.claims) {
    const parsed = v.safeParse(Claim, raw);
    if (
      parsed.success &&
      parsed.output.console === message.console &&
      parsed.output.key === `${message.console}:${parsed.output.claimId}`
    ) {
      claims.push(parsed.output);
    } else refused += 1;
  }
  const stored = await joinTwins(db, claims, new Date());
  // A claim known by its order alone may be stored under its own number by now.
  const storedAs = new Map(claims.map((claim, index) => [claim.key, stored[index]?.key ?? claim.key]));
  const keyOf = (key: string): string[] => (isOwn(key) ? [storedAs.get(key) ?? key] : []);
  const unowned = message.unowned.map((picture) => ({ ...picture, claims: picture.claims.flatMap(keyOf) }));
  const settled = await settledAddresses(db, [...new Set(unowned.flatMap((picture) => picture.claims))]);
  await db.health.put({
    v: 1,
    id: pageKey(message.console, message.page),
    console: message.console,
    page: message.page,
    at: new Date().toISOString(),
    seen: message.seen,
    read: Math.max(0, message.read - refused),
    missing: message.missing,
    how: message.how,
    version: message.version,
    url: line.url,
    tabId: line.tabId,
    keys: [...new Set(stored.map((claim) => claim.key))],
    ...(message.mendedAt && { mendedAt: message.mendedAt }),
    unowned: unowned.filter((picture) => !settled.has(stableAddress(picture.originalUrl))),
  });
  if (stored.length) {
    await saveReadings(db, stored, new Date());
    const others = Object.entries(message.refused).flatMap(([key, addresses]) =>
      keyOf(key).map((known) => [known, addresses] as const),
    );
    await withdrawRefused(db, Object.fromEntries(others), new Date());
    // Running jobs count too: an engine that was killed left them so, and only a new one takes them up.
    await resumeWork();
  }
  watchBadges(line, new Map(claims.map((claim, i) => [claim.key, stored[i]?.key ?? claim.key])));
}
