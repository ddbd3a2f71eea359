/** From dropped files and archives to a list in which every file stands: pictures to be read, and all others with the reason. */
import type { TextEncoding } from '../formats/text-encoding.ts';
import { ArchiveError, openArchive, openZip, type ZipMember } from '../formats/zip-read.ts';
import { UnreadablePhotoError } from '../images/errors.ts';
import { MAX_PHOTO_BYTES } from '../images/limits.ts';
import { cleanPath } from './clean-path.ts';
import { HEAD, isPart, isZip, type NoPicture, NoPictureError, noPicture } from './file-kind.ts';
import { type PathProduct, productsOf } from './path-products.ts';

export { ArchiveError } from '../formats/zip-read.ts';
export { cleanPath } from './clean-path.ts';

export interface InputFile {
  /** Relative path with forward slashes, e.g. `Blue mug/front.jpg`. */
  path: string;
  /** Rejects with NoPictureError or ArchiveError where the reason is known, else when the file cannot be read (any more). */
  bytes(): Promise<Uint8Array>;
  /** Known to hold no picture before it is read: `bytes` rejects with the reason. */
  noPicture?: true;
  /** The product that the file belongs to; found from the path alone where it is absent. */
  product?: PathProduct;
}

/** Archives in archives: deeper ones are named and stay closed. */
const DEEPEST = 3;
/** All archives in archives together, unpacked; each is held while its members are read. */
const MAX_INNER = 1_000_000_000;

/** Folders that systems and devices make for themselves: copies of resources, thumbnails, bins. */
const SYSTEM_FOLDER =
  /(^|\/)(__macosx|@eadir|\.thumbnails|\.git|\.svn|\.trashes|\.spotlight-v100|\$recycle\.bin)\//i;

/**
 * Folders in which photos of buyers are kept (of reviews, of claims), as programs that save goods name them as well. As pictures of
 * goods they would make an honest photo a copy of the shop's own.
 */
const BUYERS_FOLDER =
  /(^|\/)((商品|用户|用戶|买家|買家|客户|客戶)?(秀|晒图|曬圖|晒单|曬單|评价|評價|评论|評論|追评|追評|差评|差評)|(退款|退货|退貨|售后|售後|买家|買家|用户|用戶)?(凭证|憑證|举证|舉證)|(售后|售後|退货|退貨|买家|買家|聊天)(图|圖)?)(图|圖|图片|圖片|照片|截图|截圖|视频)?\d*\/|(^|\/)((reviews?|buyers?|customers?|returns?|refunds?|claims?)[ _-]?(images?|photos?|pictures?|pics?|evidence)|reviews|buyers?[ _-]?show|evidence)\//i;

/** Endings that nearly always tell the truth: such files are not looked into before they are read whole. */
const PICTURE_ENDING = /\.(jpe?g|jfif|png|webp|gif|bmp|avif|hei[cf]|tiff?)$/i;

/**
 * Members of a ZIP whose cleaned path is wanted; each is unpacked when it is asked for, so that a large archive never
 * stands in memory. Rejects with ArchiveError when the archive itself is damaged or larger than the limits.
 */
export async function readZip(zip: Blob, wanted: (path: string) => boolean): Promise<InputFile[]> {
  const members = await openZip(zip);
  return members
    .map(({ name, bytes }) => ({ path: cleanPath(name), bytes }))
    .filter(({ path }) => path !== '' && !/(^|\/)(\.|__MACOSX\/)/.test(path) && wanted(path));
}

/** A file that is named with the reason why it gives no picture. */
const named = (path: string, error: Error): InputFile => ({
  path,
  noPicture: true,
  bytes: () => Promise.reject(error),
});

/** Paths of the files that may hold pictures: no other says anything about products. */
export const picturePaths = (files: InputFile[]): string[] =>
  files.flatMap(({ path, noPicture: none }) => (none ? [] : [path]));

/** Something that can be looked into: a file of the drop, or a member of an archive. */
interface Source {
  path: string;
  size: number;
  head(length: number): Promise<Uint8Array>;
  bytes(): Promise<Uint8Array>;
  blob(): Promise<Blob>;
}

const ofFile = (path: string, file: File): Source => ({
  path,
  size: file.size,
  head: async (length) => new Uint8Array(await file.slice(0, length).arrayBuffer()),
  bytes: async () => new Uint8Array(await file.arrayBuffer()),
  blob: async () => file,
});

const ofMember = (path: string, { size, head, bytes }: ZipMember): Source => ({
  path,
  size,
  head,
  bytes,
  blob: async () => new Blob([(await bytes()) as BlobPart]),
});

/** Office files are ZIP containers too. */
function officeKind(members: ZipMember[]): NoPicture | null {
  const names = new Set(members.map(({ name }) => name));
  const isOffice = names.has('[Content_Types].xml');
  if (isOffice) return members.some(({ name }) => /^xl[\\/]/i.test(name)) ? 'sheet-beside' : 'document';
  return names.has('mimetype') && names.has('content.xml') ? 'sheet-beside' : null;
}

/** Whether a loose file is a spreadsheet, by its content; pictures and archives by their endings are not looked into. */
export async function isSheetFile(file: File): Promise<boolean> {
  if (PICTURE_ENDING.test(file.name) || /\.zip$/i.test(file.name)) return false;
  try {
    const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
    if (isZip(head)) return officeKind(await openZip(file)) === 'sheet-beside';
    return noPicture(head, file.name) === 'sheet-beside';
  } catch {
    // The import names it with the reason.
    return false;
  }
}

/** What holds for all archives of one drop. */
interface Budget {
  /** Bytes that may still be unpacked of archives in archives. */
  inner: number;
  /** How names are read that are not marked as Unicode, as the seller chose it; guessed archive by archive where it is absent. */
  encoding?: TextEncoding;
  /** How the first archive with such names was read. */
  used: TextEncoding | null;
}

/** One source as the files that it stands for: itself, or the members of an archive. Never throws. */
async function* expand(source: Source, depth: number, budget: Budget): AsyncGenerator<InputFile> {
  const { path } = source;
  if (SYSTEM_FOLDER.test(`${path}`)) {
    yield named(path, new NoPictureError('system-file'));
    return;
  }
  if (BUYERS_FOLDER.test(path)) {
    yield named(path, new NoPictureError('buyers-folder'));
    return;
  }
  let isArchive = false;
  if (!PICTURE_ENDING.test(path)) {
    let head: Uint8Array;
    try {
      head = await source.head(HEAD);
    } catch (error) {
      yield named(path, error instanceof Error ? error : new Error(String(error)));
      return;
    }
    const why = noPicture(head, path);
    // A self-extracting archive begins with a program; something may stand before any archive.
    isArchive =
      isZip(head) ||
      (why !== null && /\.zip$/i.test(path)) ||
      (why !== null && /\.exe$/i.test(path) && (await endsAsZip(source)));
    if (why && !isArchive) {
      yield named(path, new NoPictureError(why));
      return;
    }
  }
  if (!isArchive) yield { path, bytes: () => readPicture(source) };
  else yield* membersOf(source, depth, budget);
}

async function endsAsZip(source: Source): Promise<boolean> {
  if (source.size > 2_000_000_000) return false;
  return openZip(await source.blob()).then(
    (members) => members.length > 0,
    () => false,
  );
}

/** A picture larger than may be opened is not read into memory at all. */
async function readPicture({ size, bytes }: Source): Promise<Uint8Array> {
  if (size > MAX_PHOTO_BYTES) throw new UnreadablePhotoError('too-many-bytes', String(size));
  return bytes();
}

async function* membersOf(source: Source, depth: number, budget: Budget): AsyncGenerator<InputFile> {
  const { path } = source;
  if (depth >= DEEPEST || (depth > 0 && source.size > budget.inner)) {
    yield named(path, new NoPictureError('archive-too-deep'));
    return;
  }
  if (depth > 0) budget.inner -= source.size;
  let opened: Awaited<ReturnType<typeof openArchive>>;
  try {
    opened = await openArchive(await source.blob(), budget.encoding);
    budget.used ??= opened.encoding;
  } catch (error) {
    // The archive is answered for like a file that cannot be read; what was dropped beside it goes on.
    const damaged = error instanceof Error ? error : new Error(String(error));
    if (isPart(path)) {
      yield named(path, new NoPictureError('archive-part'));
      return;
    }
    // Named as an archive, it may still be something else that can be said more exactly.
    const why =
      damaged instanceof ArchiveError
        ? await source.head(HEAD).then(
            (head) => noPicture(head, path),
            () => null,
          )
        : null;
    yield named(path, why && why !== 'text-file' ? new NoPictureError(why) : damaged);
    return;
  }
  const office = officeKind(opened.members);
  if (office) {
    yield named(path, new NoPictureError(office));
    return;
  }
  if (opened.members.length === 0 && opened.missing === 0)
    yield named(path, new NoPictureError('archive-empty'));
  const inside = path.replace(/(?<=.)\.(zip|exe)$/i, '');
  for (const member of opened.members) {
    const own = cleanPath(member.name) || '?';
    yield* expand(ofMember(cleanPath(`${inside}/${own}`), member), depth + 1, budget);
  }
  // Two archives in one file: the first one's members are in no directory.
  if (opened.prefixed && isZip(await source.head(HEAD)))
    yield named(path, new ArchiveError('another archive stands before this one'));
  if (opened.missing > 0) yield named(path, new ArchiveError(`${opened.missing} members cannot be found`));
}

export interface Listing {
  files: InputFile[];
  /** How names in archives were read that are not marked as Unicode; null where there are none. */
  encoding: TextEncoding | null;
}

/** Every file of a drop or a picker, archives opened. Nothing is left out: what gives no picture says why. */
export async function listFiles(
  files: { path: string; file: File }[],
  encoding?: TextEncoding,
): Promise<Listing> {
  const budget: Budget = { inner: MAX_INNER, used: null, ...(encoding && { encoding }) };
  const list: InputFile[] = [];
  for (const { path, file } of files)
    for await (const one of expand(ofFile(cleanPath(path || file.name) || '?', file), 0, budget))
      list.push(one);
  return { files: list, encoding: budget.used };
}

/** As `listFiles`, with the products that the paths propose. */
export async function* pictureFiles(files: { path: string; file: File }[]): AsyncGenerator<InputFile> {
  const { files: list } = await listFiles(files);
  const product = productsOf(picturePaths(list));
  for (const file of list) yield { ...file, product: product(file.path) };
}

/** A ZIP under the name of a picture: its members. Empty where the bytes are no ZIP, or its directory cannot be read. */
export async function membersInside(path: string, bytes: Uint8Array): Promise<InputFile[]> {
  if (!isZip(bytes)) return [];
  const list: InputFile[] = [];
  const source: Source = {
    path,
    size: bytes.length,
    head: async (length) => bytes.subarray(0, length),
    bytes: async () => bytes,
    blob: async () => new Blob([bytes as BlobPart]),
  };
  // Nothing else is opened in it: whoever names a ZIP like this has not meant to.
  for await (const one of membersOf(source, DEEPEST - 1, { inner: MAX_INNER, used: null })) list.push(one);
  return list;
}
