/** Product images of a large shop, put straight into the extension's database: fingerprints like real ones, of no picture. */
import type { TestPage } from '../browsers/types.ts';

/** Rows per transaction, so that seeding itself does not choke the page. */
const PIECE = 500;

/**
 * Adds `count` library images whose signatures differ from real ones by half of their bits, as those of unrelated pictures do. At least
 * one real picture must be stored. Layout of a stored fingerprint: lib/match/fingerprint/codec.ts.
 */
export async function seedStrangers(page: TestPage, count: number): Promise<void> {
  for (let from = 0; from < count; from += PIECE)
    await page.evaluate(
      ([first, end]) =>
        new Promise<void>((done, fail) => {
          const HEADER = 80;
          const SIGNATURE = 16;
          const asked = indexedDB.open('claimlens');
          asked.onerror = () => fail(asked.error);
          asked.onsuccess = () => {
            const db = asked.result;
            const work = db.transaction(['photos', 'libraryImages'], 'readwrite');
            const photos = work.objectStore('photos');
            const real = photos.getAll(null, 400);
            real.onsuccess = () => {
              const like = (real.result as { sha256: string; fingerprint: Uint8Array | null }[]).filter(
                ({ sha256, fingerprint }) => fingerprint && !sha256.startsWith('ffff'),
              );
              for (let i = first; i < end; i++) {
                const row = like[i % like.length]!;
                const fingerprint = row.fingerprint!.slice();
                const features = fingerprint[14]! + 256 * fingerprint[15]!;
                const noise = crypto.getRandomValues(new Uint8Array(fingerprint.length));
                // Hashes and signatures are turned over at random, places are new; sizes and angles stay.
                const signatures = HEADER + features * SIGNATURE;
                for (let p = 16; p < signatures; p++) fingerprint[p] = fingerprint[p]! ^ noise[p]!;
                for (let p = signatures + 2 * features; p < fingerprint.length; p++)
                  fingerprint[p] = noise[p]!;
                const sha256 = `ffff${i.toString(16).padStart(60, '0')}`;
                photos.put({ ...row, sha256, fingerprint });
                work.objectStore('libraryImages').put({
                  v: 1,
                  id: `file:stranger-${i >> 3}#${sha256}`,
                  productKey: `file:stranger-${i >> 3}`,
                  sha256,
                  name: `${i}.jpg`,
                  url: null,
                  addedAt: '2026-01-01T00:00:00.000Z',
                  state: 'ready',
                  why: null,
                });
              }
            };
            work.oncomplete = () => {
              db.close();
              done();
            };
            work.onabort = () => fail(work.error);
          };
        }),
      [from, Math.min(count, from + PIECE)] as [number, number],
    );
}
