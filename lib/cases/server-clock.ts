/** What servers say the time is, kept beside what this machine said at that moment. */
import type { ClaimLensDb } from '../store/db.ts';
import { readMeta, writeMeta } from '../store/meta.ts';
import { betterWitness } from './clock-doubt.ts';

/** Takes down what a server said in its `Date` header (RFC 9110 §6.6.1). Joins a running transaction over `meta`. */
export async function noteServerClock(
  db: ClaimLensDb,
  header: string | undefined,
  here: number,
): Promise<void> {
  const there = header === undefined ? Number.NaN : Date.parse(header);
  if (Number.isNaN(there)) return;
  const known = await readMeta(db, 'server-clock');
  const better = betterWitness(known, { here, there });
  if (better !== known) await writeMeta(db, 'server-clock', better);
}
