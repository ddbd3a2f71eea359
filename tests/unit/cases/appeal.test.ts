import { describe, expect, it } from 'vitest';
import { appealChecklist } from '../../../lib/cases/appeal/checklist.ts';
import { appealDocument } from '../../../lib/cases/appeal/document.ts';
import { claimReasons } from '../../../lib/cases/appeal/reason.ts';
import type { Dossier } from '../../../lib/cases/dossier.ts';
import { answerBy, dueInstant, dueText } from '../../../lib/cases/texts/due.ts';
import { changedRegions, surestFirst } from '../../../lib/claims/finding.ts';
import { t } from '../../../lib/i18n/index.ts';
import { inLocale, LOCALES } from '../../../lib/i18n/locale.ts';
import { sampleDossier } from './sample-case.ts';

const dossier: Dossier = sampleDossier();
const NOW = Date.parse('2026-10-02T03:20:00Z');
const with_ = (over: Partial<Dossier['claim']['claim']>): Dossier => ({
  ...dossier,
  claim: { ...dossier.claim, claim: { ...dossier.claim.claim, ...over } },
});

describe('the reason of a claim', () => {
  it.each([
    ['商品破损', 'damaged'],
    ['少件/漏发（外箱破损）', 'missing-parts'],
    ['收到商品与描述不符', 'wrong-item'],
    ['螃蟹死亡/变质', 'spoiled'],
    ['质量问题', 'defective'],
    ['没收到货', 'not-received'],
    ['Package was damaged in transit', 'damaged'],
    ['Item does not work', 'defective'],
    ['I received the wrong size', 'wrong-item'],
    ['七天无理由', 'other'],
    [undefined, 'other'],
  ])('%s is %s', (text, reason) => expect(claimReasons(text)[0]).toBe(reason));
});

it('a reason that names two kinds asks for what both need', () => {
  expect(claimReasons('商品破损/少件').sort()).toEqual(['damaged', 'missing-parts']);
  const both = appealChecklist(with_({ console: 'pinduoduo', reason: '商品破损/少件' }), NOW);
  expect(both.elements.map(({ element }) => element)).toEqual(expect.arrayContaining(['finding', 'packing']));
});

describe('what an appeal needs', () => {
  it('depends on platform and reason, and says what the case has', () => {
    const damaged = appealChecklist(with_({ console: 'tiktok', reason: 'Item damaged' }), NOW);
    expect(damaged).toMatchObject({ reasons: ['damaged'], source: 'tiktok-evidence-guide' });
    const wanted = damaged.elements.map(({ element }) => element);
    expect(wanted).toEqual(expect.arrayContaining(['order', 'tracking', 'finding', 'packing', 'talk']));
    const lost = appealChecklist(with_({ console: 'tiktok', reason: 'Not received' }), NOW);
    expect(lost.elements.map(({ element }) => element)).toContain('delivered');
    expect(lost.elements.map(({ element }) => element)).not.toContain('finding');
  });

  it('never calls an element included that the case does not have', () => {
    const empty: Dossier = {
      ...with_({ orderId: undefined, trackingNo: undefined, amount: undefined, appliedAt: undefined }),
      evidence: [],
      findings: [],
      references: [],
      archive: [],
      requests: [],
      decisions: [],
    };
    for (const console of ['tiktok', 'shopee', 'amazon', 'pinduoduo'])
      for (const reason of ['damaged', '少件', 'wrong item', 'other'])
        for (const { state } of appealChecklist(
          { ...empty, claim: { ...empty.claim, claim: { ...empty.claim.claim, console, reason } } },
          NOW,
        ).elements.filter(({ element }) => element !== 'delivered'))
          expect(state).not.toBe('has');
  });

  it('falls back to the general list and says so', () => {
    expect(appealChecklist(with_({ console: 'pinduoduo' }), NOW).source).toBeNull();
    expect(appealChecklist(with_({ console: 'ebay' }), NOW).source).toBeNull();
  });

  it('names a guide in every language, without a key or a reference of the house', () => {
    for (const locale of LOCALES)
      for (const console of ['tiktok', 'shopee', 'amazon', 'shopify'])
        inLocale(locale, () => {
          const { source } = appealChecklist(with_({ console }), NOW);
          expect(t(`cases.appeal.sources.${source}`)).not.toMatch(/cases\.|\bS\d\d/);
        });
  });

  it.each([
    ['answered', { answeredAt: '2026-10-02T01:00:00Z', dueAt: null }, 'has'],
    ['its date passed', { answeredAt: null, dueAt: '2026-10-02T01:00:00Z' }, 'has'],
    ['its date to come', { answeredAt: null, dueAt: '2026-10-02T09:00:00Z' }, 'lacks'],
    ['no date', { answeredAt: null, dueAt: null }, 'lacks'],
  ])('a request with %s: the reply counts only once it came or its time is over', (_, over, state) => {
    const [request] = dossier.requests;
    if (!request) throw new Error('the sample case has a request');
    const asked = { ...with_({ console: 'pinduoduo' }), requests: [{ ...request, ...over }] };
    expect(appealChecklist(asked, NOW).elements).toContainEqual({ element: 'reply', state });
  });
});

describe('the appeal', () => {
  it('begins with title, order and finding with its pair, then statement and numbered exhibits', () => {
    for (const locale of LOCALES) {
      const blocks = appealDocument(dossier, locale, 'STATEMENT');
      const kinds = blocks.map(({ kind }) => kind);
      expect(kinds.slice(0, 2)).toEqual(['title', 'facts']);
      expect(kinds.indexOf('pair')).toBeGreaterThan(1);
      expect(kinds.indexOf('pair')).toBeLessThan(kinds.indexOf('page-break'));
      const statement = blocks.findIndex((block) => block.kind === 'text' && block.text === 'STATEMENT');
      expect(statement).toBeGreaterThan(kinds.indexOf('page-break'));
      const exhibits = blocks.flatMap((block) => (block.kind === 'exhibit' ? [block.caption] : []));
      expect(exhibits.length).toBeGreaterThan(1);
      for (const [i, caption] of exhibits.entries()) expect(caption).toContain(String(i + 1));
      expect(JSON.stringify(blocks)).not.toMatch(/cases\.|undefined|appeal\.|\{[a-z]+\}/);
    }
  });
});

describe('the time given to the buyer', () => {
  const now = Date.parse('2026-10-02T03:20:00Z');
  const clock = (hours: number) => ({
    at: new Date(now + hours * 3_600_000).toISOString(),
    effect: 'money-goes-out' as const,
    estimated: false,
    source: 'page',
  });
  it.each([0.2, 0.5, 1, 2, 3, 5, 8, 20, 26, 48, 100])(
    'ends before a clock of %s hours, and not in the past',
    (hours) => {
      const due = Date.parse(answerBy(clock(hours), now));
      expect(due).toBeLessThan(now + hours * 3_600_000);
      expect(due).toBeGreaterThan(now);
      if (hours >= 26) expect(due).toBeGreaterThan(now + 20 * 3_600_000);
    },
  );
  it('is a day where no clock runs, and is told with its hour', () => {
    const due = answerBy(null, now);
    expect(dueText(due)).toBe('2026-10-03 11:00');
    expect(dueInstant(dueText(due))).toBe(due);
  });
});

describe('regions', () => {
  const region = (over: object) => ({ x: 0, y: 0, width: 9, height: 9, area: 80, ...over });
  it('that are not sure stand last and are not counted', () => {
    const unsure = region({ sure: false, width: 900 });
    const same = region({ same: true });
    const changed = region({ x: 3 });
    expect(surestFirst([unsure, same, changed])).toEqual([changed, same, unsure]);
    expect(changedRegions([unsure, same, changed])).toEqual([changed]);
    expect(changedRegions(undefined)).toEqual([]);
  });
});
