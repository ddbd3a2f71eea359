/** A folder that the seller chose, where the browser can hand one out (Chromium). */

/** Parts of the File System Access API that TypeScript's types leave out. */
interface Asking {
  queryPermission(options: { mode: 'readwrite' }): Promise<string>;
}

export const canChooseFolders = (): boolean => 'showDirectoryPicker' in globalThis;

/** Lets the seller choose a folder to write to; must be called from a click. Null when they close the dialog. */
export async function chooseFolder(): Promise<FileSystemDirectoryHandle | null> {
  const picker = globalThis as unknown as {
    showDirectoryPicker(options: { mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
  };
  try {
    return await picker.showDirectoryPicker({ mode: 'readwrite' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** Writes a file into the folder; false where the browser asks for its permission again first, which takes a click. */
export async function writeInto(
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Blob,
): Promise<boolean> {
  const asked = await (folder as unknown as Asking).queryPermission({ mode: 'readwrite' });
  if (asked !== 'granted') return false;
  const file = await folder.getFileHandle(name, { create: true });
  const stream = await file.createWritable();
  await stream.write(bytes);
  await stream.close();
  return true;
}
