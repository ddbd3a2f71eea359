/** The numbered list of evidence (Civil Evidence Rules art. 19): one numbering for package, report and texts. */
import type { KeptParts } from '../../store/rows.ts';
import type { Dossier } from '../dossier.ts';

export type ItemKind = 'original' | 'reference' | 'archive' | 'record';

export interface Item {
  /** Counted from 1 through the whole package. */
  no: number;
  kind: ItemKind;
  /** Where it stands in the package; empty for a file that is known by its hash, but not at hand to be attached, or left out. */
  path: string;
  /** The seller covered parts of it: the package has the covered copy, and of the original the hash. */
  leftOut?: 'covered';
  sha256: string;
  /** When the bytes (or the record) were fixed on this machine, ISO. */
  fixedAt: string;
  /** Key below `cases.package.sources`. */
  source: 'page' | 'file' | 'library' | 'archive' | 'tool' | 'authority';
  /** Key below `cases.package.itemNames` and `itemShows`. */
  name:
    | 'original'
    | 'reference'
    | 'archive'
    | 'claim'
    | 'timeline'
    | 'findings'
    | 'chain'
    | 'requests'
    | 'answers'
    | 'answer'
    | 'anchors'
    | 'token';
  values: { round?: number; product?: string };
  /** Only these parts of the file are kept; `path` holds them one after the other. */
  parts?: KeptParts;
  /** File name or address that the item had where it comes from. */
  was: string;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/tiff': 'tif',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
};

/** File ending for a sniffed type; `bin` for what is not a picture or video. */
export const extensionOf = (mime: string): string => EXTENSIONS[mime] ?? 'bin';

/** A file that the list names; `mime` as sniffed. Names inside the package come from number and hash, never from the page. */
export function pathOf(folder: string, no: number, sha256: string, mime: string): string {
  return `${folder}/${String(no).padStart(2, '0')}-${sha256.slice(0, 12)}.${extensionOf(mime)}`;
}

/**
 * Numbers the files of a case: the buyer's originals by round and time, then the seller's reference pictures, then the
 * shipping archive. Every file with a known hash has a number, attached or not (`mimeOf` gives null), so that texts
 * written before and packages made later name the same thing by the same number. The dossier must be `ordered`.
 */
export function numberFiles(dossier: Dossier, mimeOf: (sha256: string) => string | null): Item[] {
  const items: Item[] = [];
  const add = (folder: string, sha256: string | null, rest: Omit<Item, 'no' | 'path' | 'sha256'>) => {
    if (sha256 === null) return;
    const mime = mimeOf(sha256);
    const no = items.length + 1;
    items.push({ no, path: mime === null ? '' : pathOf(folder, no, sha256, mime), sha256, ...rest });
  };
  for (const row of dossier.evidence)
    add('originals', row.sha256, {
      kind: 'original',
      fixedAt: row.fetch?.at ?? row.seenAt,
      source: row.fetch?.how === 'file' ? 'file' : 'page',
      name: 'original',
      values: { round: row.round },
      was: row.name ?? row.fetch?.usedUrl ?? row.url,
      ...(row.fetch?.parts && { parts: row.fetch.parts }),
    });
  for (const { image, productTitle } of dossier.references)
    add('reference', image.sha256, {
      kind: 'reference',
      fixedAt: image.addedAt,
      source: 'library',
      name: 'reference',
      values: { product: productTitle },
      was: image.name || (image.url ?? ''),
    });
  for (const row of dossier.archive)
    add('archive', row.sha256, {
      kind: 'archive',
      fixedAt: row.hashedAt ?? row.indexedAt,
      source: 'archive',
      name: 'archive',
      values: {},
      was: row.path,
    });
  return items;
}
