import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Check, type Finding, STRENGTHS, type Strength, VERDICTS } from '../../../lib/claims/finding.ts';
import { addUp } from '../../../lib/verdict/add-up.ts';
import { CATALOGUE, entryOf, FINDING_CODES, isHardFact } from '../../../lib/verdict/catalogue.ts';
import { findingOf } from '../support/findings.ts';

const finding = (code: Finding['code'], strength?: Strength, photo: string | undefined = 'p1'): Finding =>
  findingOf(code, { photo, ...(strength ? { strength } : {}) });
const answered: Check[] = [{ name: 'match', version: '1', result: { state: 'nothing-found' } }];
const unanswered: Check[] = [
  { name: 'match', version: '1', result: { state: 'not-checked', reason: 'no bytes' } },
];
const all = { total: 1, checked: 1, notChecked: 0 };
const verdictOf = (...list: Finding[]) => addUp(list, answered, all).verdict;

const anyFinding = fc
  .record({
    code: fc.constantFrom(...FINDING_CODES),
    strength: fc.constantFrom(...STRENGTHS),
    photo: fc.constantFrom('p1', 'p2', undefined),
  })
  .map(({ code, strength, photo }) => ({ ...finding(code, strength), photo }));
const level = (verdict: (typeof VERDICTS)[number]) => VERDICTS.indexOf(verdict);

describe('addUp', () => {
  it.each([
    [['copy-of-listing-edited'], 'several-signs'],
    [['copy-of-listing'], 'worth-checking'],
    [['copy-of-listing', 'captured-before-order'], 'several-signs'],
    [['ai-label-implicit'], 'file-declares-ai'],
    [['ai-source-declared', 'capture-time-fits'], 'file-declares-ai'],
    [['ai-label-visible'], 'several-signs'],
    [['editor-trace'], 'worth-checking'],
    [['screenshot'], 'no-anomaly'],
    [['saved-from-web'], 'no-anomaly'],
    [['generator-file-name'], 'worth-checking'],
    [['saved-from-web', 'generator-size'], 'worth-checking'],
    [['metadata-stripped', 'repeat-claimant', 'refund-only-burst', 'claims-add-up'], 'no-anomaly'],
    [['thumbnail-differs'], 'worth-checking'],
    [['thumbnail-differs', 'screenshot'], 'worth-checking'],
    [['generator-size', 'saved-from-web', 'screenshot'], 'no-anomaly'],
    [['thumbnail-differs', 'camera-credential-valid'], 'no-anomaly'],
    [['copy-of-listing-edited', 'camera-credential-valid', 'capture-time-fits'], 'several-signs'],
    [['generator-size', 'saved-from-web', 'capture-time-fits'], 'no-anomaly'],
  ] as [Finding['code'][], string][])('%s → %s', (codes, verdict) => {
    expect(verdictOf(...codes.map((code) => finding(code)))).toBe(verdict);
  });

  it('counts a label that only says "possibly" as worth checking', () => {
    expect(verdictOf(finding('ai-label-implicit', 'strong'))).toBe('worth-checking');
  });

  it('takes one honest edit for one family however many detectors see it', () => {
    const edit = (['editor-trace', 'model-score', 'thumbnail-differs'] as const).map((code) =>
      finding(code, 'strong'),
    );
    expect(verdictOf(...edit)).toBe('worth-checking');
    expect(verdictOf(...edit, finding('follows-picture-rerendered'))).toBe('several-signs');
  });

  it('takes what an edit leaves in a signed file for one family, too', () => {
    const edit = (['credential-broken', 'editor-trace', 'thumbnail-differs'] as const).map((code) =>
      finding(code),
    );
    expect(verdictOf(...edit)).toBe('worth-checking');
  });

  it('takes two findings of one family for one voice, whether an edit explains one of them or not', () => {
    const twice = [finding('editor-trace', 'strong'), finding('ai-label-implicit', 'strong')];
    expect(verdictOf(...twice)).toBe('worth-checking');
  });

  it('never calls unchecked photos clean', () => {
    expect(addUp([], unanswered, all).verdict).toBe('not-enough-information');
    expect(addUp([], [], { total: 0, checked: 0, notChecked: 0 }).verdict).toBe('not-enough-information');
    expect(addUp([], answered, { total: 3, checked: 2, notChecked: 1 }).verdict).toBe(
      'not-enough-information',
    );
    expect(addUp([], answered, all).verdict).toBe('no-anomaly');
  });

  it('weighs nothing for a code of a newer version', () => {
    expect(verdictOf({ ...finding('screenshot', 'contradiction'), code: 'from-the-future' as never })).toBe(
      'no-anomaly',
    );
  });

  it('reaches the top two levels only with a hard fact or two families', () => {
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 8 }), (list) => {
        const { verdict } = addUp(list, answered, all);
        if (level(verdict) < level('several-signs')) return;
        const families = new Set(list.map(({ code }) => entryOf(code).family));
        expect(list.some(isHardFact) || families.size >= 2).toBe(true);
      }),
    );
  });

  it('never lets one detector above worth checking', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FINDING_CODES.filter((code) => CATALOGUE[code].family === 'pixels')),
        fc.array(fc.constantFrom(...STRENGTHS), { minLength: 1, maxLength: 6 }),
        (code, strengths) => {
          expect(
            level(verdictOf(...strengths.map((strength) => finding(code, strength)))),
          ).toBeLessThanOrEqual(level('worth-checking'));
        },
      ),
    );
  });

  it('is not moved up by context, quality or supporting findings', () => {
    const harmless = FINDING_CODES.filter(
      (code) =>
        ['context', 'quality'].includes(CATALOGUE[code].family) ||
        CATALOGUE[code].strengths[0] === 'supports-claim',
    );
    fc.assert(
      fc.property(
        fc.array(anyFinding, { maxLength: 6 }),
        fc.array(fc.constantFrom(...harmless), { maxLength: 4 }),
        (list, extra) => {
          const before = addUp(list, answered, all).verdict;
          const after = addUp([...list, ...extra.map((code) => finding(code))], answered, all).verdict;
          expect(level(after)).toBeLessThanOrEqual(level(before));
        },
      ),
    );
  });

  it('says file-declares-ai only with a declaration at full strength', () => {
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 8 }), (list) => {
        const declares = list.some(
          ({ code, strength }) => CATALOGUE[code].declaresAi && strength === 'contradiction',
        );
        expect(addUp(list, answered, all).verdict === 'file-declares-ai').toBe(declares);
      }),
    );
  });

  it('names only findings that were given, and names some whenever it raises', () => {
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 8 }), (list) => {
        const { verdict, because } = addUp(list, answered, all);
        expect(because.every((index) => index >= 0 && index < list.length)).toBe(true);
        if (level(verdict) >= level('worth-checking')) expect(because.length).toBeGreaterThan(0);
      }),
    );
  });

  it('does not depend on the order of findings', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyFinding, { maxLength: 7 })
          .chain((list) =>
            fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
          ),
        ([list, shuffled]) => {
          expect(addUp(shuffled, answered, all).verdict).toBe(addUp(list, answered, all).verdict);
        },
      ),
    );
  });
});
