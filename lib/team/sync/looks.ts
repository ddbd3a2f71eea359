/** "Seat 2 is looking at this": each seat's own lease of ten minutes, which it renews while it has the claim open. */
import * as v from 'valibot';
import type { ClaimLensDb } from '../../store/db.ts';
import type { TeamClaimRow } from '../../store/team/rows.ts';
import { LeaseBody } from '../records/bodies.ts';
import { LEASE_MS } from '../wire/subjects.ts';
import type { Session } from './session.ts';

/** Other seats that have the claim open at `now` (ms since epoch), the one that was heard last first. */
export const lookersOf = ({ look }: TeamClaimRow, now: number): string[] =>
  look ? [look, ...(look.others ?? [])].filter(({ until }) => until > now).map(({ seat }) => seat) : [];

/** Takes or ends this seat's lease of a claim. Each seat has a subject of its own: nobody's is ended by another's. */
export async function sendLook(session: Session, claimKey: string, open: boolean): Promise<void> {
  if (!(await session.db.claims.get(claimKey))) return;
  const { name, key } = await session.keyOf(claimKey);
  const subject = session.subject('lease', name, session.name('seat', session.seat));
  await session.change(subject, key, 'lease', () => ({ claim: claimKey, open }), 'lease');
}

/** Keeps who looks at a claim, counted from when it was heard, by this machine's clock alone. */
async function keepLook(
  db: ClaimLensDb,
  claimKey: string,
  seat: string,
  until: number | null,
): Promise<void> {
  await db.transaction('rw', db.teamClaims, async () => {
    const known = await db.teamClaims.get(claimKey);
    const row = known ?? { v: 1 as const, claimKey, from: null, assignee: null, look: null };
    const all = row.look ? [{ seat: row.look.seat, until: row.look.until }, ...(row.look.others ?? [])] : [];
    const others = all.filter((one) => one.seat !== seat);
    const [first, ...rest] = until === null ? others : [{ seat, until }, ...others];
    await db.teamClaims.put({ ...row, look: first ? { ...first, others: rest } : null });
  });
}

/**
 * Another seat's lease, as it came in: `names` are the claim's and the seat's on the server. The claim itself may still be on its way,
 * on another stream. False for a message that does not say what its subject promises.
 */
export async function takeLook(
  session: Session,
  seat: string,
  [claimName, seatName]: readonly string[],
  body: unknown,
): Promise<boolean> {
  const parsed = v.safeParse(LeaseBody, body);
  if (!parsed.success) return false;
  const { claim, open } = parsed.output;
  if (session.name('claim', claim) !== claimName || session.name('seat', seat) !== seatName) return false;
  if (seat === session.seat) return true;
  // Whose key it is, so that the row goes with the claim also where the claim never arrives.
  await session.db.teamKeys.where('name').equals(claimName).modify({ claimKey: claim });
  await keepLook(session.db, claim, seat, open ? Date.now() + LEASE_MS : null);
  return true;
}
