import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, readSettings, writeSettings } from '../../../lib/store/settings.ts';
import { freshDb } from '../support/db.ts';

describe('settings', () => {
  it('start with the defaults', async () => {
    const settings = await readSettings(freshDb());
    expect(settings).toEqual(DEFAULT_SETTINGS);
    expect(settings.retention).toEqual({ cleanPixelsDays: 30, cleanHashesDays: 180, disputedDays: 180 });
    expect(settings.consoles).toEqual({});
  });

  it('change one by one and keep the rest', async () => {
    const db = freshDb();
    await writeSettings(db, { theme: 'dark' });
    await writeSettings(db, { consoles: { pinduoduo: { on: false } } });
    expect(await readSettings(db)).toMatchObject({ theme: 'dark', consoles: { pinduoduo: { on: false } } });
  });

  it('refuse what does not fit and keep what was', async () => {
    const db = freshDb();
    await writeSettings(db, { theme: 'dark' });
    const retention = { cleanPixelsDays: 0, cleanHashesDays: 1, disputedDays: 1 };
    await expect(writeSettings(db, { retention })).rejects.toThrow();
    await expect(writeSettings(db, { locale: 'xx' as never })).rejects.toThrow();
    expect((await readSettings(db)).theme).toBe('dark');
  });

  it.each([['a string'], [42], [null], [{ theme: 'pink' }], [{ retention: { cleanPixelsDays: -1 } }]])(
    'fall back to the defaults when the row is damaged (%j)',
    async (value) => {
      const db = freshDb();
      await db.meta.put({ v: 1, name: 'settings', value });
      expect(await readSettings(db)).toEqual(DEFAULT_SETTINGS);
    },
  );

  it('fill what an older version did not know', async () => {
    const db = freshDb();
    await db.meta.put({ v: 1, name: 'settings', value: { theme: 'light' } });
    expect(await readSettings(db)).toEqual({ ...DEFAULT_SETTINGS, theme: 'light' });
  });
});
