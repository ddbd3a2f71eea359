/** Saving product images: every file is answered for, as stored, as already there, or with the reason why not. */
import type { Table } from 'dexie';
import { sha256HexAsync } from '../claims/canonical.ts';
import { guard } from '../images/decode.ts';
import { UnreadablePhotoError } from '../images/errors.ts';
import type { ClaimLensDb } from '../store/db.ts';
import { askFor, PRIORITY } from '../store/jobs.ts';
import { imageKey } from '../store/keys.ts';
import { appendLedger } from '../store/ledger.ts';
import type { ProductRow } from '../store/rows.ts';
import { isNeeded } from '../store/team/needed.ts';
import { HEAD, NoPictureError, noPicture } from './file-kind.ts';
import { ArchiveError, type InputFile, membersInside } from './files.ts';
import { type PathProduct, productOf } from './path-products.ts';

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
  /** Null while the import may go on, else what resolves when it may again; lets the seller pause it. */
  gate?: () => Promise<void> | null;
  now?: () => Date;
}

const ARCHIVE_WORDS = {
  damaged: 'archive-damaged',
  encrypted: 'archive-encrypted',
  'too-large': 'archive-too-large',
  'unknown-packing': 'archive-packing',
  split: 'archive-part',
} as const;

/** Code of why a file could not be saved. */
function whyNot(error: unknown): string {
  if (error instanceof UnreadablePhotoError) return error.problem;
  if (error instanceof NoPictureError) return error.problem;
  if (error instanceof ArchiveError) return ARCHIVE_WORDS[error.reason];
  if (error instanceof Error && /Quota/.test(`${error.name} ${error.message}`)) return 'storage-full';
  return 'cannot-read';
}

/** Files are stored by this many, or this many bytes: one by one, the database's own work is most of the time. */
const BATCH_FILES = 50;
const BATCH_BYTES = 16_000_000;

/** A picture file that has been read and looks like one. */
interface ReadFile {
  path: string;
  product: PathProduct;
  bytes: Uint8Array;
  mime: string;
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
  let batch: ReadFile[] = [];
  let current = '';
  const progress = (): void => {
    report.products = products.size;
    options.onProgress?.({ ...report, current });
  };
  let stored = Promise.resolve();
  /** Resolves when all that was read is stored: one batch after another, so that reports keep the order of the files. */
  const store = (): Promise<void> => {
    const read = batch;
    batch = [];
    stored = stored.then(() => keep(read));
    return stored;
  };
  const keep = async (read: ReadFile[]): Promise<void> => {
    for (const { path, product, outcome } of await saveAll(db, read, options.source, now())) {
      if (outcome === 'added') report.added += 1;
      else if (outcome === 'duplicate') report.duplicates += 1;
      else report.unusable.push({ file: path, why: outcome.why });
      if (typeof outcome === 'string') products.add(product.key);
    }
  };
  const take = async (file: InputFile): Promise<void> => {
    options.signal?.throwIfAborted();
    const closed = options.gate?.();
    if (closed) {
      // Nobody knows how long the pause is: what was read is kept before it.
      await store();
      progress();
      await closed;
      options.signal?.throwIfAborted();
    }
    current = file.path;
    let bytes: Uint8Array;
    try {
      bytes = await file.bytes();
    } catch (error) {
      report.files += 1;
      report.unusable.push({ file: file.path, why: whyNot(error) });
      return progress();
    }
    const members = await membersInside(file.path, bytes);
    for (const member of members) await take(member);
    if (members.length > 0) return;
    report.files += 1;
    try {
      const { mime } = guard(bytes);
      batch.push({ path: file.path, product: file.product ?? productOf(file.path), bytes, mime });
    } catch (error) {
      const why = whyNot(error);
      report.unusable.push({
        file: file.path,
        why: why === 'not-an-image' ? (noPicture(bytes.subarray(0, HEAD), file.path) ?? why) : why,
      });
    }
    if (batch.length >= BATCH_FILES || sizeOf(batch) >= BATCH_BYTES) {
      // The next ones are read meanwhile; never more than two batches are held.
      await stored;
      void store();
    }
    progress();
  };
  try {
    for await (const file of files) await take(file);
  } finally {
    await store();
    progress();
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

const sizeOf = (batch: ReadFile[]): number => batch.reduce((sum, { bytes }) => sum + bytes.length, 0);

interface Saved {
  path: string;
  product: PathProduct;
  outcome: 'added' | 'duplicate' | { why: string };
}

/** Saves files together; where that is refused, one by one, so that each is answered for. Never rejects. */
async function saveAll(
  db: ClaimLensDb,
  files: ReadFile[],
  source: ProductRow['source'],
  now: Date,
): Promise<Saved[]> {
  try {
    return await saveTogether(db, files, source, now);
  } catch (error) {
    const [only, ...others] = files;
    // The file was read: what failed is the storage, which may say so in many ways where a disk is full.
    if (only && others.length === 0) {
      const why = whyNot(error);
      return [{ ...only, outcome: { why: why === 'storage-full' ? why : 'not-stored' } }];
    }
    const each: Saved[] = [];
    for (const file of files) each.push(...(await saveAll(db, [file], source, now)));
    return each;
  }
}

async function saveTogether(
  db: ClaimLensDb,
  files: ReadFile[],
  source: ProductRow['source'],
  now: Date,
): Promise<Saved[]> {
  const addedAt = now.toISOString();
  const wanted = await Promise.all(
    files.map(async (file) => {
      const sha256 = await sha256HexAsync(file.bytes);
      return { ...file, sha256, id: imageKey(file.product.key, sha256) };
    }),
  );
  return db.transaction('rw', [db.products, db.libraryImages, db.blobs, db.jobs], async () => {
    const there = async (table: Table<unknown, string>, keys: string[]): Promise<Set<string>> =>
      new Set(await table.where(':id').anyOf(keys).primaryKeys());
    const images = await there(
      db.libraryImages,
      wanted.map(({ id }) => id),
    );
    const added = wanted.filter(({ id }) => !images.has(id) && images.add(id));
    const blobs = await there(
      db.blobs,
      added.map(({ sha256 }) => sha256),
    );
    const products = await there(
      db.products,
      added.map(({ product }) => product.key),
    );
    await db.products.bulkAdd(
      added
        .filter(({ product: { key } }) => !products.has(key) && products.add(key))
        .map(({ product }) => ({ v: 1, itemIds: [], ...product, source, addedAt })),
    );
    await nameItems(db, added);
    await db.blobs.bulkAdd(
      added
        .filter(({ sha256 }) => !blobs.has(sha256) && blobs.add(sha256))
        .map(({ sha256, bytes, mime }) => ({ v: 1, sha256, bytes, size: bytes.length, mime, addedAt })),
    );
    await db.libraryImages.bulkAdd(
      added.map(({ id, product, sha256, path }) => ({
        v: 1,
        id,
        productKey: product.key,
        sha256,
        name: path,
        url: null,
        addedAt,
        state: 'waiting',
        why: null,
      })),
    );
    await askFor(
      db,
      added.map(({ id }) => ({
        kind: 'fingerprint-library',
        subject: id,
        claimKey: null,
        priority: PRIORITY.background,
      })),
      now.getTime(),
    );
    const ids = new Set(added);
    return wanted.map((file) => ({
      path: file.path,
      product: file.product,
      outcome: ids.has(file) ? 'added' : 'duplicate',
    }));
  });
}

/** Item numbers that products were known without until now. */
async function nameItems(db: ClaimLensDb, files: { product: PathProduct }[]): Promise<void> {
  const numbers = new Map(
    files.flatMap(({ product: { key, itemIds } }) => (itemIds?.length ? [[key, itemIds]] : [])),
  );
  for (const row of await db.products.bulkGet([...numbers.keys()])) {
    const fresh = row ? (numbers.get(row.key) ?? []).filter((id) => !row.itemIds.includes(id)) : [];
    if (row && fresh.length > 0) await db.products.put({ ...row, itemIds: [...row.itemIds, ...fresh] });
  }
}

/** Removes a product with its images; bytes that nothing else refers to are freed. Returns the hashes that left the library. */
export async function removeProduct(db: ClaimLensDb, key: string, now: Date): Promise<string[]> {
  return db.transaction(
    'rw',
    [db.products, db.libraryImages, db.teamImages, db.blobs, db.photos, db.evidence, db.ledger, db.meta],
    async () => {
      const images = await db.libraryImages.where('productKey').equals(key).toArray();
      await db.libraryImages.bulkDelete(images.map((image) => image.id));
      await db.products.delete(key);
      const gone: string[] = [];
      for (const sha256 of new Set(images.map((image) => image.sha256))) {
        if (await isNeeded(db, sha256)) continue;
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
