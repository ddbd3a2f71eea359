/** What a check said about each claim of the demo, beside what it should say. */
import type { FindingCode, Verdict } from '../../lib/claims/finding.ts';
import type { DemoClaim } from './records.ts';

export interface Row {
  key: string;
  kind: string;
  verdict: string;
  codes: string[];
  /** Until the first verdict; absent for claims whose pictures stand on no list. */
  ms?: number;
  /** In words, what differs from the truth; empty when nothing does. */
  wrong: string[];
}

/** Compares one claim's verdict and codes with its truth. */
export function judge(claim: DemoClaim, verdict: string, found: string[], ms?: number): Row {
  const codes = [...new Set(found)].sort();
  const { truth } = claim;
  const wrong = [
    ...(truth.verdicts.includes(verdict as Verdict) ? [] : [`verdict ${verdict || 'none'}`]),
    ...truth.codes.filter((code) => !codes.includes(code)).map((code) => `no ${code}`),
    ...codes.filter((code) => truth.never.includes(code as FindingCode)).map((code) => `has ${code}`),
  ];
  return { key: claim.key, kind: truth.kind, verdict, codes, ms, wrong };
}

export function printTable(rows: Row[]): void {
  const width = (pick: (row: Row) => string, head: string) =>
    Math.max(head.length, ...rows.map((row) => pick(row).length));
  const kind = width((row) => row.kind, 'what it is');
  const verdict = width((row) => row.verdict, 'verdict');
  const line = (a: string, b: string, c: string, d: string, e: string) =>
    console.log(`${a.padEnd(26)}${b.padEnd(kind + 2)}${c.padEnd(verdict + 2)}${d.padStart(7)}  ${e}`);
  line('claim', 'what it is', 'verdict', 'ms', 'findings');
  for (const row of rows) {
    const unexpected = row.wrong.length > 0 ? `   ← ${row.wrong.join(', ')}` : '';
    line(row.key, row.kind, row.verdict, String(row.ms ?? '-'), row.codes.join(' ') + unexpected);
  }
}
