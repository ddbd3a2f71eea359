/** Making a team and changing who belongs to it. Each act talks to the server and ends; `live.ts` keeps the connection. */
import { fromBase64, toBase64 } from '../formats/base64.ts';
import type { ClaimLensDb } from '../store/db.ts';
import { appendLedger, seatId } from '../store/ledger.ts';
import { deleteMeta, readMeta, writeMeta } from '../store/meta.ts';
import { keepTeamImagesOf } from '../store/team/images.ts';
import { ALL_TEAM_TABLES } from '../store/team/rows.ts';
import { EnvelopeError, sealForShop } from './crypto/envelope.ts';
import { canTeam, newSeatKeys } from './crypto/seat-key.ts';
import { currentEpoch, newSecret } from './crypto/secrets.ts';
import { newEpoch } from './members/epochs.ts';
import { makeGrant, makeProof } from './members/grants.ts';
import {
  INVITATION_DAYS,
  type InvitationFault,
  readInvitation,
  writeInvitation,
} from './members/invitation.ts';
import type { Member } from './members/roll.ts';
import type { SeatBody } from './records/bodies.ts';
import { outboxRow } from './sync/outbox.ts';
import { BEFORE_JOINING, taughtPages } from './sync/readers.ts';
import { RevokedError, Session, type TeamConfig } from './sync/session.ts';
import type { ServerAccess, StreamLimits } from './wire/nats-wire.ts';
import { StaleError, type Wire } from './wire/wire.ts';

/** Why an act on the team was not done; the server's own faults come as WireError. */
export type TeamFault =
  | InvitationFault
  | 'browser'
  | 'already'
  | 'no-team-here'
  | 'expired'
  | 'used'
  | 'not-founder'
  | 'revoked';

export class TeamError extends Error {
  override readonly name = 'TeamError';
  readonly why: TeamFault;
  constructor(why: TeamFault) {
    super(`team: ${why}`);
    this.why = why;
  }
}

/** What the acts need of the outside: the real line, or one in memory. */
export interface Lines {
  open(access: ServerAccess, shop: string): Promise<Wire>;
  make(access: ServerAccess, shop: string, limits: StreamLimits): Promise<void>;
}

const DAY_MS = 86_400_000;
const NAME_MAX = 60;

const nameOf = (text: string): string => text.trim().slice(0, NAME_MAX);

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

async function ready(db: ClaimLensDb): Promise<string> {
  if (await readMeta(db, 'team')) throw new TeamError('already');
  if (!(await canTeam())) throw new TeamError('browser');
  return db.transaction('rw', db.meta, () => seatId(db));
}

/** Writes a seat's record over the one that stands, or as the first. Throws StaleError when somebody was faster. */
async function putSeat(session: Session, known: Member | undefined, body: SeatBody): Promise<void> {
  const subject = session.subject('now', 'seat', session.name('seat', body.seat));
  const place = (known?.place ?? 0) + 1;
  const bytes = await sealForShop(session.secrets, session.signer, null, subject, {
    kind: 'seat',
    place,
    body,
  });
  await session.wire.send(subject, bytes, { expect: known?.seq ?? 0 });
}

/** Keeps the team here, from when on the live line picks it up. */
async function keep(db: ClaimLensDb, config: TeamConfig, what: string): Promise<void> {
  await db.transaction('rw', [db.meta, db.ledger, db.teamOutbox], async () => {
    await writeMeta(db, 'team', config);
    for (const page of await taughtPages(db))
      await db.teamOutbox.put(outboxRow('reader', page, BEFORE_JOINING));
    await appendLedger(db, [{ what, subject: 'team' }], new Date().toISOString());
  });
}

/**
 * Makes a team on an empty server: streams with the admin's access, this seat as the founder with the seats' access.
 * Throws TeamError or WireError; nothing is kept here then.
 */
export async function createTeam(
  db: ClaimLensDb,
  lines: Lines,
  wanted: { admin: ServerAccess; access: ServerAccess; name: string; limits: StreamLimits },
): Promise<void> {
  const chain = await ready(db);
  const keys = await newSeatKeys();
  const seat = crypto.randomUUID();
  const shop = hex(crypto.getRandomValues(new Uint8Array(8)));
  const config: TeamConfig = {
    ...wanted.access,
    shop,
    root: newSecret() as Uint8Array<ArrayBuffer>,
    epochs: [{ epoch: 1, secret: newSecret() as Uint8Array<ArrayBuffer> }],
    seat,
    keys: keys as TeamConfig['keys'],
    founder: { seat, verifying: keys.verifying as Uint8Array<ArrayBuffer> },
  };
  await lines.make(wanted.admin, shop, wanted.limits);
  const wire = await lines.open(wanted.access, shop);
  try {
    await putSeat(new Session(db, wire, config), undefined, {
      seat,
      chain,
      name: nameOf(wanted.name),
      state: 'active',
      verifying: toBase64(keys.verifying),
      wrapping: toBase64(keys.wrapping),
      grant: null,
      proof: '',
    });
  } finally {
    await wire.close();
  }
  await keep(db, config, 'team-made');
}

/** Runs an act over a connection of its own. Throws TeamError, WireError. */
async function withSession<T>(
  db: ClaimLensDb,
  lines: Lines,
  act: (session: Session, config: TeamConfig) => Promise<T>,
): Promise<T> {
  const config = await readMeta(db, 'team');
  if (!config) throw new TeamError('no-team-here');
  const wire = await lines.open(config, config.shop);
  try {
    const session = new Session(db, wire, config);
    await session.readRoll();
    return await act(session, config);
  } catch (error) {
    throw error instanceof RevokedError ? new TeamError('revoked') : error;
  } finally {
    await wire.close();
  }
}

/** An invitation for one seat, good for INVITATION_DAYS; only the founder can write one. */
export const invite = (db: ClaimLensDb, lines: Lines, name: string, now: Date): Promise<string> =>
  withSession(db, lines, async (session, config) => {
    if (!session.isFounder) throw new TeamError('not-founder');
    const { verifying, signing } = await newSeatKeys();
    const seat = crypto.randomUUID();
    const until = new Date(now.getTime() + INVITATION_DAYS * DAY_MS).toISOString();
    const { secrets } = session;
    const grant = await makeGrant(config.keys.signing, secrets.shop, seat, verifying, until);
    await putSeat(session, undefined, {
      seat,
      chain: seat,
      name: nameOf(name),
      state: 'invited',
      verifying: toBase64(verifying),
      wrapping: '',
      grant,
      proof: '',
    });
    await session.readRoll();
    const epoch = currentEpoch(secrets);
    const { url, user, password, shop, founder } = config;
    return writeInvitation({
      url,
      user,
      password,
      shop,
      root: toBase64(secrets.root),
      epoch,
      secret: toBase64(secrets.epochs.get(epoch)!),
      seat,
      signing: toBase64(signing),
      founder: { seat: founder.seat, verifying: toBase64(founder.verifying) },
      until,
    });
  });

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = fromBase64(text);
  if (!bytes) throw new TeamError('damaged');
  return bytes as Uint8Array<ArrayBuffer>;
};

/** Joins by an invitation, once: the first who does so has the seat. */
export async function join(
  db: ClaimLensDb,
  lines: Lines,
  text: string,
  name: string,
  now: Date,
): Promise<void> {
  const invitation = readInvitation(text);
  if (typeof invitation === 'string') throw new TeamError(invitation);
  if (Date.parse(invitation.until) < now.getTime()) throw new TeamError('expired');
  const chain = await ready(db);
  const keys = await newSeatKeys();
  const { url, user, password, shop, seat, epoch } = invitation;
  const config: TeamConfig = {
    url,
    user,
    password,
    shop,
    root: bytesOf(invitation.root),
    epochs: [{ epoch, secret: bytesOf(invitation.secret) }],
    seat,
    keys: keys as TeamConfig['keys'],
    founder: { seat: invitation.founder.seat, verifying: bytesOf(invitation.founder.verifying) },
  };
  const wire = await lines.open({ url, user, password }, shop);
  try {
    const session = new Session(db, wire, config);
    await session.readRoll().catch((error: unknown) => {
      throw error instanceof RevokedError ? new TeamError('used') : error;
    });
    const known = session.roll.get(seat);
    const { grant } = known?.body ?? {};
    if (known?.body.state !== 'invited' || !grant) throw new TeamError('used');
    const verifying = toBase64(keys.verifying);
    const wrapping = toBase64(keys.wrapping);
    const proof = await makeProof(bytesOf(invitation.signing), shop, seat, verifying, wrapping);
    const called = nameOf(name) || known.body.name;
    await putSeat(session, known, {
      seat,
      chain,
      name: called,
      state: 'active',
      verifying,
      wrapping,
      grant,
      proof,
    });
    const epochs = [...session.secrets.epochs].map(([number, secret]) => ({
      epoch: number,
      secret: secret as Uint8Array<ArrayBuffer>,
    }));
    await keep(db, { ...config, epochs }, 'team-joined');
  } catch (error) {
    throw error instanceof StaleError ? new TeamError('used') : error;
  } finally {
    await wire.close();
  }
}

/** Another name for a seat: its own, or any by the founder. */
export const rename = (db: ClaimLensDb, lines: Lines, seat: string, name: string): Promise<void> =>
  withSession(db, lines, async (session) => {
    const known = session.roll.get(seat);
    if (!known || (seat !== session.seat && !session.isFounder)) throw new TeamError('not-founder');
    if (nameOf(name) === '') return;
    await putSeat(session, known, { ...known.body, name: nameOf(name) });
    await session.readRoll();
  });

/**
 * Takes a seat out of the team, or an invitation back: nothing that it writes from now on counts, and what is written from now on is
 * under a secret that it never gets.
 */
export const revoke = (db: ClaimLensDb, lines: Lines, seat: string): Promise<void> =>
  withSession(db, lines, async (session) => {
    if (!session.isFounder || seat === session.seat) throw new TeamError('not-founder');
    const known = session.roll.get(seat);
    if (!known || known.body.state === 'revoked') return;
    const last = await session.wire.last('log', session.subject('log', session.name('seat', seat)));
    const stay = [...session.roll.values()].flatMap(({ body }) =>
      body.state === 'active' && body.seat !== seat ? [{ seat: body.seat, wrapping: body.wrapping }] : [],
    );
    // The new secret first: a revoked seat that is told so before could still read what comes between.
    const number = currentEpoch(session.secrets) + 1;
    const subject = session.subject('now', 'epoch', String(number));
    const { message } = await newEpoch(session.secrets, session.signer, subject, stay);
    await session.wire.send(subject, message, { expect: 0 });
    await session.readRoll();
    await putSeat(session, session.roll.get(seat), {
      ...known.body,
      state: 'revoked',
      endsAt: last?.seq ?? 0,
    });
    await session.readRoll();
  });

/** Invitations that ran out unused are taken back. Returns how many. */
export const withdrawExpired = async (session: Session, now: Date): Promise<number> => {
  if (!session.isFounder) return 0;
  let taken = 0;
  for (const member of session.roll.values()) {
    const { body } = member;
    if (body.state !== 'invited' || !body.grant || Date.parse(body.grant.until) > now.getTime()) continue;
    await putSeat(session, member, { ...body, state: 'left' }).catch((error: unknown) => {
      if (!(error instanceof StaleError || error instanceof EnvelopeError)) throw error;
    });
    taken += 1;
  }
  return taken;
};

/**
 * Leaves the team. What is in the local database stays, other seats' claims included; the keys go. Without a server that answers the
 * seat leaves all the same, and the founder revokes it later.
 */
export async function leave(db: ClaimLensDb, lines: Lines): Promise<void> {
  try {
    await withSession(db, lines, async (session) => {
      const known = session.roll.get(session.seat);
      if (known) await putSeat(session, known, { ...known.body, state: 'left' });
    });
  } finally {
    await db.transaction('rw', db.tables, async () => {
      for (const name of ['team', 'team-roll', 'team-cursor', 'team-status'] as const)
        await deleteMeta(db, name);
      await keepTeamImagesOf(db, new Set());
      for (const table of ALL_TEAM_TABLES) if (table !== 'teamClaims') await db.table(table).clear();
      await appendLedger(db, [{ what: 'team-left', subject: 'team' }], new Date().toISOString());
    });
  }
}
