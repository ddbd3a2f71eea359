/** The file's name, where its shape is known. */

import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Fact, Finding } from '../../claims/finding.ts';
import type { FileCheck } from '../file-check.ts';
import { type Case, found, tracesOf } from '../proof.ts';
import type { Reading } from '../reading.ts';
import { type NameMeaning, nameMeaning } from '../tables/file-names.ts';
import { trace } from '../trace.ts';

function read(r: Reading): void {
  if (!r.name) return;
  const base = r.name.split(/[/\\]/).at(-1) ?? '';
  const meaning = nameMeaning(base);
  if (!meaning) return;
  trace(
    r,
    'filename',
    { place: 'file-name', offset: -1, length: 0, raw: base },
    {
      kind: meaning.kind,
      class: meaning.class,
      ...meaning.values,
    },
  );
}

const codes = {
  'generator-file-name': code({
    strengths: ['weak'],
    family: 'declaration',
    reason: 'META',
    hard: 'never',
    speaksAlone: true,
    facts: traceFacts({ tool: v.string(), fileName: v.string() }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

declare module '../types.ts' {
  interface TraceValues {
    /** What the name's shape is (`kind`), what it points at (`class`), and what it tells beside. */
    filename: { kind: string; class: NameMeaning['class']; [more: string]: Fact };
  }
}

function judge(c: Case): Finding[] {
  return tracesOf(c, 'filename').flatMap((t): Finding[] => {
    const { kind, class: pointsAt } = t.values;
    if (pointsAt === 'generator')
      return [found('generator-file-name', 'weak', 'file-name', t, { tool: kind, fileName: t.raw })];
    if (pointsAt === 'web') return [found('saved-from-web', 'weak', 'file-name', t, { sign: kind })];
    if (pointsAt === 'chat-save') return [found('saved-from-web', 'context', 'file-name', t, { sign: kind })];
    if (pointsAt === 'screenshot' && tracesOf(c, 'screenshot').length === 0)
      return [found('screenshot', 'context', 'file-name', t, { sign: kind })];
    return [];
  });
}

export const fileName: FileCheck = {
  id: 'file-name',
  codes,
  gives: ['saved-from-web', 'screenshot'],
  traces: { filename: null },
  read,
  judge,
  limits: ({ context }) => (context.fileName ? null : 'no-file-name'),
};
