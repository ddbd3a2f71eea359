/** The seller's packing archive: linked folders are looked into, their files numbered, hashed and shown beside claims. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { liveQuery, type Observable } from 'dexie';
import { logOf } from '../../base/log.ts';
import { kindOf, updateIndex, withNumbers } from '../../cases/archive.ts';
import { ARCHIVE_PRODUCT, saveStill } from '../../cases/archive-stills.ts';
import { removeProduct } from '../../library/import.ts';
import { sendToBackground } from '../../platform/background-port.ts';
import type { ArchiveFileRow } from '../../store/case-rows.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { askFor, PRIORITY } from '../../store/jobs.ts';
import { appendLedger } from '../../store/ledger.ts';
import { deleteMeta, writeMeta } from '../../store/meta.ts';
import { barcodesIn } from './barcodes.ts';
import { CAMERA_FOLDER, dropCaptures } from './camera-folder.ts';
import { HANDLE, handleOf, linkedFile, offerFiles, type Permission } from './file-at-hand.ts';

const log = logOf('archive');

/** Files taken from one folder, and folders walked into each other. */
const MOST_FILES = 50_000;
const DEEPEST = 8;
/** Longest side of a still, in pixels, and the time in a video at which it is taken, in seconds. */
const STILL_SIDE = 1_600;
const STILL_AT = 1;
const VIDEO_WAIT_MS = 8_000;

export interface LookProgress {
  done: number;
  total: number;
  current: string;
}

/** What looking into a folder found. */
export interface LookReport {
  folder: string;
  files: number;
  numbered: number;
  missing: string[];
  unreadable: string[];
}

interface Found {
  path: string;
  file: File;
}

/** True where the browser lets a page keep a link to a folder (Chromium); elsewhere folders are dropped or picked each time. */
export const canLinkFolders = (): boolean => 'showDirectoryPicker' in globalThis;

/** Asks for a folder and remembers it. Null when the seller closed the picker. */
export async function linkFolder(onProgress?: (progress: LookProgress) => void): Promise<LookReport | null> {
  let handle: FileSystemDirectoryHandle;
  try {
    handle = await // Chromium only, and not in the types that TypeScript ships.
    (
      globalThis as unknown as { showDirectoryPicker(): Promise<FileSystemDirectoryHandle> }
    ).showDirectoryPicker();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
  await writeMeta(shopDb(), `${HANDLE}${handle.name}`, handle);
  return lookIntoHandle(handle, onProgress);
}

/** Looks into a remembered folder again; asks for permission where the browser has forgotten it. Null when it was refused. */
export async function lookAgain(
  folder: string,
  onProgress?: (progress: LookProgress) => void,
): Promise<LookReport | null> {
  const handle = await handleOf(folder);
  if (!handle) return null;
  // `queryPermission` and `requestPermission` are Chromium's own and not in the types that TypeScript ships.
  const permission = handle as unknown as Permission;
  if (
    (await permission.queryPermission()) !== 'granted' &&
    (await permission.requestPermission()) !== 'granted'
  )
    return null;
  return lookIntoHandle(handle, onProgress);
}

async function lookIntoHandle(
  handle: FileSystemDirectoryHandle,
  onProgress?: (progress: LookProgress) => void,
): Promise<LookReport> {
  const files: Found[] = [];
  await walk(handle, '', 0, files);
  return lookInto(handle.name, files, onProgress);
}

async function walk(
  folder: FileSystemDirectoryHandle,
  base: string,
  depth: number,
  out: Found[],
): Promise<void> {
  // Walking a folder is in every browser that has handles, but not in the types of the library that workers share.
  const entries = (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values();
  for await (const entry of entries) {
    if (out.length >= MOST_FILES) return;
    const path = base ? `${base}/${entry.name}` : entry.name;
    if (entry.kind === 'directory' && depth < DEEPEST)
      await walk(entry as FileSystemDirectoryHandle, path, depth + 1, out);
    else if (entry.kind === 'file' && kindOf(entry.name))
      out.push({ path, file: await (entry as FileSystemFileHandle).getFile() });
  }
}

/**
 * Indexes the files of a folder: numbers from names first, then, for files that are new or changed, the hash of their
 * bytes, a still as reference picture, and the numbers in its barcodes. A file that cannot be read is named.
 */
export async function lookInto(
  folder: string,
  files: readonly Found[],
  onProgress?: (progress: LookProgress) => void,
): Promise<LookReport> {
  const db = shopDb();
  const at = new Date();
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  const known = await db.archiveFiles.where('folder').equals(folder).toArray();
  const rows = updateIndex(
    known,
    folder,
    files.map(({ path, file }) => ({ path, size: file.size, modified: file.lastModified })),
    at.toISOString(),
  );
  await db.archiveFiles.bulkPut(rows);
  const unreadable: string[] = [];
  const fresh = rows.filter((row) => row.sha256 === null && row.missingSince === null);
  for (const [i, row] of fresh.entries()) {
    const file = byPath.get(row.path);
    onProgress?.({ done: i, total: fresh.length, current: row.path });
    if (!file) continue;
    try {
      await db.archiveFiles.put(await examined(row, file));
    } catch (error) {
      log.info(`reading ${row.path} failed`, error);
      unreadable.push(row.path);
    }
  }
  offerFiles(new Map(rows.flatMap((row) => (byPath.has(row.path) ? [[row.id, byPath.get(row.path)!]] : []))));
  await askForFrames(db, folder);
  const missing = rows.filter((row) => row.missingSince !== null).map(({ path }) => path);
  await appendLedger(
    db,
    [
      {
        what: 'archive-looked-into',
        subject: folder,
        data: { files: files.length, fresh: fresh.length, missing: missing.length },
      },
    ],
    at.toISOString(),
  );
  await sendToBackground({ type: 'wake-engine' });
  const now = await db.archiveFiles.where('folder').equals(folder).toArray();
  return {
    folder,
    files: files.length,
    numbered: now.filter(({ numbers }) => numbers.length > 0).length,
    missing,
    unreadable,
  };
}

/** Has the videos of a folder looked through that were not, behind everything else. */
export async function askForFrames(db: ClaimLensDb, folder: string): Promise<void> {
  const rows = await db.archiveFiles.where('folder').equals(folder).toArray();
  const asks = rows
    .filter((row) => row.kind === 'video' && row.sha256 && !row.frames && row.missingSince === null)
    .map(({ id }) => ({
      ...{ kind: 'index-packing' as const, subject: id, claimKey: null },
      ...{ priority: PRIORITY.background, again: true },
    }));
  await askFor(db, asks, Date.now());
}

/** Hashes a file as it streams by (videos are larger than memory), and reads a still of it. */
export async function examined(row: ArchiveFileRow, file: File): Promise<ArchiveFileRow> {
  const hash = sha256.create();
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    hash.update(value);
  }
  const hashed = { ...row, sha256: bytesToHex(hash.digest()), hashedAt: new Date().toISOString() };
  const still = await stillOf(file, row.kind);
  if (!still) return hashed;
  const of = { ...row, ...(row.kind === 'video' && { second: STILL_AT }) };
  const kept = await saveStill(shopDb(), of, new Uint8Array(await still.arrayBuffer()), new Date());
  return withNumbers({ ...hashed, still: kept }, await barcodesIn(still));
}

/** A still of a photo or of a video one second in, as JPEG; null when this browser cannot draw the file. */
export async function stillOf(file: Blob, kind: ArchiveFileRow['kind']): Promise<Blob | null> {
  try {
    const source = kind === 'photo' ? await createImageBitmap(file) : await videoFrame(file);
    const scale = Math.min(1, STILL_SIDE / Math.max(source.width, source.height));
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(source.width * scale)),
      Math.max(1, Math.round(source.height * scale)),
    );
    canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
    source.close();
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.88 });
  } catch (error) {
    log.info('taking a still failed', error);
    return null;
  }
}

async function videoFrame(file: Blob): Promise<ImageBitmap> {
  const video = document.createElement('video');
  const url = URL.createObjectURL(file);
  try {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the video did not open in time')), VIDEO_WAIT_MS);
      video.onseeked = () => {
        clearTimeout(late);
        resolve();
      };
      video.onerror = () => {
        clearTimeout(late);
        reject(new Error('the browser cannot play this video'));
      };
      video.onloadedmetadata = () => {
        video.currentTime = Math.min(STILL_AT, (video.duration || 0) / 2);
      };
      video.muted = true;
      video.src = url;
    });
    return await createImageBitmap(video);
  } finally {
    video.removeAttribute('src');
    URL.revokeObjectURL(url);
  }
}

/** Bytes of an archive file from its linked folder, for a package; null when the folder or file is not at hand. */
export async function archiveBytes(row: ArchiveFileRow): Promise<Uint8Array | null> {
  const file = await linkedFile(row);
  return file && new Uint8Array(await file.arrayBuffer());
}

export interface ArchiveFolder {
  name: string;
  files: number;
  numbered: number;
  missing: string[];
  linked: boolean;
}

/** The folders with their counts, kept current. */
export function watchArchive(): Observable<ArchiveFolder[]> {
  return liveQuery(async () => {
    const db = shopDb();
    const rows = await db.archiveFiles.toArray();
    const linked = new Set(
      (await db.meta.where('name').startsWith(HANDLE).primaryKeys()).map((name) =>
        String(name).slice(HANDLE.length),
      ),
    );
    const folders = new Map<string, ArchiveFolder>(
      [...linked].map((name) => [name, { name, files: 0, numbered: 0, missing: [], linked: true }]),
    );
    for (const row of rows) {
      const folder = folders.get(row.folder) ?? {
        name: row.folder,
        files: 0,
        numbered: 0,
        missing: [],
        linked: linked.has(row.folder),
      };
      folder.files += 1;
      if (row.numbers.length > 0) folder.numbered += 1;
      if (row.missingSince !== null) folder.missing.push(row.path);
      folders.set(row.folder, folder);
    }
    return [...folders.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}

/** Forgets a folder: link, index and reference pictures. The files themselves stay where they are. */
export async function forgetFolder(folder: string): Promise<void> {
  const db = shopDb();
  await removeProduct(db, `${ARCHIVE_PRODUCT}${folder}`, new Date());
  await db.transaction('rw', db.tables, async () => {
    if (folder === CAMERA_FOLDER) await dropCaptures(db);
    await db.archiveFiles.where('folder').equals(folder).delete();
    await deleteMeta(db, `${HANDLE}${folder}`);
    await appendLedger(db, [{ what: 'archive-forgotten', subject: folder }], new Date().toISOString());
  });
}
