/** Saving product images: a sub-folder is a product, loose files are one product each; every file is answered for. */
import { sha256Hex } from '../claims/canonical.ts';
import { guard } from '../images/decode.ts';
import { UnreadablePhotoError } from '../images/errors.ts';
import type { ClaimLensDb } from '../store/db.ts';
import { askFor, PRIORITY } from '../store/jobs.ts';
import { appendLedger } from '../store/ledger.ts';
import type { ProductRow } from '../store/rows.ts';
import { ArchiveError, type InputFile } from './files.ts';

export interface ImportReport {
  files: number;
  added: number;
  duplicates: number;
  products: number;
  unusable: { file: string; why: string }[];
}

export interface ImportProgress extends ImportReport {
  current: string;
}

export interface ImportOptions {
  source: ProductRow['source'];
  onProgress?: (progress: ImportProgress) => void;
  signal?: AbortSignal;
  /** Resolves when the import may go on; lets the seller pause it. */
  gate?: () => Promise<void>;
  now?: () => Date;
}

/** Folders that sort one product's pictures by kind; the product is the folder above them. */
const KIND_FOLDER =
  /^(主图|副图|详情|详情页|详情图|白底图|透明图|长图|场景图|轮播图|sku图?|规格图|商品图片?|图片|images?|imgs?|pictures?|photos?|main|details?|gallery|variants?)$/i;

/**
 * Product of a path: the folder it lies in, or the file's own name without ending where it lies loose.
 * Folders such as `主图` and `详情` are passed over, so that they do not pull the pictures of all products together.
 */
export function productOf(path: string): { key: string; title: string } {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const title =
    folders.findLast((folder) => !KIND_FOLDER.test(folder)) ?? folders.at(-1) ?? file.replace(/\.[^.]+$/, '');
  return { key: `file:${title}`, title };
}

/** Code of why a file could not be saved. */
function whyNot(error: unknown): string {
  if (error instanceof UnreadablePhotoError) return error.problem;
  if (error instanceof ArchiveError) return 'archive-damaged';
  if (error instanceof Error && /Quota/.test(`${error.name} ${error.message}`)) return 'storage-full';
  return 'cannot-read';
}

/**
 * Imports picture files into the library. Bytes are stored first, fingerprints follow as jobs, so an import that is
 * interrupted loses nothing: files already stored are duplicates when the same folder is dropped again.
 */
export async function importPictures(
  db: ClaimLensDb,
  files: AsyncIterable<InputFile>,
  options: ImportOptions,
): Promise<ImportReport> {
  const report: ImportReport = { files: 0, added: 0, duplicates: 0, products: 0, unusable: [] };
  const products = new Set<string>();
  const now = options.now ?? (() => new Date());
  for await (const file of files) {
    options.signal?.throwIfAborted();
    await options.gate?.();
    report.files += 1;
    try {
      const bytes = await file.bytes();
      const { mime } = guard(bytes);
      const added = await saveImage(db, file.path, bytes, mime, options.source, now());
      products.add(productOf(file.path).key);
      if (added) report.added += 1;
      else report.duplicates += 1;
    } catch (error) {
      if (options.signal?.aborted) throw error;
      report.unusable.push({ file: file.path, why: whyNot(error) });
    }
    report.products = products.size;
    options.onProgress?.({ ...report, current: file.path });
  }
  if (report.added) {
    await appendLedger(
      db,
      [
        {
          what: 'library-import',
          subject: options.source,
          data: { added: report.added, products: report.products },
        },
      ],
      now().toISOString(),
    );
  }
  return report;
}

async function saveImage(
  db: ClaimLensDb,
  path: string,
  bytes: Uint8Array,
  mime: string,
  source: ProductRow['source'],
  now: Date,
): Promise<boolean> {
  const at = now.toISOString();
  const sha256 = sha256Hex(bytes);
  const { key, title } = productOf(path);
  return db.transaction('rw', [db.products, db.libraryImages, db.blobs, db.jobs], async () => {
    const id = `${key}#${sha256}`;
    if (await db.libraryImages.get(id)) return false;
    if (!(await db.products.get(key)))
      await db.products.put({ v: 1, key, title, itemIds: [], source, addedAt: at });
    if (!(await db.blobs.get(sha256)))
      await db.blobs.put({ v: 1, sha256, bytes, size: bytes.length, mime, addedAt: at });
    await db.libraryImages.put({
      v: 1,
      id,
      productKey: key,
      sha256,
      name: path,
      url: null,
      addedAt: at,
      state: 'waiting',
      why: null,
    });
    await askFor(
      db,
      [{ kind: 'fingerprint-library', subject: id, claimKey: null, priority: PRIORITY.background }],
      now.getTime(),
    );
    return true;
  });
}

/** Removes a product with its images; bytes that nothing else refers to are freed. Returns the hashes that left the library. */
export async function removeProduct(db: ClaimLensDb, key: string, now: Date): Promise<string[]> {
  return db.transaction(
    'rw',
    [db.products, db.libraryImages, db.blobs, db.photos, db.evidence, db.ledger, db.meta],
    async () => {
      const images = await db.libraryImages.where('productKey').equals(key).toArray();
      await db.libraryImages.bulkDelete(images.map((image) => image.id));
      await db.products.delete(key);
      const gone: string[] = [];
      for (const sha256 of new Set(images.map((image) => image.sha256))) {
        const used =
          (await db.libraryImages.where('sha256').equals(sha256).count()) +
          (await db.evidence.where('sha256').equals(sha256).count());
        if (used) continue;
        await db.blobs.delete(sha256);
        await db.photos.delete(sha256);
        gone.push(sha256);
      }
      await appendLedger(
        db,
        [{ what: 'product-removed', subject: key, data: { images: images.length } }],
        now.toISOString(),
      );
      return gone;
    },
  );
}
