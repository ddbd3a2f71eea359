/** The history of a claim's verdict: one entry of the append-only ledger for each change. */

import * as v from 'valibot';
import { VERDICTS, type Verdict } from '../claims/finding.ts';
import { compareInstants } from '../claims/instants.ts';
import type { LedgerEntry } from './ledger.ts';
import type { FindingRow, LedgerRow } from './rows.ts';

const WHAT = 'verdict-changed';

/** What an entry holds. `codes` beside `findings`, since a finding's row may be replaced or erased later. */
const Data = v.object({
  from: v.nullable(v.picklist(VERDICTS)),
  to: v.picklist(VERDICTS),
  /** Ids of the findings that carried the new verdict, and their codes in the same order. */
  findings: v.array(v.string()),
  codes: v.array(v.string()),
});

export interface VerdictChange extends v.InferOutput<typeof Data> {
  /** ISO instant. */
  at: string;
}

/** The entry of a change; `from` is null for a claim's first verdict. */
export const verdictChanged = (
  claimKey: string,
  from: Verdict | null,
  to: Verdict,
  because: readonly Pick<FindingRow, 'id' | 'code'>[],
): LedgerEntry => ({
  what: WHAT,
  subject: claimKey,
  data: { from, to, findings: because.map(({ id }) => id), codes: because.map(({ code }) => code) },
});

/** The changes of one claim's verdict among ledger rows, in the order of the log. */
export const verdictChanges = (ledger: readonly LedgerRow[], claimKey: string): VerdictChange[] =>
  ledger
    .filter((row) => row.what === WHAT && row.subject === claimKey)
    .sort((a, b) => compareInstants(a.at, b.at) || a.n - b.n)
    .flatMap((row) => {
      const parsed = v.safeParse(Data, row.data);
      return parsed.success ? [{ at: row.at, ...parsed.output }] : [];
    });
