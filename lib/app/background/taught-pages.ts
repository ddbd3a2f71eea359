/** Readers that a seller taught on a page: kept for that page's own host, and sent to every open page of it. */
import type { ConsoleLine } from '../../platform/background-port.ts';
import { shopDb } from '../../store/db.ts';
import { keepTaught, taughtReaders } from '../consoles/taught.ts';
import { hostOf, linesOfHost, ownerOf } from './lines.ts';

/** Sends what the seller taught about the line's host. */
export async function sendTaught(line: ConsoleLine): Promise<void> {
  const host = hostOf(line);
  const readers = (await taughtReaders(shopDb())).filter((reader) => reader.host === host);
  if (readers.length) line.post({ type: 'taught', readers });
}

/** A reader from a page is only taken for that page's own host and console; other open pages of the host get it too. */
export async function keepTaughtBy(line: ConsoleLine, value: unknown): Promise<void> {
  const host = hostOf(line);
  const owner = ownerOf(line);
  if (!host || !owner || !(await keepTaught(shopDb(), value, { host, console: owner }))) return;
  for (const other of linesOfHost(host)) await sendTaught(other);
}
