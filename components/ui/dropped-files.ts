/** Files with their paths from a drop (folders walked) or a picker. */

export interface PathFile {
  path: string;
  file: File;
}

/** Deepest folder walked and most files taken, so that a dropped system folder ends. */
const DEEPEST = 12;
const MOST = 50_000;

const filesOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0 || all.length > MOST) return all;
    all.push(...some);
  }
}

async function walk(entry: FileSystemEntry, base: string, depth: number, out: PathFile[]): Promise<void> {
  if (out.length >= MOST) return;
  const path = base ? `${base}/${entry.name}` : entry.name;
  if (entry.isFile) {
    out.push({ path, file: await filesOf(entry as FileSystemFileEntry) });
  } else if (entry.isDirectory && depth < DEEPEST) {
    for (const child of await entriesOf(entry as FileSystemDirectoryEntry))
      await walk(child, path, depth + 1, out);
  }
}

/** What was dropped. Entries must be taken before the event ends, so call this from the drop handler itself. */
export async function droppedFiles(data: DataTransfer): Promise<PathFile[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const loose = [...data.files];
  if (entries.length === 0) return loose.map((file) => ({ path: file.name, file }));
  const out: PathFile[] = [];
  for (const entry of entries) await walk(entry, '', 0, out);
  return out;
}

/** What was picked; a folder picker gives relative paths. */
export const pickedFiles = (list: FileList | null): PathFile[] =>
  [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
