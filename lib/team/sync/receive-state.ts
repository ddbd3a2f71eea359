/** What other seats said of a claim (flag, notes, decisions, who has it), written where this seat looks. */
import * as v from 'valibot';
import type { ClaimLensDb } from '../../store/db.ts';
import { askFor } from '../../store/jobs.ts';
import { StateBody } from '../records/bodies.ts';
import { takePictures } from './pictures.ts';
import type { Session } from './session.ts';

/** Notes whose key a claim's name on the server is, so that it goes with the claim. */
export const knowName = (db: ClaimLensDb, name: string, claimKey: string): Promise<unknown> =>
  db.teamKeys.where('name').equals(name).modify({ claimKey });

/**
 * Applies a claim's shared state, as often as it comes. What waits in the outbox is this seat's later word and stays. False for a body
 * that is none, or is about another claim than the one whose `name` is in its subject.
 */
export async function takeState(session: Session, body: unknown, name: string): Promise<boolean> {
  const parsed = v.safeParse(StateBody, body);
  if (!parsed.success) return false;
  const { claim: claimKey, flag, assignee, notes, decisions, pictures } = parsed.output;
  if (session.name('claim', claimKey) !== name) return false;
  const { db, seat: self } = session;
  await knowName(db, name, claimKey);
  const tables = [db.flags, db.notes, db.decisions, db.teamClaims, db.teamOutbox, db.findings, db.jobs];
  await db.transaction('rw', tables, async () => {
    if (flag && flag.seat !== self && !(await db.teamOutbox.get(`flag:${claimKey}`)))
      await db.flags.put({ v: 1, claimKey, ...flag });
    const knownNotes = new Set(await db.notes.where('claimKey').equals(claimKey).primaryKeys());
    await db.notes.bulkPut(
      notes
        .filter(({ id, seat }) => seat !== self && !knownNotes.has(id))
        .map((note) => ({ v: 1 as const, claimKey, ...note })),
    );
    const known = new Set(await db.decisions.where('claimKey').equals(claimKey).primaryKeys());
    const fresh = decisions.filter(({ id, seat }) => seat !== self && !known.has(id));
    await db.decisions.bulkPut(fresh.map((decision) => ({ v: 1 as const, claimKey, ...decision })));
    // What a person said is no copy is not said here either.
    const refused = fresh.filter(({ what }) => what === 'not-a-match');
    for (const { photo, against } of refused)
      await db.findings
        .where('[claimKey+sha256]')
        .equals([claimKey, photo ?? ''])
        .filter(({ finding }) => finding.against?.sha256 === against)
        .delete();
    if (refused.length > 0) {
      const sum = { kind: 'sum-up-claim' as const, subject: claimKey, claimKey, priority: 9, again: true };
      await askFor(db, [sum], Date.now());
    }
    if (!(await db.teamOutbox.get(`assign:${claimKey}`))) {
      const beside = await db.teamClaims.get(claimKey);
      const row = beside ?? { v: 1 as const, claimKey, from: null, assignee: null, look: null };
      await db.teamClaims.put({ ...row, assignee: assignee?.seat ?? null });
    }
  });
  await takePictures(session, claimKey, pictures);
  return true;
}
