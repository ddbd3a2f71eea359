/** Marks that web platforms leave in the files they hand out. */
import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding } from '../../claims/finding.ts';
import type { FileCheck } from '../file-check.ts';
import { IIM } from '../formats/photoshop.ts';
import { type Case, found, tracesOf } from '../proof.ts';
import type { Reading } from '../reading.ts';
import { trace } from '../trace.ts';

function read(r: Reading): void {
  for (const { place, base, sets } of r.iim) {
    // Facebook and Instagram write their own id into the special instructions.
    const fb = sets.find((s) => s.dataset === IIM.instructions && /^FBMD[0-9a-f]{8}/i.test(s.text));
    if (fb) {
      const offset = base < 0 ? -1 : base + fb.at;
      trace(r, 'web.facebook', { place, offset, length: fb.length, raw: fb.text }, {});
    }
  }
}

const codes = {
  'saved-from-web': code({
    strengths: ['weak', 'context'],
    family: 'declaration',
    reason: 'META',
    hard: 'never',
    facts: traceFacts({
      /** What it was recognised by. */
      sign: v.string(),
    }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

declare module '../types.ts' {
  interface TraceValues {
    'web.facebook': object;
  }
}

const judge = (c: Case): Finding[] =>
  tracesOf(c, 'web.facebook').map((t) =>
    found('saved-from-web', 'weak', 'saved-from-web', t, { sign: 'facebook' }),
  );

export const web: FileCheck = {
  id: 'saved-from-web',
  codes,
  traces: { 'web.facebook': null },
  read,
  judge,
  unlisted: true,
};
