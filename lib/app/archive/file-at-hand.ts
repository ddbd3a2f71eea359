/**
 * Files of the archive where the seller keeps them: by the link to their folder, or from the page on which the folder was chosen.
 * The engine runs elsewhere and cannot be handed files by message; a channel of the extension's own pages carries them.
 */
import * as v from 'valibot';
import type { ArchiveFileRow } from '../../store/case-rows.ts';
import { shopDb } from '../../store/db.ts';
import { readMeta } from '../../store/meta.ts';

export const HANDLE = 'archive-handle:';
const CHANNEL = 'archive-files';
/** An open page answers at once. */
const ANSWER_MS = 2_000;

export type Permission = { queryPermission(): Promise<string>; requestPermission(): Promise<string> };

export const handleOf = (folder: string): Promise<FileSystemDirectoryHandle | null> =>
  readMeta(shopDb(), `${HANDLE}${folder}`);

/** The file behind a row by its linked folder; null when the folder or file is not at hand. */
export async function linkedFile(row: ArchiveFileRow): Promise<File | null> {
  const handle = await handleOf(row.folder);
  // `queryPermission` is Chromium's own and not in the types that TypeScript ships.
  if (!handle || (await (handle as unknown as Permission).queryPermission()) !== 'granted') return null;
  try {
    let folder = handle;
    const steps = row.path.split('/');
    for (const step of steps.slice(0, -1)) folder = await folder.getDirectoryHandle(step);
    return await (await folder.getFileHandle(steps.at(-1) ?? '')).getFile();
  } catch {
    // Moved or deleted since the last look.
    return null;
  }
}

const Asked = v.object({ ask: v.string() });
const Given = v.object({ id: v.string(), file: v.instance(Blob) });

const offered = new Map<string, File>();
let channel: BroadcastChannel | undefined;

/** Lets the engine have these files for as long as this page is open. Keys are ids of archive rows. */
export function offerFiles(files: ReadonlyMap<string, File>): void {
  for (const [id, file] of files) offered.set(id, file);
  if (channel) return;
  channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    const asked = v.safeParse(Asked, data);
    const file = asked.success ? offered.get(asked.output.ask) : undefined;
    if (asked.success && file) channel?.postMessage({ id: asked.output.ask, file });
  };
}

/** The file behind a row as an open page offers it; null when none does. */
function offeredFile({ id }: ArchiveFileRow): Promise<Blob | null> {
  const asking = new BroadcastChannel(CHANNEL);
  return new Promise<Blob | null>((done) => {
    const late = setTimeout(() => done(null), ANSWER_MS);
    asking.onmessage = ({ data }) => {
      const given = v.safeParse(Given, data);
      if (!given.success || given.output.id !== id) return;
      clearTimeout(late);
      done(given.output.file);
    };
    asking.postMessage({ ask: id });
  }).finally(() => asking.close());
}

/** The file behind a row, unless it has changed since it was hashed; null when it is not at hand. */
export async function packingFile(row: ArchiveFileRow): Promise<Blob | null> {
  const file = (await linkedFile(row)) ?? (await offeredFile(row));
  return file?.size === row.size ? file : null;
}
