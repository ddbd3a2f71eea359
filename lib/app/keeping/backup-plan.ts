/**
 * Backups by themselves: made by the workbench or side panel when they are due, into the folder that the seller chose or the
 * browser's downloads. What was made last is noted outside the database, where it can still be read when that is damaged.
 */
import { liveQuery, type Observable } from 'dexie';
import * as v from 'valibot';
import { backupKeys } from '../../cases/backup/format.ts';
import { saveFile } from '../../platform/downloads.ts';
import { readLocal, writeLocal } from '../../platform/local-store.ts';
import { writeInto } from '../../platform/outside/folders.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { deleteMeta, readMeta, writeMeta } from '../../store/meta.ts';
import { readSettings } from '../../store/settings.ts';
import { makeBackup } from './backup.ts';

export const LAST_BACKUP = 'last-backup';
const LOCK = 'claimlens-backup';
const DAY_MS = 24 * 3_600_000;

const LastBackup = v.object({
  /** ISO instant. */
  at: v.string(),
  name: v.string(),
  /** Name of the folder; null for the browser's downloads. */
  folder: v.nullable(v.string()),
  bytes: v.number(),
});
export type LastBackup = v.InferOutput<typeof LastBackup>;

/** The newest backup that was made here; null when none is known. */
export async function lastBackup(): Promise<LastBackup | null> {
  const parsed = v.safeParse(LastBackup, await readLocal(LAST_BACKUP));
  return parsed.success ? parsed.output : null;
}

/** Notes a backup that was handed out, by the plan or by hand. */
export const noteBackup = (made: LastBackup): Promise<void> => writeLocal(LAST_BACKUP, made);

/** Name of a backup's file: its day and time, so that none replaces another. */
export const backupName = (now: number): string =>
  `claimlens-${new Date(now).toISOString().slice(0, 16).replace(/[T:]/g, '-')}.clbackup`;

/** Switches automatic backups on; the password is turned into keys and forgotten. Throws RangeError for an empty one. */
export async function planBackups(
  password: string,
  everyDays: number,
  db: ClaimLensDb = shopDb(),
): Promise<void> {
  if (password === '') throw new RangeError('a backup needs a password');
  const keys = await backupKeys(password);
  await writeMeta(db, 'backup-plan', { days: everyDays, since: new Date().toISOString(), keys });
}

export async function endPlan(db: ClaimLensDb = shopDb()): Promise<void> {
  await deleteMeta(db, 'backup-plan');
  await deleteMeta(db, 'backup-folder');
}

export const setBackupFolder = (
  folder: FileSystemDirectoryHandle,
  db: ClaimLensDb = shopDb(),
): Promise<void> => writeMeta(db, 'backup-folder', folder);

export interface PlanState {
  days: number;
  folder: string | null;
}
/** The plan without its keys, live; null while there is none. */
export const watchPlan = (): Observable<PlanState | null> =>
  liveQuery(async () => {
    const plan = await readMeta(shopDb(), 'backup-plan');
    const folder = await readMeta(shopDb(), 'backup-folder');
    return plan && { days: plan.days, folder: folder?.name ?? null };
  });

/** Days since an instant, whichever way the clock was set meanwhile. */
const daysSince = (iso: string, now: number): number => Math.abs(now - Date.parse(iso)) / DAY_MS;

/** Whether the plan wants a backup now: there is something to keep, and the newest one is as old as its days. */
export async function isBackupDue(db: ClaimLensDb = shopDb(), now = Date.now()): Promise<boolean> {
  const plan = await readMeta(db, 'backup-plan');
  if (!plan || (await db.claims.count()) === 0) return false;
  const last = await lastBackup();
  return !last || daysSince(last.at, now) >= plan.days;
}

/**
 * Makes the backup that the plan asks for. One at a time over all pages; null when another page is at it or there is no plan.
 * Needs a document.
 */
export async function backUpNow(db: ClaimLensDb = shopDb()): Promise<LastBackup | null> {
  return navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    const plan = lock && (await readMeta(db, 'backup-plan'));
    if (!plan) return null;
    const now = Date.now();
    const file = await makeBackup(plan.keys, db);
    const name = backupName(now);
    const folder = await readMeta(db, 'backup-folder');
    const isInFolder = folder !== null && (await writeInto(folder, name, file).catch(() => false));
    // A folder that is gone, or asks for its permission again, must not cost the backup.
    if (!isInFolder) saveFile(name, file);
    const made: LastBackup = {
      at: new Date(now).toISOString(),
      name,
      folder: isInFolder ? folder.name : null,
      bytes: file.size,
    };
    await noteBackup(made);
    return made;
  });
}

/** Makes a backup when one is due; nothing otherwise, and nothing while stored data is missing. */
export async function backUpWhenDue(isSound: boolean, db: ClaimLensDb = shopDb()): Promise<void> {
  // A damaged database would only replace, in the seller's eyes, the backup that still has everything.
  if (isSound && (await isBackupDue(db))) await backUpNow(db);
}

/** Days since the newest backup where that is longer than the seller wants; `never` where there is none. Null while all is well. */
export async function backupOverdue(
  db: ClaimLensDb = shopDb(),
  now = Date.now(),
): Promise<number | 'never' | null> {
  const { backupRemindDays } = await readSettings(db);
  const first = await db.ledger.orderBy('at').first();
  // A shop of a few days has nothing yet that a reminder would be about.
  if (!first || daysSince(first.at, now) < backupRemindDays || (await db.claims.count()) === 0) return null;
  const last = await lastBackup();
  if (!last) return 'never';
  const days = Math.floor(daysSince(last.at, now));
  return days >= backupRemindDays ? days : null;
}
