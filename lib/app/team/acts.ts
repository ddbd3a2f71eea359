/** What a person does with the team. Each act runs in a hidden page of its own, the only kind that may reach the server. */
import { sendToBackground } from '../../platform/background-port.ts';
import { dropHosts, requestHosts } from '../../platform/permissions.ts';
import { extensionUrl } from '../../platform/tabs.ts';
import { shopDb } from '../../store/db.ts';
import { appendLedger } from '../../store/ledger.ts';
import { readMeta } from '../../store/meta.ts';
import { readInvitation } from '../../team/members/invitation.ts';
import type { TeamFault } from '../../team/shop.ts';
import { outboxRow } from '../../team/sync/outbox.ts';
import { hostPattern, teamAddress } from '../../team/wire/address.ts';
import type { WireFault } from '../../team/wire/wire.ts';

export interface NewTeam {
  url: string;
  /** Name and password that all seats show the server. */
  user: string;
  password: string;
  /** May make streams; used once and not kept. */
  admin: string;
  adminPassword: string;
  /** This seat's name. */
  name: string;
  replicas: 1 | 3;
  /** Room on the server. */
  gigabytes: number;
}

export type TeamAct =
  | ({ type: 'create' } & NewTeam)
  | { type: 'invite'; name: string }
  | { type: 'join'; text: string; name: string }
  | { type: 'rename'; seat: string; name: string }
  | { type: 'revoke'; seat: string }
  | { type: 'leave' };

export type ActFault = TeamFault | WireFault | 'not-granted';
export type ActAnswer = { text: string } | { fault: ActFault };

/** Longest that an act may take: the line has shorter limits of its own. */
const ACT_MS = 60_000;

/** Runs one act in a page of its own. */
function inTeamPage(act: TeamAct): Promise<ActAnswer> {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.src = extensionUrl('/team.html');
    const end = (answer: ActAnswer): void => {
      clearTimeout(timer);
      window.removeEventListener('message', hear);
      frame.remove();
      resolve(answer);
    };
    const timer = setTimeout(() => end({ fault: 'lost' }), ACT_MS);
    const hear = ({ origin, source, data }: MessageEvent): void => {
      if (origin !== location.origin || source !== frame.contentWindow) return;
      if (data === 'ready') frame.contentWindow?.postMessage(act, location.origin);
      else end(data as ActAnswer);
    };
    window.addEventListener('message', hear);
    document.body.append(frame);
  });
}

/** Asks the browser for the one host; must be the first thing that a click does. */
async function granted(address: string): Promise<boolean> {
  const pattern = hostPattern(address);
  return pattern === null || (await requestHosts([pattern]));
}

async function withGrant(url: string, act: TeamAct): Promise<ActAnswer> {
  let address: string;
  try {
    address = teamAddress(url);
  } catch {
    return { fault: 'host' };
  }
  if (!(await granted(address))) return { fault: 'not-granted' };
  const answer = await inTeamPage(act);
  if ('text' in answer) await sendToBackground({ type: 'wake-engine' });
  return answer;
}

/** Makes a team; call from a click. */
export const makeTeam = (team: NewTeam): Promise<ActAnswer> =>
  withGrant(team.url, { type: 'create', ...team });

/** Joins by an invitation; call from a click. */
export async function joinTeam(text: string, name: string): Promise<ActAnswer> {
  const invitation = readInvitation(text);
  if (typeof invitation === 'string') return { fault: invitation };
  return withGrant(invitation.url, { type: 'join', text, name });
}

export const inviteSeat = (name: string): Promise<ActAnswer> => inTeamPage({ type: 'invite', name });
export const renameSeat = (seat: string, name: string): Promise<ActAnswer> =>
  inTeamPage({ type: 'rename', seat, name });
export const revokeSeat = (seat: string): Promise<ActAnswer> => inTeamPage({ type: 'revoke', seat });

/** Leaves; the host goes back to the browser. The local data stays. */
export async function leaveTeam(): Promise<ActAnswer> {
  const team = await readMeta(shopDb(), 'team');
  const answer = await inTeamPage({ type: 'leave' });
  const pattern = team && hostPattern(team.url);
  if (pattern) await dropHosts([pattern]);
  return answer;
}

/** Gives a claim to a seat, or to nobody. */
export async function assignClaim(claimKey: string, seat: string | null): Promise<void> {
  const db = shopDb();
  const at = new Date().toISOString();
  await db.transaction('rw', [db.teamClaims, db.ledger, db.meta], async () => {
    const known = await db.teamClaims.get(claimKey);
    if ((known?.assignee ?? null) === seat) return;
    const row = known ?? { v: 1 as const, claimKey, from: null, assignee: null, look: null };
    await db.teamClaims.put({ ...row, assignee: seat });
    await appendLedger(db, [{ what: 'assigned', subject: claimKey, data: { seat } }], at);
  });
}

/** Says to the team that this seat has a claim open, or no longer. Nothing without a team. */
export async function lookAt(claimKey: string, open: boolean): Promise<void> {
  const db = shopDb();
  if (!(await readMeta(db, 'team'))) return;
  const kind = open ? 'look' : 'leave';
  await db.transaction('rw', db.teamOutbox, async () => {
    await db.teamOutbox.delete(`${open ? 'leave' : 'look'}:${claimKey}`);
    await db.teamOutbox.put(outboxRow(kind, claimKey, Date.now()));
  });
}
