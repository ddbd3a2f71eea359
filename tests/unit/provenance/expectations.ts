/** What the samples' own list says each file must and must not give. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'vitest';
import type { FileReport, Trace } from '../../../lib/provenance/types.ts';
import { hasSamples, SAMPLES } from '../../samples.ts';

export interface Expected {
  id: string;
  [name: string]: unknown;
}

export interface Sample {
  file: string;
  expect: { ai: string; edit: string; findings: Expected[]; mustNot?: string[] };
  claimCases?: { deliveredAt?: string; claimedAt?: string; expect: string }[];
}

export const FOLDER = resolve(SAMPLES, 'provenance');
export const samples: Sample[] =
  hasSamples && existsSync(resolve(FOLDER, 'manifest.json'))
    ? JSON.parse(readFileSync(resolve(FOLDER, 'manifest.json'), 'utf8')).files
    : [];
export const nameOf = (file: string): string => file.split('/').at(-1)!;

/** Values the manifest calls by other names. */
const ALIASES: Record<string, string> = { trustedWithOfficialList: 'trusted' };

function matches(trace: Trace, expected: Expected): boolean {
  return Object.entries(expected).every(([key, wanted]) => {
    if (key === 'id') return true;
    const got =
      key === 'place' ? trace.place : (trace.values as Record<string, unknown>)[ALIASES[key] ?? key];
    if (!Array.isArray(wanted)) return got === wanted;
    if (!Array.isArray(got)) return false;
    return wanted.length === 0 ? got.length === 0 : wanted.every((w) => got.includes(w));
  });
}

/** Holds a report against what the manifest expects and forbids. */
export function check(sample: Sample, report: FileReport, expected = sample.expect.findings) {
  expect(report.ai).toBe(sample.expect.ai);
  expect(report.edit).toBe(sample.expect.edit);
  for (const e of expected) {
    const same = report.traces.filter((t) => t.id === e.id);
    expect(
      same.some((t) => matches(t, e)),
      `${JSON.stringify(e)} among ${JSON.stringify(same)}`,
    ).toBe(true);
  }
  const ids = new Set([...report.traces.map((t) => t.id), `ai:${report.ai}`]);
  for (const forbidden of sample.expect.mustNot ?? []) expect(ids.has(forbidden), forbidden).toBe(false);
}
