import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { isToDecide } from '../../../../../lib/app/claims/ledger/filter.ts';
import { leadsOf } from '../../../../../lib/app/claims/ledger/leads.ts';
import { ledgerLine } from '../../../../../lib/app/claims/ledger/line.ts';
import { mappedBox } from '../../../../../lib/app/claims/ledger/row-pictures.ts';
import { passClaim } from '../../../../../lib/app/claims/shop-flags.ts';
import type { Finding, Verdict } from '../../../../../lib/claims/finding.ts';
import { LOCALES, setLocale } from '../../../../../lib/i18n/locale.ts';
import { reasonText } from '../../../../../lib/i18n/reason-text.ts';
import { saveReadings } from '../../../../../lib/store/claims.ts';
import { FINDING_CODES } from '../../../../../lib/verdict/catalogue.ts';
import { claim } from '../../../support/claims.ts';
import { freshDb } from '../../../support/db.ts';

vi.mock('wxt/browser', () => ({ browser: {} }));

const region = (over: object) => ({ x: 10, y: 10, width: 20, height: 20, area: 300, ...over });
const finding = (over: object) =>
  ({
    code: 'copy-of-listing',
    strength: 'strong',
    facts: {},
    check: { name: 'match', version: '1' },
    ...over,
  }) as Finding;

describe('the reason of a row', () => {
  it('is the strongest finding that the verdict rests on, with the order that it names', async () => {
    const db = freshDb();
    const other = claim({ claimId: '2', key: 'pinduoduo:2', orderId: 'ORDER-2' });
    await saveReadings(db, [claim(), other], new Date('2026-10-02T03:00:00Z'));
    const rows = [
      finding({ code: 'screenshot', strength: 'weak' }),
      finding({
        code: 'reused-across-claims',
        strength: 'contradiction',
        photo: 'p',
        against: { kind: 'claim', sha256: 'q', claim: other.key },
        region: [region({ sure: false, width: 500 }), region({})],
      }),
    ];
    await db.findings.bulkPut(
      rows.map((one, i) => ({
        v: 1,
        id: `f${i}`,
        claimKey: 'pinduoduo:1001',
        sha256: 'p',
        code: one.code,
        finding: one,
        at: '',
      })),
    );
    const leads = await leadsOf(db, [
      {
        v: 1,
        claimKey: 'pinduoduo:1001',
        verdict: 'several-signs',
        because: ['f0', 'f1', 'gone'],
        photos: { total: 1, checked: 1, notChecked: 0 },
        at: '',
      },
    ]);
    const lead = leads.get('pinduoduo:1001');
    expect(lead).toMatchObject({ code: 'reused-across-claims', order: 'ORDER-2' });
    // A region that is not sure is never the place that is shown.
    expect(lead?.region?.width).toBe(20);
    for (const locale of LOCALES) {
      setLocale(locale);
      expect(reasonText('reused-across-claims', lead?.order)).toContain('ORDER-2');
      expect(reasonText('reused-across-claims')).not.toMatch(/[–{]/);
    }
  });

  it('has a short form for every code in every language', () => {
    for (const locale of LOCALES) {
      setLocale(locale);
      for (const code of FINDING_CODES) {
        const text = reasonText(code, '1');
        expect(text, `${locale} ${code}`).not.toMatch(/findings\.|^$/);
        expect([...text].length, `${locale} ${code}: ${text}`).toBeLessThanOrEqual(locale === 'en' ? 42 : 18);
      }
    }
  });

  it('shows the same place in both pictures', () => {
    const box = { x: 10, y: 20, width: 30, height: 40 };
    expect(mappedBox(box, [2, 0, 5, 0, 2, 7, 0, 0, 1])).toEqual({ x: 25, y: 47, width: 60, height: 80 });
    expect(mappedBox(box, null)).toBeNull();
    expect(mappedBox(box, [0, 0, 0, 0, 0, 0, 0, 0, 0])).toBeNull();
  });
});

describe('what is left to decide', () => {
  const line = async (verdict: Verdict | null, over: object = {}, flag?: object) => {
    const db = freshDb();
    await saveReadings(db, [claim(over)], new Date('2026-10-02T03:00:00Z'));
    const row = await db.claims.get('pinduoduo:1001');
    if (!row) throw new Error('no row');
    const seen = verdict && {
      v: 1 as const,
      claimKey: row.key,
      verdict,
      because: [],
      photos: { total: 1, checked: 1, notChecked: 0 },
      at: '',
    };
    return ledgerLine(row, seen ?? undefined, flag as never);
  };
  it('is what asks for a look and was neither flagged, passed, nor settled', async () => {
    expect(isToDecide(await line('several-signs'))).toBe(true);
    expect(isToDecide(await line('worth-checking'))).toBe(true);
    expect(isToDecide(await line('no-anomaly'))).toBe(false);
    expect(isToDecide(await line(null))).toBe(false);
    expect(isToDecide(await line('several-signs', { stage: 'paid' }))).toBe(false);
    expect(isToDecide(await line('several-signs', {}, { on: true }))).toBe(false);
    expect(isToDecide(await line('several-signs', {}, { on: false, passed: true }))).toBe(false);
  });

  it('passes a claim once, takes a flag off with it, and can be taken back', async () => {
    const db = freshDb();
    await db.flags.put({ v: 1, claimKey: 'pinduoduo:1001', on: true, note: '', at: '' });
    await passClaim('pinduoduo:1001', true, db);
    await passClaim('pinduoduo:1001', true, db);
    expect(await db.flags.get('pinduoduo:1001')).toMatchObject({ on: false, passed: true });
    await passClaim('pinduoduo:1001', false, db);
    expect(await db.flags.get('pinduoduo:1001')).toMatchObject({ passed: false });
    expect((await db.ledger.orderBy('[seat+n]').toArray()).map(({ what }) => what)).toEqual([
      'passed',
      'pass-taken-back',
    ]);
  });
});
