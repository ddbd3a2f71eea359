import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeBackup } from '../../../../lib/app/keeping/backup.ts';
import {
  backUpNow,
  backUpWhenDue,
  backupOverdue,
  endPlan,
  isBackupDue,
  lastBackup,
  noteBackup,
  planBackups,
  setBackupFolder,
} from '../../../../lib/app/keeping/backup-plan.ts';
import { restoreBackup } from '../../../../lib/app/keeping/restore.ts';
import { backupKeys, readBackup } from '../../../../lib/cases/backup/format.ts';
import { saveReadings } from '../../../../lib/store/claims.ts';
import type { ClaimLensDb } from '../../../../lib/store/db.ts';
import { anyMeta } from '../../../../lib/store/meta.ts';
import { claim } from '../../support/claims.ts';
import { freshDb } from '../../support/db.ts';

const stored = vi.hoisted(() => new Map<string, unknown>());
const saved = vi.hoisted(() => [] as { name: string; blob: Blob }[]);
vi.mock('wxt/browser', () => ({
  browser: {
    storage: {
      local: {
        get: async (name: string) => ({ [name]: stored.get(name) }),
        set: async (values: Record<string, unknown>) => {
          for (const [name, value] of Object.entries(values)) stored.set(name, value);
        },
        remove: async (name: string) => void stored.delete(name),
      },
    },
  },
}));
vi.mock('../../../../lib/platform/downloads.ts', () => ({
  saveFile: (name: string, blob: Blob) => void saved.push({ name, blob }),
}));

const DAY = 24 * 3_600_000;
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
let db: ClaimLensDb;
beforeEach(async () => {
  stored.clear();
  saved.length = 0;
  db = freshDb();
  vi.stubGlobal('navigator', {
    locks: { request: async (_: string, __: object, work: (lock: object) => unknown) => work({}) },
  });
  await saveReadings(db, [claim()], new Date());
});

/** A folder that takes files while it is granted. */
function folder(granted: boolean) {
  const files = new Map<string, Blob>();
  return {
    files,
    name: 'backups',
    queryPermission: async () => (granted ? 'granted' : 'prompt'),
    getFileHandle: async (name: string) => ({
      createWritable: async () => ({
        write: async (blob: Blob) => void files.set(name, blob),
        close: async () => undefined,
      }),
    }),
  };
}

describe('automatic backups', () => {
  it('are made when due, without the password at hand, and open with it', async () => {
    expect(await isBackupDue(db)).toBe(false);
    await planBackups('secret', 7, db);
    expect(JSON.stringify(await anyMeta(db, 'backup-plan'))).not.toContain('secret');
    expect(await isBackupDue(db)).toBe(true);
    await backUpWhenDue(true, db);
    expect(saved).toHaveLength(1);
    expect((await readBackup(await bytesOf(saved[0]!.blob), 'secret')).rows.length).toBeGreaterThan(0);
    await expect(readBackup(await bytesOf(saved[0]!.blob), 'other')).rejects.toThrow('wrong-password');
    const other = freshDb();
    expect((await restoreBackup(saved[0]!.blob, 'secret', {}, other)).aside).toEqual([]);
    expect(await other.claims.count()).toBe(1);
    // Neither keys nor folder travel.
    const { rows } = await readBackup(await bytesOf(saved[0]!.blob), 'secret');
    expect(rows.filter(({ row }) => String(row.name).startsWith('backup-'))).toEqual([]);
    expect(await lastBackup()).toMatchObject({ name: saved[0]!.name, folder: null });
    await backUpWhenDue(true, db);
    expect(saved).toHaveLength(1);
    expect(await isBackupDue(db, Date.now() + 6.9 * DAY)).toBe(false);
    expect(await isBackupDue(db, Date.now() + 7 * DAY)).toBe(true);
  });

  it('never use one nonce twice under one key', async () => {
    const keys = await backupKeys('p', 10);
    const heads = await Promise.all(
      [1, 2].map(async () => (await readBackup(await bytesOf(await makeBackup(keys, db)), 'p')).header),
    );
    expect(heads[0]!.salt).toBe(heads[1]!.salt);
    expect(heads[0]!.nonce).not.toBe(heads[1]!.nonce);
  });

  it('go to the chosen folder, and to the downloads where it is not granted', async () => {
    await planBackups('p', 1, db);
    const dir = folder(true);
    vi.spyOn(db.meta, 'put').mockImplementation((() => Promise.resolve('')) as never);
    await setBackupFolder(dir as unknown as FileSystemDirectoryHandle, db);
    vi.restoreAllMocks();
    const get = db.meta.get.bind(db.meta);
    let shown: ReturnType<typeof folder> = dir;
    vi.spyOn(db.meta, 'get').mockImplementation((async (name: never) =>
      name === 'backup-folder' ? { v: 1, name, value: shown } : get(name)) as never);
    expect(await backUpNow(db)).toMatchObject({ folder: 'backups' });
    expect([...dir.files.keys()]).toEqual([(await lastBackup())!.name]);
    shown = folder(false);
    expect(await backUpNow(db)).toMatchObject({ folder: null });
    expect(saved).toHaveLength(1);
    vi.restoreAllMocks();
  });

  it('are not made over a damaged database, nor after they were switched off', async () => {
    await planBackups('p', 1, db);
    await backUpWhenDue(false, db);
    expect(saved).toEqual([]);
    await endPlan(db);
    await backUpWhenDue(true, db);
    expect(await backUpNow(db)).toBeNull();
    expect(saved).toEqual([]);
    await expect(planBackups('', 1, db)).rejects.toThrow(RangeError);
  });
});

describe('the reminder', () => {
  it('comes when nothing newer than so many days is there, and not in the first days', async () => {
    const now = Date.now();
    expect(await backupOverdue(db, now)).toBeNull();
    expect(await backupOverdue(db, now + 15 * DAY)).toBe('never');
    await noteBackup({ at: new Date(now).toISOString(), name: 'x', folder: null, bytes: 1 });
    expect(await backupOverdue(db, now + 13 * DAY)).toBeNull();
    expect(await backupOverdue(db, now + 20 * DAY)).toBe(20);
    await db.claims.clear();
    expect(await backupOverdue(db, now + 20 * DAY)).toBeNull();
  });
});
