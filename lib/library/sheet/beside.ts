/** Picture files that lie beside a sheet and are named in its cells: Taobao's data package, and lists that name files. */
import type { SheetMedia } from './model.ts';

/** Taobao's data package names pictures by their hash, `<hash>:<kind>:<place>:|<address>;`, and puts them beside the sheet as `.tbi`. */
const TAOBAO = /\b([0-9a-f]{32}):\d+:\d+:\|/gi;
const PICTURE_NAME = /\.(jpe?g|jfif|png|webp|gif|bmp|avif|hei[cf]|tiff?|tbi)$/i;

/** A file that was given together with the sheet. */
export interface BesideFile {
  path: string;
  bytes(): Promise<Uint8Array>;
}

/** Hashes by which a cell of Taobao's data package names files, in order. */
export const namesOfTaobao = (cell: string): string[] =>
  [...cell.matchAll(TAOBAO)].map(([, hash]) => hash ?? '');

/** Names of picture files in a cell, as written: `images/cup.jpg`, `C:\goods\cup.jpg`. Addresses are none. */
const fileNames = (cell: string): string[] =>
  /:\/\//.test(cell)
    ? []
    : cell
        .split(/[;,|\r\n\t，；、]/)
        .map((part) => part.trim().replace(/^["']|["']$/g, ''))
        .filter((part) => PICTURE_NAME.test(part));

/** Whether a cell names picture files. */
export const namesPictureFiles = (cell: string): boolean => fileNames(cell).length > 0;

const plain = (path: string): string =>
  path
    .normalize('NFC')
    .replace(/\\/g, '/')
    .replace(/^(file:)?\/+|^[a-z]:\/|^\.\//i, '')
    .toLowerCase();
const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Finds the files that a cell names. A name that several files have is decided by its folders, and by nothing else. */
export function besideOf(files: BesideFile[]): (cell: string) => (SheetMedia & { path: string })[] {
  const byName = new Map<string, BesideFile[]>();
  const put = (name: string, file: BesideFile): void => {
    byName.set(name, [...(byName.get(name) ?? []), file]);
  };
  for (const file of files) {
    const name = lastPart(plain(file.path));
    put(name, file);
    const hash = /^([0-9a-f]{32})\.\w+$/.exec(name)?.[1];
    if (hash) put(hash, file);
  }
  const find = (named: string): BesideFile | null => {
    const wanted = plain(named);
    const found = byName.get(lastPart(wanted)) ?? [];
    if (found.length < 2) return found[0] ?? null;
    const exact = found.filter(({ path }) => `/${plain(path)}`.endsWith(`/${wanted}`));
    return exact.length === 1 && wanted.includes('/') ? (exact[0] ?? null) : null;
  };
  return (cell) =>
    [...namesOfTaobao(cell), ...fileNames(cell)].flatMap((named) => {
      const file = find(named);
      return file ? [{ column: 0, name: lastPart(file.path), path: file.path, bytes: file.bytes }] : [];
    });
}
