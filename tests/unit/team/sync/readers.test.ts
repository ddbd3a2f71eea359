/** A page that one seat taught is read on all; the last word counts, and what a seat taught before it joined gives way. */
import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import { forgetTaught, keepTaught, taughtReaders } from '../../../../lib/app/consoles/taught.ts';
import type { TaughtReader } from '../../../../lib/consoles/teach/spec.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { readMeta, writeMeta } from '../../../../lib/store/meta.ts';
import { Session } from '../../../../lib/team/sync/session.ts';
import { allOffline, allSent, goOnline, NOW, team } from '../seats.ts';

afterEach(allOffline);

const reader = (version: number, host = 'shop.example'): TaughtReader => ({
  schema: 'claimlens-reader/1',
  console: 'site-shop-example',
  host,
  path: '/refunds',
  page: 'list',
  version,
  taughtAt: NOW.toISOString(),
  claimShape: '^\\d{4,10}$',
  fields: [{ name: 'claimId', path: [] }],
});
const versions = async (db: ClaimLensDb) => (await taughtReaders(db)).map(({ version }) => version);

it('goes to every seat, is taught again by another, and forgotten', async () => {
  const { lines, seats, server } = await team(3);
  const [a, b, c] = seats as [ClaimLensDb, ClaimLensDb, ClaimLensDb];
  goOnline(a, lines);
  goOnline(b, lines);
  expect(await keepTaught(a, reader(1), undefined)).toBeDefined();
  await expect.poll(() => versions(b)).toEqual([1]);
  await keepTaught(b, reader(2), undefined);
  await expect.poll(() => versions(a)).toEqual([2]);
  expect(server.disk).not.toContain('shop.example');
  goOnline(c, lines);
  await expect.poll(() => versions(c)).toEqual([2]);
  await forgetTaught(c, 'shop.example/refunds');
  await expect.poll(() => versions(a)).toEqual([]);
  await expect.poll(() => versions(b)).toEqual([]);
});

it('of before a seat joined serves the team where it has none, and gives way where it has one', async () => {
  const { lines, seats } = await team(2);
  const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
  goOnline(a, lines);
  await keepTaught(a, reader(5), undefined);
  await allSent(a);
  // As it stands after joining with two readers of one's own.
  await writeMeta(b, 'taught-readers', [reader(1), reader(7, 'other.example')]);
  for (const host of ['shop.example', 'other.example'])
    await b.teamOutbox.put({
      v: 1,
      id: `reader:${host}/refunds`,
      kind: 'reader',
      subject: `${host}/refunds`,
      n: 0,
    });
  goOnline(b, lines);
  await expect.poll(async () => (await versions(a)).sort()).toEqual([5, 7]);
  await expect.poll(async () => (await versions(b)).sort()).toEqual([5, 7]);
});

it('is not taken for another page than it says, nor where it is none', async () => {
  const { lines, seats, server } = await team(2);
  const [a, b] = seats as [ClaimLensDb, ClaimLensDb];
  const config = (await readMeta(a, 'team'))!;
  const session = new Session(a, server.line(), config);
  await session.readRoll();
  const put = (key: string, value: unknown) =>
    session.change(session.subject('now', 'reader', session.name('reader', key)), null, 'reader', () => ({
      key,
      reader: value,
    }));
  await put('mms.pinduoduo.com/aftersales', reader(1));
  await put('shop.example/refunds', { ...reader(1), claimShape: '(a+)+$' });
  await put('good.example/refunds', reader(3, 'good.example'));
  goOnline(b, lines);
  await expect.poll(() => versions(b)).toEqual([3]);
  await expect.poll(async () => (await readMeta(b, 'team-status'))?.refused.form).toBe(2);
});
