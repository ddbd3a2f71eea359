/** What the surfaces can ask for. Every command changes the database; results come back through the live queries. */
import type { InputFile } from '../../library/files.ts';
import { type ImportOptions, type ImportReport, importPictures } from '../../library/import.ts';
import { removeFamily } from '../../library/join.ts';
import { saveAddresses } from '../../library/save-addresses.ts';
import type { SheetPicture } from '../../library/sheet.ts';
import { sendToBackground } from '../../platform/background-port.ts';
import { shopDb } from '../../store/db.ts';
import { askFor, type JobAsk, PRIORITY } from '../../store/jobs.ts';
import { photoKey } from '../../store/keys.ts';
import type { ProductRow } from '../../store/rows.ts';
import { type Settings, writeSettings } from '../../store/settings.ts';

export { dropConsole, requestConsole } from '../consoles/consoles.ts';
export { flagClaim, passClaim, unflagClaim } from './shop-flags.ts';

/** Makes sure that queued work is being done. */
async function wake(): Promise<void> {
  await sendToBackground({ type: 'wake-engine' });
}

/** Checks claims again: evidence that is missing is fetched, every kept photo is compared again. */
export async function checkAll(keys: string[], priority: number = PRIORITY.looking): Promise<void> {
  const db = shopDb();
  const evidence = await db.evidence.where('claimKey').anyOf(keys).toArray();
  const asks = evidence.map(
    (row): JobAsk =>
      row.state === 'kept' && row.sha256 !== null
        ? {
            kind: 'check-photo',
            subject: photoKey(row.claimKey, row.sha256),
            claimKey: row.claimKey,
            priority,
            again: true,
          }
        : { kind: 'fetch-evidence', subject: row.id, claimKey: row.claimKey, priority, again: true },
  );
  await askFor(db, asks, Date.now());
  await wake();
}

export const checkClaim = (key: string): Promise<void> => checkAll([key]);

/** Tries once more to get evidence that could not be had. */
export async function retryEvidence(id: string): Promise<void> {
  const db = shopDb();
  const row = await db.evidence.get(id);
  if (!row) return;
  await db.evidence.put({ ...row, state: 'waiting' });
  await askFor(
    db,
    [
      {
        kind: 'fetch-evidence',
        subject: id,
        claimKey: row.claimKey,
        priority: PRIORITY.looking,
        again: true,
      },
    ],
    Date.now(),
  );
  await wake();
}

/**
 * Saves product images from a drop, a picker or a ZIP (lib/library/files.ts `listFiles`). When the library has grown, claims
 * that are still open are compared with it again in the background.
 */
export async function importFiles(files: InputFile[], options: ImportOptions): Promise<ImportReport> {
  const db = shopDb();
  const list = async function* () {
    yield* files;
  };
  const report = await importPictures(db, list(), options);
  await wake();
  if (report.added) await recheckOpenClaims();
  return report;
}

/** Queues the pictures that a spreadsheet names (lib/library/sheet.ts `picturesOf`). Returns how many were new. */
export async function importAddresses(
  pictures: SheetPicture[],
  onProgress?: (done: number) => void,
  source: ProductRow['source'] = 'sheet',
): Promise<number> {
  const added = await saveAddresses(shopDb(), pictures, source, new Date(), onProgress);
  await wake();
  return added;
}

/** Compares the evidence of open claims again, after the library has changed; claims that only a colleague has read are the colleague's. */
export async function recheckOpenClaims(): Promise<void> {
  const open = await shopDb()
    .claims.filter(
      ({ claim, foreign }) => !foreign && claim.stage !== 'paid' && claim.stage !== 'closed-unpaid',
    )
    .primaryKeys();
  await checkAll(open, PRIORITY.background);
}

/** Removes a product, those joined with it, and their saved images. */
export async function removeProduct(key: string): Promise<void> {
  await removeFamily(shopDb(), key, new Date());
}

/** Changes settings. */
export async function setSettings(patch: Partial<Settings>): Promise<void> {
  await writeSettings(shopDb(), patch);
  await sendToBackground({ type: 'settings-changed' });
}
