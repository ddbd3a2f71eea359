/** Whether this machine's clock can be believed as far as erasing by age needs it. Wrong by a year, it would erase a year early. */

/** What the clock is held against. All in milliseconds since epoch; null for what is not known. */
export interface ClockWitnesses {
  now: number;
  /** The last time that this extension itself wrote down: newest log entry or last look at the clock. */
  lastSeen: number | null;
  /** What a server said in its `Date` header, beside this machine's time at that moment. Caches make it old, never new. */
  server: { here: number; there: number } | null;
  /** Now by the browser's own count since it started, which no change of the clock moves; it may stand still in sleep. */
  monotonic: number;
}

export interface ClockDoubt {
  /** `back`: earlier than what was written down before. `ahead`: a jump that nobody was there for. `server`: others say otherwise. */
  why: 'back' | 'ahead' | 'server';
  /** The time that the clock is held against, and what the clock says; ISO. */
  expected: string;
  says: string;
}

const HOUR = 3_600_000;
/** Writers and servers are a little apart; nobody sets a clock back by more than an hour and means it. */
const BACK_MS = HOUR;
/** A machine may be off for a week; after a longer time a person says that it was. */
const AHEAD_MS = 8 * 24 * HOUR;
/** A server's `Date` may come out of a cache that old; a clock further ahead than this is ahead. */
const SERVER_AHEAD_MS = 8 * 24 * HOUR;

/** The reason not to believe the clock; null when nothing speaks against it. */
export function clockDoubt({ now, lastSeen, server, monotonic }: ClockWitnesses): ClockDoubt | null {
  const doubt = (why: ClockDoubt['why'], expected: number): ClockDoubt => ({
    why,
    expected: new Date(expected).toISOString(),
    says: new Date(now).toISOString(),
  });
  if (lastSeen !== null && now < lastSeen - BACK_MS) return doubt('back', lastSeen);
  if (now < monotonic - BACK_MS) return doubt('back', monotonic);
  if (server && server.there - server.here > BACK_MS)
    return doubt('server', now + server.there - server.here);
  if (server && server.here - server.there > SERVER_AHEAD_MS)
    return doubt('server', now + server.there - server.here);
  if (now > monotonic + AHEAD_MS) return doubt('ahead', monotonic);
  if (lastSeen !== null && now > lastSeen + AHEAD_MS) return doubt('ahead', lastSeen);
  return null;
}

/**
 * The better of two answers of servers: the one whose server is furthest ahead of this machine, since a cache only ever makes
 * a server look slow. Answers older than a day here no longer speak for the clock of today.
 */
export function betterWitness(
  known: { here: number; there: number } | null,
  fresh: { here: number; there: number },
): { here: number; there: number } {
  const isOld = !known || Math.abs(fresh.here - known.here) > 24 * HOUR;
  return isOld || fresh.there - fresh.here > known.there - known.here ? fresh : known;
}
