/** What the surfaces show of the team, live. */
import { liveQuery, type Observable } from 'dexie';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { parsePhotoKey } from '../../store/keys.ts';
import { type MetaValue, readMeta } from '../../store/meta.ts';
import { LIBRARY_WANT } from '../../store/team/images.ts';
import { toBeShared } from '../../team/records/library-scope.ts';
import { conflicting } from '../../team/sync/claim-state.ts';
import { lookersOf } from '../../team/sync/looks.ts';

export interface SeatLine {
  seat: string;
  name: string;
  state: 'invited' | 'active' | 'left' | 'revoked';
  self: boolean;
  founder: boolean;
}

export interface TeamView {
  url: string;
  seats: SeatLine[];
  /** This seat made the team: it alone invites and revokes. */
  founder: boolean;
  status: MetaValue<'team-status'> | null;
  /** Acts that wait to be sent. */
  waiting: number;
  /** Product pictures: own ones that the team knows, of how many; and those of other seats that are known here. */
  library: { shared: number; own: number; theirs: number };
}

type RollBody = { seat: string; name: string; state: SeatLine['state'] };

async function seatsOf(team: MetaValue<'team'>): Promise<SeatLine[]> {
  const roll = (await readMeta(shopDb(), 'team-roll')) ?? [];
  return roll
    .map(({ body }) => body as RollBody)
    .map(({ seat, name, state }) => ({
      seat,
      name,
      state,
      self: seat === team.seat,
      founder: seat === team.founder.seat,
    }))
    .sort((a, b) => Number(b.founder) - Number(a.founder) || a.name.localeCompare(b.name));
}

/** The team of this seat; null where there is none. */
export const watchTeam = (): Observable<TeamView | null> =>
  liveQuery(async () => {
    const db = shopDb();
    const team = await readMeta(db, 'team');
    if (!team) return null;
    return {
      url: team.url,
      seats: await seatsOf(team),
      founder: team.seat === team.founder.seat,
      status: await readMeta(db, 'team-status'),
      waiting: await db.teamOutbox.count(),
      library: {
        shared: await db.teamShared.count(),
        own: await toBeShared(db),
        theirs: await db.teamImages.count(),
      },
    };
  });

export interface ClaimTeamView {
  seats: SeatLine[];
  assignee: SeatLine | null;
  /** Other seats that have it open. */
  looking: SeatLine[];
  /** Seat whose reading it is; null for this seat's own. */
  from: SeatLine | null;
  /** Product pictures at other seats that a photo here may be made from, and which have not come yet. */
  elsewhere: { sha256: string; title: string; file: string; seats: SeatLine[] }[];
  /** Decisions that exclude each other, with who made them. */
  conflict: { id: string; what: string; by: SeatLine | null; self: boolean }[];
}

/** Product pictures that were asked for to compare a photo of the claim with them. */
async function awaitedFor(
  db: ClaimLensDb,
  claimKey: string,
): Promise<{ sha256: string; title: string; file: string; seats: string[] }[]> {
  const wants = await db.teamWants
    .where('id')
    .startsWith(`${LIBRARY_WANT}#`)
    .filter(({ recheck }) => recheck.some((photo) => parsePhotoKey(photo).claimKey === claimKey))
    .toArray();
  const out = [];
  for (const { id } of wants) {
    const { sha256 } = parsePhotoKey(id);
    const rows = await db.teamImages.where('sha256').equals(sha256).toArray();
    const [first] = rows;
    const seats = [...new Set(rows.map(({ seat }) => seat))];
    if (first) out.push({ sha256, title: first.title, file: first.name.split('/').at(-1) ?? '', seats });
  }
  return out;
}

/** What the team says of a claim; null where there is no team. */
export const watchClaimTeam = (claimKey: string): Observable<ClaimTeamView | null> =>
  liveQuery(async () => {
    const db = shopDb();
    const team = await readMeta(db, 'team');
    if (!team) return null;
    const seats = await seatsOf(team);
    const seatOf = (id: string | null | undefined): SeatLine | null =>
      seats.find(({ seat }) => seat === id) ?? null;
    const row = await db.teamClaims.get(claimKey);
    const looking = row ? lookersOf(row, Date.now()).flatMap((seat) => seatOf(seat) ?? []) : [];
    const foreign = (await db.claims.get(claimKey))?.foreign === true;
    const decisions = await db.decisions.where('claimKey').equals(claimKey).toArray();
    return {
      seats: seats.filter(({ state }) => state === 'active'),
      assignee: seatOf(row?.assignee),
      looking,
      from: foreign ? seatOf(row?.from) : null,
      elsewhere: (await awaitedFor(db, claimKey)).map((one) => ({
        ...one,
        seats: one.seats.flatMap((id) => seatOf(id) ?? []),
      })),
      conflict: conflicting(decisions).map(({ id, what, seat }) => ({
        id,
        what,
        by: seatOf(seat ?? team.seat),
        self: seat === undefined,
      })),
    };
  });

/** Marks of the list: by claim key, what the team adds to a line. */
export interface TeamMark {
  assignee: string | null;
  looking: string | null;
  conflict: boolean;
}

/** The marks of all claims that have one; empty where there is no team. */
export const watchTeamMarks = (): Observable<ReadonlyMap<string, TeamMark>> =>
  liveQuery(async () => {
    const db = shopDb();
    const marks = new Map<string, TeamMark>();
    const team = await readMeta(db, 'team');
    if (!team) return marks;
    const names = new Map((await seatsOf(team)).map(({ seat, name }) => [seat, name]));
    const now = Date.now();
    // Most claims have neither, and stand in neither index.
    const assigned = await db.teamClaims.where('assignee').above('').toArray();
    const open = await db.teamClaims.where('look.seat').above('').toArray();
    for (const row of [...assigned, ...open]) {
      const { claimKey, assignee } = row;
      const [looking] = lookersOf(row, now);
      if (assignee || looking)
        marks.set(claimKey, {
          assignee: (assignee && names.get(assignee)) || null,
          looking: (looking && names.get(looking)) || null,
          conflict: false,
        });
    }
    // Only other seats' decisions can exclude this seat's: few rows, however long the list.
    const theirs = new Set(
      (await db.decisions.filter(({ seat }) => seat !== undefined).toArray()).map((row) => row.claimKey),
    );
    for (const claimKey of theirs) {
      const decisions = await db.decisions.where('claimKey').equals(claimKey).toArray();
      if (conflicting(decisions).length === 0) continue;
      const known = marks.get(claimKey);
      marks.set(claimKey, { assignee: null, looking: null, ...known, conflict: true });
    }
    return marks;
  });
