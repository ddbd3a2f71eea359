import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { otherSites } from '../../../../lib/app/consoles/sites.ts';
import { ownHostsOf, readFromOwnHost } from '../../../../lib/app/library/own-hosts.ts';
import { saveAddresses } from '../../../../lib/library/save-addresses.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { readMeta } from '../../../../lib/store/meta.ts';
import { pngHeader } from '../../support/bytes.ts';
import { freshDb } from '../../support/db.ts';

const HOST = 'shop.example.com';
const NOW = new Date('2026-10-02T03:00:00Z');

const shop = vi.hoisted(() => ({
  says: true,
  lands: '',
  asked: [] as unknown[],
  read: [] as string[],
  closed: 0,
  answers: new Map<string, unknown>(),
}));
vi.mock('wxt/browser', () => ({
  browser: {
    runtime: { sendMessage: async () => true },
    permissions: {
      request: async (what: unknown) => {
        shop.asked.push(what);
        return shop.says;
      },
      getAll: async () => ({ origins: [`https://shop.example.com/*`] }),
    },
    tabs: {
      create: async ({ url }: { url: string }) => {
        shop.lands ||= url;
        return { id: 7 };
      },
      get: async () => ({ status: 'complete', url: shop.lands }),
      remove: async () => {
        shop.closed += 1;
      },
    },
    scripting: {
      executeScript: async ({ args }: { args: [string] }) => {
        shop.read.push(args[0]);
        return [{ result: shop.answers.get(args[0]) }];
      },
    },
  },
}));

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const at = (name: string, host = HOST): string => `https://${host}/wp-content/uploads/${name}`;

/** Waiting pictures of one product, refused as the engine refuses what was not granted. */
async function waiting(urls: string[], why = 'host-not-granted'): Promise<ClaimLensDb> {
  const db = freshDb();
  await saveAddresses(
    db,
    urls.map((url) => ({ productKey: 'sheet:MUG', title: 'Mug', itemId: 'MUG', url })),
    'sheet',
    NOW,
  );
  await db.libraryImages.toCollection().modify({ state: 'unusable', why });
  return db;
}

const wantedOf = async (db: ClaimLensDb) => ownHostsOf(await db.libraryImages.toArray());

beforeEach(() => {
  Object.assign(shop, { says: true, lands: '', asked: [], read: [], closed: 0 });
  shop.answers.clear();
});

describe('hosts of the shop', () => {
  it('are those that no named picture host covers, public ones only, the most wanted first', async () => {
    const db = await waiting([
      at('a.jpg'),
      at('b.jpg'),
      at('c.jpg', 'other.example.org'),
      'https://img.alicdn.com/imgextra/i1/d.jpg',
      'https://192.168.1.5/e.jpg',
      'https://nas.local/f.jpg',
    ]);
    expect((await wantedOf(db)).map(({ host, images }) => [host, images.length])).toEqual([
      [HOST, 2],
      ['other.example.org', 1],
    ]);
    await db.libraryImages.toCollection().modify({ why: 'not-found' });
    expect(await wantedOf(db)).toEqual([]);
  });
});

describe('reading from the shop’s own host', () => {
  it('asks once, reads through one page, closes it, and names what could not be read', async () => {
    const db = await waiting([at('a.png'), at('b.png'), at('c.png'), at('d.png')]);
    const picture = pngHeader(8, 8, 1);
    shop.answers.set(at('a.png'), { base64: base64(picture) });
    shop.answers.set(at('b.png'), { base64: base64(Buffer.from('<!doctype html><title>404</title>')) });
    shop.answers.set(at('c.png'), { status: 404 });
    const [own] = await wantedOf(db);
    const steps: number[] = [];
    expect(await readFromOwnHost(own!, (done) => steps.push(done), db)).toEqual({ read: 1, failed: 3 });
    expect(steps).toEqual([1, 2, 3, 4]);
    expect(shop.asked).toEqual([{ origins: [`https://${HOST}/*`] }]);
    expect(shop.closed).toBe(1);
    const rows = await db.libraryImages.toArray();
    expect(Object.fromEntries(rows.map((row) => [row.url, [row.state, row.why]]))).toEqual({
      [at('a.png')]: ['waiting', null],
      [at('b.png')]: ['unusable', 'not-an-image'],
      [at('c.png')]: ['unusable', 'not-found'],
      [at('d.png')]: ['unusable', 'network'],
    });
    const kept = rows.find(({ url }) => url === at('a.png'));
    expect((await db.blobs.get(kept!.sha256))?.mime).toBe('image/png');
    expect(await db.jobs.get(`fingerprint-library:${kept!.id}`)).toBeDefined();
    // Granted for pictures: it is in the list of sites, so that it can be taken back, and no reader starts there.
    expect(await readMeta(db, 'picture-hosts')).toEqual([HOST]);
    expect(await otherSites()).toEqual([HOST]);
  });

  it('reads nothing without permission, and nothing when the address leads to another host', async () => {
    const db = await waiting([at('a.png')]);
    const [own] = await wantedOf(db);
    shop.says = false;
    expect(await readFromOwnHost(own!, () => {}, db)).toBe('refused');
    expect(await readMeta(db, 'picture-hosts')).toBeNull();
    shop.says = true;
    shop.lands = 'https://cdn.elsewhere.example/a.png';
    expect(await readFromOwnHost(own!, () => {}, db)).toBe('moved');
    expect(shop.read).toEqual([]);
    expect(shop.closed).toBe(1);
  });

  it('keeps the date of a picture that was there under another address', async () => {
    const db = await waiting([at('a.png'), at('a-again.png')]);
    const picture = { base64: base64(pngHeader(8, 8, 1)) };
    shop.answers.set(at('a.png'), picture);
    const [own] = await wantedOf(db);
    const idOf = (name: string) => own!.images.filter((id) => id.endsWith(name));
    await readFromOwnHost({ host: HOST, images: idOf('/a.png') }, () => {}, db);
    await db.libraryImages
      .where('url')
      .equals(at('a.png'))
      .modify({ addedAt: '2025-01-01T00:00:00.000Z', state: 'ready' });
    shop.answers.set(at('a-again.png'), picture);
    await readFromOwnHost({ host: HOST, images: idOf('/a-again.png') }, () => {}, db);
    expect(await db.libraryImages.toArray()).toMatchObject([
      { addedAt: '2025-01-01T00:00:00.000Z', state: 'ready', url: at('a-again.png') },
    ]);
  });
});
