/**
 * The one page that may talk to the team's server. With `#live` it keeps the line; else it does one act for the page that holds it
 * and ends. The client is loaded here and nowhere else, and the page locks itself to one address before it connects.
 */
import { logOf } from '../../base/log.ts';
import { sendToBackground } from '../../platform/background-port.ts';
import { hasHosts, knowsPermissions } from '../../platform/permissions.ts';
import { shopDb } from '../../store/db.ts';
import { readMeta } from '../../store/meta.ts';
import { Live } from '../../team/live.ts';
import { createTeam, invite, join, type Lines, leave, rename, revoke, TeamError } from '../../team/shop.ts';
import { hostPattern, lockPage, teamAddress } from '../../team/wire/address.ts';
import { makeStreams, openWire, type ServerAccess } from '../../team/wire/nats-wire.ts';
import { WireError } from '../../team/wire/wire.ts';
import { recheckOpenClaims } from '../claims/commands.ts';
import { eraseClaims, HeldError } from '../keeping/erase.ts';
import type { ActAnswer, TeamAct } from './acts.ts';

const log = logOf('team');

/** Held by the page that keeps the line: one for all windows. */
const LOCK = 'claimlens-team';

/** Whether the seller granted the team's host; this machine itself needs no grant. */
async function mayConnect(address: string): Promise<boolean> {
  const pattern = hostPattern(address);
  if (pattern === null) return true;
  if (knowsPermissions()) return hasHosts([pattern]);
  return (await sendToBackground({ type: 'may-fetch', hostname: new URL(address).hostname })) === true;
}

let locked: string | null = null;

/** Lets this page connect to one address, and to no other for as long as it lives. Throws WireError `host`. */
async function lock(url: string): Promise<void> {
  const address = teamAddress(url);
  if (locked !== null && locked !== address) throw new WireError('host', 'this page has another');
  if (!(await mayConnect(address))) throw new WireError('host', 'not granted');
  if (locked === null) lockPage(document, address);
  locked = address;
}

const locking =
  <A extends [ServerAccess, ...unknown[]], R>(act: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    await lock(args[0].url);
    return act(...args);
  };

const LINES: Lines = { open: locking(openWire), make: locking(makeStreams) };

/** Another seat erased a claim: it goes here too, unless it is on hold. */
async function eraseClaim(key: string): Promise<void> {
  try {
    await eraseClaims([key], 'all', 'team');
  } catch (error) {
    if (!(error instanceof HeldError)) throw error;
    log.info('a claim that another seat erased is held here');
  }
}

function keepLine(): void {
  void navigator.locks.request(LOCK, () =>
    new Live(shopDb(), { lines: LINES, eraseClaim, libraryGrew: recheckOpenClaims }).run(),
  );
}

async function perform(act: TeamAct): Promise<string> {
  const db = shopDb();
  const now = new Date();
  switch (act.type) {
    case 'create': {
      const { url, user, password, admin, adminPassword, name, replicas, gigabytes } = act;
      const access = { url: teamAddress(url), user, password };
      const limits = { replicas, bytes: gigabytes * 1e9 };
      await createTeam(db, LINES, {
        admin: { url: access.url, user: admin, password: adminPassword },
        access,
        name,
        limits,
      });
      return '';
    }
    case 'invite':
      return invite(db, LINES, act.name, now);
    case 'join':
      await join(db, LINES, act.text, act.name, now);
      return '';
    case 'rename':
      await rename(db, LINES, act.seat, act.name);
      return '';
    case 'revoke':
      await revoke(db, LINES, act.seat);
      return '';
    case 'leave':
      await leave(db, LINES);
      return '';
  }
}

/** Does what the page around it asks, once. Only the extension's own pages can hold it, and only they are heard. */
function hearOnce(): void {
  window.addEventListener('message', ({ origin, data, source }) => {
    if (origin !== location.origin || source !== window.parent || window.parent === window) return;
    const answer = (value: ActAnswer): void => window.parent.postMessage(value, location.origin);
    perform(data as TeamAct).then(
      (text) => answer({ text }),
      (error: unknown) => {
        if (error instanceof WireError || error instanceof TeamError) answer({ fault: error.why });
        else {
          log.error('an act on the team failed', error);
          answer({ fault: 'lost' });
        }
      },
    );
  });
  window.parent.postMessage('ready', location.origin);
}

/** Starts what the page's address says. */
export function startTeamPage(): void {
  if (location.hash !== '#live') {
    hearOnce();
    return;
  }
  void readMeta(shopDb(), 'team').then((team) => {
    if (team) keepLine();
  });
}
