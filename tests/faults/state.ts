/** What the extension holds at one moment, and what must never get less of. */
import { verifyLedger } from '../../lib/store/ledger-chain.ts';
import type { EvidenceRow, JobRow, LedgerRow, MetaRow } from '../../lib/store/rows.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { TestPage } from '../browsers/types.ts';

export interface State {
  jobs: JobRow[];
  evidence: EvidenceRow[];
  /** SHA-256 of every kept file. */
  blobs: Set<string>;
}

/** Reads the state through a page of the extension. */
export async function stateOf(page: TestPage): Promise<State> {
  const stored = openDatabase(page);
  const [jobs, evidence, blobs] = await Promise.all([
    stored.table('jobs'),
    stored.table('evidence'),
    stored.keys('blobs'),
  ]);
  return { jobs: jobs as JobRow[], evidence: evidence as EvidenceRow[], blobs: new Set(blobs as string[]) };
}

export const ended = (state: State): number =>
  state.jobs.filter((job) => job.state === 'done' || job.state === 'failed').length;

/** Jobs that will run as soon as something takes them; those that wait for their host are not among them. */
export const open = (state: State): number =>
  state.jobs.filter((job) => job.state === 'running' || (job.state === 'queued' && !job.notBefore)).length;

/** What was kept before and is not any more; must be empty after every fault. */
export function lost(before: State, after: State): string[] {
  const now = new Map(after.evidence.map((row) => [row.id, row]));
  return before.evidence
    .filter((row) => row.state === 'kept')
    .filter((row) => now.get(row.id)?.sha256 !== row.sha256 || !after.blobs.has(row.sha256 ?? ''))
    .map((row) => row.id);
}

/** Everything that is not as it must be when all work is over. Empty when the state is sound. */
export async function unsound(page: TestPage): Promise<string[]> {
  const stored = openDatabase(page);
  const state = await stateOf(page);
  const ledger = (await stored.table('ledger')) as LedgerRow[];
  const meta = (await stored.table('meta')) as MetaRow[];
  const head = meta.find((row) => row.name === 'ledger-head')?.value as Parameters<typeof verifyLedger>[1];
  const wrong: string[] = verifyLedger(ledger, head ?? null).map(({ n, why }) => `ledger entry ${n}: ${why}`);
  for (const job of state.jobs) if (job.state === 'running') wrong.push(`${job.id} is running for ever`);
  for (const row of state.evidence)
    if (row.state === 'kept' && !state.blobs.has(row.sha256 ?? ''))
      wrong.push(`${row.id} has lost its bytes`);
  wrong.push(...(await wrongHashes(page)));
  const seen = new Set<string>();
  for (const row of (await stored.table('findings')) as {
    claimKey: string;
    sha256: string;
    code: string;
    finding: { against?: { sha256: string }; facts: { place?: unknown } };
  }[]) {
    const same = JSON.stringify([
      row.claimKey,
      row.sha256,
      row.code,
      row.finding.against,
      row.finding.facts.place,
    ]);
    if (seen.has(same)) wrong.push(`doubled finding ${row.code}`);
    seen.add(same);
  }
  return wrong;
}

/** Kept files whose bytes no longer have their hash, computed by the browser itself. */
const wrongHashes = (page: TestPage): Promise<string[]> =>
  page.evaluate(
    () =>
      new Promise<string[]>((done, fail) => {
        const asked = indexedDB.open('claimlens');
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => {
          const rows = asked.result.transaction('blobs').objectStore('blobs').getAll();
          rows.onerror = () => fail(rows.error);
          rows.onsuccess = async () => {
            asked.result.close();
            const wrong: string[] = [];
            for (const { sha256, bytes } of rows.result as {
              sha256: string;
              bytes: Uint8Array<ArrayBuffer>;
            }[]) {
              const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
              const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
              if (hex !== sha256) wrong.push(`bytes of ${sha256} have changed`);
            }
            done(wrong);
          };
        };
      }),
    null,
  );
