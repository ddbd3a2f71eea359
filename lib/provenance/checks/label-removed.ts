/** Signs that a label or a credential was there and is not any more; each with what it may be instead. */
import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding } from '../../claims/finding.ts';
import type { FileCheck } from '../file-check.ts';
import { type Case, found, tracesOf } from '../proof.ts';

const codes = {
  'label-removed': code({
    strengths: ['moderate', 'weak', 'context'],
    family: 'declaration',
    reason: 'DECL',
    hard: 'never',
    facts: v.union([
      traceFacts({
        sign: v.picklist([
          'label-emptied',
          'credential-gone',
          'history-names-generator',
          'credential-elsewhere',
        ]),
      }),
      // An earlier version of the photo carried a visible label (lib/labels/judge/removed.ts).
      v.strictObject({
        sign: v.picklist(['wiped', 'cut-off']),
        ground: v.literal('earlier-version'),
        /** The label as it was read then. */
        text: v.string(),
      }),
    ]),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

function judge(c: Case): Finding[] {
  const credential = tracesOf(c, 'c2pa').length > 0;
  const history = tracesOf(c, 'xmp.history').filter((t) => t.values.generator !== undefined && !credential);
  return [
    ...tracesOf(c, 'aigc.label-empty').map((t) =>
      // An empty field need not have been filled: programs write their form's fields as they are.
      found('label-removed', 'weak', 'label-removed', t, { sign: 'label-emptied' }),
    ),
    ...tracesOf(c, 'c2pa.missing').map((t) =>
      found('label-removed', 'moderate', 'label-removed', t, { sign: 'credential-gone' }),
    ),
    ...history.map((t) =>
      found('label-removed', 'weak', 'label-removed', t, { sign: 'history-names-generator' }),
    ),
    ...tracesOf(c, 'c2pa.remote-only').map((t) =>
      found('label-removed', 'context', 'label-removed', t, { sign: 'credential-elsewhere' }),
    ),
  ];
}

export const labelRemoved: FileCheck = { id: 'label-removed', codes, judge };
