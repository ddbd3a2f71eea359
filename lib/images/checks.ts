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
  'holds-other-picture': code({
    // Some phones keep a second version of a photo (without its blur, the other lens): alone it says nothing.
    strengths: ['context'],
    family: 'context',
    reason: 'CTX',
    hard: 'never',
    facts: v.strictObject({
      kind: v.picklist(['frames', 'pictures']),
      /** Where they stand (lib/images/held.ts), the first one apart, and their numbers as a person counts. */
      place: v.string(),
      places: v.array(v.string()),
      numbers: v.array(v.number()),
      frames: v.number(),
    }),
  }),
  'photo-seen-in-part': code({
    strengths: ['context'],
    family: 'quality',
    reason: 'QUAL',
    hard: 'never',
    facts: v.union([
      // 1 to 99: how much of the picture the file holds.
      v.strictObject({ why: v.literal('cut-short'), percent: v.number() }),
      v.strictObject({
        why: v.picklist(['one-frame', 'other-pictures']),
        unseen: v.number(),
        frames: v.number(),
      }),
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
  codes: {
    'photo-unreadable': codes['photo-unreadable'],
    'holds-other-picture': codes['holds-other-picture'],
    'photo-seen-in-part': codes['photo-seen-in-part'],
  },
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
