/** Validating a content credential beside the direct reading: integrity by codes, signer by the seller's own trust list. */
import { logOf } from '../../base/log.ts';
import { judge, mergeCredential } from '../../provenance/index.ts';
import type { ProvenanceAnswer, ProvenanceContext } from '../../provenance/types.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { readMeta } from '../../store/meta.ts';
import { bundledTrust, chosenTrust } from './bundled-trust.ts';
import type { WorkerPool } from './pool.ts';
import type { Inspection } from './protocol.ts';

const log = logOf('engine');

/** Whether the file carries a manifest store, so that the validator is worth its start. */
export const carriesCredential = (inspection: Inspection): boolean =>
  inspection.report.traces.some((trace) => trace.id === 'c2pa' || trace.id === 'c2pa.unreadable');

/**
 * Judges a file again with the validator's answer. Returns null when the validator could not run: the direct reading
 * stands as it is then.
 */
export async function withCredential(
  db: ClaimLensDb,
  dbName: string,
  pool: WorkerPool,
  wasm: string,
  inspection: Inspection,
  context: ProvenanceContext,
): Promise<ProvenanceAnswer | null> {
  const own = (await readMeta(db, 'trust-list')) ?? null;
  const trust = chosenTrust(own, await bundledTrust(new URL('../trust/lists.json', wasm).href));
  try {
    const { sha256, mime } = inspection;
    const validation = await pool.call('credential', { db: dbName, sha256, mime, wasm, trust });
    return judge(mergeCredential(inspection.report, validation), context, inspection.previews);
  } catch (error) {
    log.error('validating a credential failed', error);
    return null;
  }
}
