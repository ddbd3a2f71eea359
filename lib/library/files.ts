/** From dropped files and archives to a flat list of picture files with their paths, bounded and safe. */
import { Unzip, UnzipInflate } from 'fflate';

export interface InputFile {
  /** Relative path with forward slashes, e.g. `Blue mug/front.jpg`. */
  path: string;
  bytes(): Promise<Uint8Array>;
}

/** A ZIP bomb stops here: largest member, and all members together. */
const MAX_MEMBER = 60_000_000;
const MAX_TOTAL = 6_000_000_000;
const MAX_MEMBERS = 60_000;

export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/** Path parts cleaned of drive letters, leading slashes, `..` and control characters; never used as a path on disk. */
export function cleanPath(path: string): string {
  return path
    .replace(/\\/g, '/')
    .replace(/\p{Cc}/gu, '')
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
 * Members of a ZIP, read as a stream so that only one member is in memory more than once.
 * File names are decoded as UTF-8 where flagged, otherwise as fflate does (Latin-1); GBK names of old Windows archives
 * come out garbled but stay distinct. Throws ArchiveError when the archive is damaged or larger than the limits.
 */
export async function readZip(
  zip: Blob,
  wanted: (path: string) => boolean,
): Promise<{ path: string; bytes: Uint8Array }[]> {
  const out: { path: string; bytes: Uint8Array }[] = [];
  let total = 0;
  let members = 0;
  let failure: ArchiveError | null = null;
  const unzip = new Unzip((file) => {
    members += 1;
    if (members > MAX_MEMBERS) failure = new ArchiveError('too many members');
    const path = cleanPath(file.name);
    if (failure || file.name.endsWith('/') || !wanted(path)) return;
    const chunks: Uint8Array[] = [];
    let size = 0;
    file.ondata = (error, chunk, final) => {
      if (error) failure = new ArchiveError(`${path}: ${error.message}`);
      if (failure) return;
      size += chunk.length;
      total += chunk.length;
      if (size > MAX_MEMBER || total > MAX_TOTAL) {
        failure = new ArchiveError(`${path}: too large`);
        file.terminate();
        return;
      }
      chunks.push(chunk.slice());
      if (final) {
        const bytes = new Uint8Array(size);
        let at = 0;
        for (const part of chunks) {
          bytes.set(part, at);
          at += part.length;
        }
        out.push({ path, bytes });
      }
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  const reader = zip.stream().getReader();
  let first = true;
  for (;;) {
    const { done, value } = await reader.read();
    if (first && value && !(value[0] === 0x50 && value[1] === 0x4b))
      throw new ArchiveError('not a ZIP archive');
    first = false;
    try {
      unzip.push(value ?? new Uint8Array(0), done);
    } catch (error) {
      throw new ArchiveError(error instanceof Error ? error.message : String(error));
    }
    if (failure) throw failure;
    if (done) return out;
  }
}

/** Files of a drop or a picker, with ZIP archives opened; anything that cannot be a picture is left out. */
export async function* pictureFiles(files: { path: string; file: File }[]): AsyncGenerator<InputFile> {
  for (const { path, file } of files) {
    if (/\.zip$/i.test(file.name)) {
      const prefix = file.name.replace(/\.zip$/i, '');
      for (const member of await readZip(file, mayBePicture)) {
        yield {
          path: member.path.includes('/') ? member.path : `${prefix}/${member.path}`,
          bytes: async () => member.bytes,
        };
      }
    } else {
      const clean = cleanPath(path || file.name);
      if (mayBePicture(clean))
        yield { path: clean, bytes: async () => new Uint8Array(await file.arrayBuffer()) };
    }
  }
}
