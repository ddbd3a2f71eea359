/** A packing folder that is linked once: remembered over restarts of the page, looked into again, and a vanished file named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../browsers/stored.ts';
import type { TestPage } from '../browsers/types.ts';
import { openSession, type Session } from '../demo/session.ts';

interface Row {
  path: string;
  sha256: string | null;
  numbers: string[];
  missingSince: string | null;
}

/**
 * Puts a folder of the browser's own file system where the folder picker would answer: its handle is of the same kind as
 * that of a folder on the disk, only the picker itself is beyond a test's reach.
 */
const answerPicker = (page: TestPage): Promise<void> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('packing', { create: true });
    Object.defineProperty(globalThis, 'showDirectoryPicker', { value: async () => folder });
  }, null);

const writePicture = (page: TestPage, file: string): Promise<void> =>
  page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('packing', { create: true });
    const canvas = new OffscreenCanvas(640, 480);
    const draw = canvas.getContext('2d');
    if (!draw) throw new Error('no canvas');
    for (let i = 0; i < 200; i++) {
      draw.fillStyle = `hsl(${(i * 47) % 360} 60% ${20 + (i % 60)}%)`;
      draw.fillRect((i * 97) % 640, (i * 61) % 480, 60, 40);
    }
    const to = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await to.write(await canvas.convertToBlob({ type: 'image/jpeg' }));
    await to.close();
  }, file);

describe('a linked packing folder in chromium', () => {
  let session: Session;
  let page: TestPage;
  const archive = () => openDatabase(page).table('archiveFiles') as Promise<Row[]>;

  beforeAll(async () => {
    session = await openSession('chromium', { claims: 1 });
    page = await session.browser.open(session.browser.extensionUrl('/workbench.html#/cases/archive'));
    await page.waitFor('[data-testid="archive"]');
    await writePicture(page, 'SF1234567890123.jpg');
    await answerPicker(page);
  });
  afterAll(() => session?.close());

  it('is looked into at once: number from the name, hash of the bytes', async () => {
    await page.click('[data-testid="archive-link"]');
    await page.waitFor('[data-testid="archive-report"]');
    const [row] = await archive();
    expect(row).toMatchObject({ path: 'SF1234567890123.jpg', missingSince: null });
    expect(row?.numbers).toContain('SF1234567890123');
    expect(row?.sha256).toHaveLength(64);
  });

  it('is remembered, and a look again finds what is new and names what is gone', async () => {
    await page.reload();
    await page.waitFor('[data-testid="archive-folder"]');
    await writePicture(page, 'YT8812345678901.jpg');
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      await (await root.getDirectoryHandle('packing')).removeEntry('SF1234567890123.jpg');
    }, null);
    await page.click('[data-testid="archive-again"]');
    await page.waitFor('[data-testid="archive-report"]');
    const rows = await archive();
    expect(rows.filter(({ missingSince }) => missingSince === null).map(({ path }) => path)).toEqual([
      'YT8812345678901.jpg',
    ]);
    expect(rows.find(({ path }) => path === 'SF1234567890123.jpg')?.missingSince).not.toBeNull();
    await page.click('[data-testid="archive-folder"] summary');
    await page.waitForText('SF1234567890123.jpg');
  });
});
