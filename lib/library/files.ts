/** From dropped files and archives to a flat list of picture files with their paths, bounded and safe. */
import { openZip } from '../formats/zip-read.ts';

export { ArchiveError } from '../formats/zip-read.ts';

export interface InputFile {
  /** Relative path with forward slashes, e.g. `Blue mug/front.jpg`. */
  path: string;
  /** Rejects when the file cannot be read (any more), with ArchiveError for a damaged archive member. */
  bytes(): Promise<Uint8Array>;
}

/** Path parts cleaned of drive letters, leading slashes, `..` and control characters; never used as a path on disk. */
export function cleanPath(path: string): string {
  return path
    .replace(/\\/g, '/')
    .replace(/\p{Cc}/gu, '')
    .replace(/^[a-z]:(?=\/)/i, '')
    .split('/')
    .filter((part) => part && part !== '.' && part !== '..')
    .join('/')
    .slice(0, 400);
}

const isHidden = (path: string): boolean =>
  path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');

/** Whether a name looks like something that may hold a picture; the bytes decide later. */
export const mayBePicture = (path: string): boolean =>
  !isHidden(path) && /\.(jpe?g|jfif|png|webp|gif|bmp|avif|hei[cf]|tiff?)$/i.test(path);

/**
 * Members of a ZIP whose cleaned path is wanted; each is unpacked when it is asked for, so that a large archive never
 * stands in memory. Rejects with ArchiveError when the archive itself is damaged or larger than the limits.
 */
export async function readZip(zip: Blob, wanted: (path: string) => boolean): Promise<InputFile[]> {
  const members = await openZip(zip);
  return members
    .map(({ name, bytes }) => ({ path: cleanPath(name), bytes }))
    .filter(({ path }) => path !== '' && !isHidden(path) && wanted(path));
}

/** Files of a drop or a picker, with ZIP archives opened; anything that cannot be a picture is left out. */
export async function* pictureFiles(files: { path: string; file: File }[]): AsyncGenerator<InputFile> {
  for (const { path, file } of files) {
    if (/\.zip$/i.test(file.name)) yield* picturesOfZip(file);
    else {
      const clean = cleanPath(path || file.name);
      if (mayBePicture(clean))
        yield { path: clean, bytes: async () => new Uint8Array(await file.arrayBuffer()) };
    }
  }
}

/** How many files `pictureFiles` will give: archives count with their members, a damaged one as itself. */
export async function countPictures(files: { path: string; file: File }[]): Promise<number> {
  let count = 0;
  for (const { path, file } of files) {
    if (/\.zip$/i.test(file.name))
      count += await readZip(file, mayBePicture).then(
        (members) => members.length,
        () => 1,
      );
    else if (mayBePicture(cleanPath(path || file.name))) count += 1;
  }
  return count;
}

async function* picturesOfZip(file: File): AsyncGenerator<InputFile> {
  let members: InputFile[];
  try {
    members = await readZip(file, mayBePicture);
  } catch (error) {
    // The archive is answered for like a file that cannot be read; what was dropped beside it goes on.
    yield { path: cleanPath(file.name), bytes: () => Promise.reject(error) };
    return;
  }
  const prefix = cleanPath(file.name.replace(/\.zip$/i, ''));
  for (const { path, bytes } of members)
    yield { path: path.includes('/') ? path : `${prefix}/${path}`, bytes };
}
