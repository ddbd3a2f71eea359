import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ImportReport } from '../../../lib/library/import.ts';
import { until } from '../support/until.ts';

const runs = vi.hoisted(() => ({ paths: [] as string[][], go: [] as (() => void)[] }));
vi.mock('../../../lib/app/claims/commands.ts', () => ({
  importFiles: async (files: { path: string }[]): Promise<ImportReport> => {
    runs.paths.push(files.map(({ path }) => path));
    await new Promise<void>((done) => runs.go.push(done));
    const [first] = files;
    const unusable = [{ file: first?.path ?? '', why: 'empty' }];
    return { files: files.length, added: files.length - 1, duplicates: 0, products: 1, unusable };
  },
}));
const { useImportRun } = await import('../../../components/state/import-run.ts');

const listed = (path: string) => ({ path, bytes: async () => new Uint8Array([1]) });
const state = () => useImportRun.getState().state;
const release = async (): Promise<void> => {
  await until(() => expect(runs.go.length).toBeGreaterThan(0));
  runs.go.shift()?.();
};

afterEach(() => {
  useImportRun.getState().clear();
  Object.assign(runs, { paths: [], go: [] });
});

describe('what comes while an import goes on', () => {
  it('follows it, and the report answers for both', async () => {
    const { startListed } = useImportRun.getState();
    void startListed([listed('a/1.jpg'), listed('a/2.jpg')], 'folder');
    void startListed([listed('b/1.jpg')], 'sheet');
    await release();
    await release();
    await until(() => expect(state()).toBe('done'));
    expect(runs.paths).toEqual([['a/1.jpg', 'a/2.jpg'], ['b/1.jpg']]);
    const { report } = useImportRun.getState();
    expect(report).toMatchObject({ files: 3, added: 1 });
    expect(report?.unusable.map(({ file }) => file)).toEqual(['a/1.jpg', 'b/1.jpg']);
  });

  it('a sheet’s pictures that follow a finished run add to its answers, until they are dismissed', async () => {
    const { startListed, clear } = useImportRun.getState();
    for (const path of ['a/1.jpg', 'b/1.jpg']) {
      void startListed([listed(path)], 'sheet');
      await release();
      await until(() => expect(state()).toBe('done'));
    }
    expect(useImportRun.getState().report?.unusable.map(({ file }) => file)).toEqual(['a/1.jpg', 'b/1.jpg']);
    clear();
    void startListed([listed('c/1.jpg')], 'sheet');
    await release();
    await until(() => expect(state()).toBe('done'));
    expect(useImportRun.getState().report?.files).toBe(1);
  });

  it('names in an archive can be read otherwise before the start', async () => {
    // 帽/1.jpg in Big5, in a stored ZIP of the test's own, without a mark.
    const { zipSync } = await import('fflate');
    const zip = zipSync({ 'AA/1.jpg': new Uint8Array([0xff, 0xd8, 0xff]) });
    for (let at = 0; at < zip.length - 8; at++)
      if (zip[at] === 0x41 && zip[at + 1] === 0x41 && zip[at + 2] === 0x2f) zip.set([0xb4, 0x55], at);
    const { start, readNamesAs, begin } = useImportRun.getState();
    await start([{ path: 'goods.zip', file: new File([zip as BlobPart], 'goods.zip') }]);
    expect(state()).toBe('planned');
    const title = () => useImportRun.getState().plan?.choices[0]?.products[0]?.title;
    await readNamesAs('big5');
    expect(title()).toBe('帽');
    void begin('auto');
    await release();
    await until(() => expect(state()).toBe('done'));
    expect(runs.paths).toEqual([['goods/帽/1.jpg']]);
  });

  it('begins when a plan before it is dropped', async () => {
    const { start, startListed, clear } = useImportRun.getState();
    const file = (path: string) => ({ path, file: new File(['x'], path.split('/').at(-1) ?? '') });
    await start([file('a/b/1.jpg'), file('a/c/1.jpg')]);
    expect(state()).toBe('planned');
    void startListed([listed('d/1.jpg')], 'sheet');
    clear();
    await release();
    await until(() => expect(state()).toBe('done'));
    expect(runs.paths).toEqual([['d/1.jpg']]);
  });
});
