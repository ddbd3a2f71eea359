/** What is said when a photo could not be had or read: context, and never an accusation. */
import * as v from 'valibot';
import { type CheckSpec, code, type FactsIn } from '../claims/check.ts';
import type { Finding, FindingOf } from '../claims/finding.ts';

const codes = {
  'photo-unreadable': code({
    strengths: ['context'],
    family: 'quality',
    reason: 'QUAL',
    hard: 'never',
    facts: v.union([
      // Parts of the file, with why each could not be read; the picture itself was.
      v.strictObject({
        why: v.literal('parts'),
        parts: v.array(v.strictObject({ place: v.string(), why: v.string() })),
        more: v.number(),
        command: v.string(),
      }),
      v.strictObject({ why: v.string(), detail: v.string() }),
    ]),
  }),
  'photo-unavailable': code({
    strengths: ['context'],
    family: 'quality',
    reason: 'QUAL',
    hard: 'never',
    facts: v.strictObject({
      why: v.string(),
      /** The address without what signs it, and what each address tried gave. */
      url: v.string(),
      tries: v.array(v.string()),
    }),
  }),
};

declare module '../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

/** Opening the picture. */
export const decodeCheck: CheckSpec = {
  id: 'decode',
  codes: { 'photo-unreadable': codes['photo-unreadable'] },
  page: 'provenance',
};

/** Getting the picture. */
export const fetchCheck: CheckSpec = {
  id: 'fetch',
  codes: { 'photo-unavailable': codes['photo-unavailable'] },
  page: 'provenance',
};

/** A photo that could not be opened. `why` is a code that the texts know; `detail` is for whoever looks into it. */
export const unreadable = (photo: string | undefined, why: string, detail = ''): Finding => ({
  code: 'photo-unreadable',
  strength: 'context',
  ...(photo === undefined ? {} : { photo }),
  facts: { why, detail },
  check: { name: decodeCheck.id, version: '1' },
});

/** A photo that no address gave. */
export const unavailable = (facts: FindingOf<'photo-unavailable'>['facts']): Finding => ({
  code: 'photo-unavailable',
  strength: 'context',
  facts,
  check: { name: fetchCheck.id, version: '1' },
});
