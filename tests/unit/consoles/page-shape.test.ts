import { describe, expect, it } from 'vitest';
import { disguise, pageShape } from '../../../lib/consoles/page-shape.ts';
import { documentOf, loadCases } from '../../consoles/cases.ts';

const facts = { console: 'pinduoduo', version: '1', page: 'list', seen: 2, read: 0, missing: ['claimId'] };

describe('pageShape', () => {
  it('keeps labels and structure, and nothing that stands on the page', () => {
    const secrets = [
      '260928-412233445000017',
      '22750000000001',
      '碗口裂了',
      '商品破损',
      '39.90',
      '75312345678901',
      'aaaaaaaa-1111-4222-8333-444444444444',
    ];
    const one = loadCases().find((entry) => entry.console === 'pinduoduo' && entry.name === 'detail')!;
    const report = pageShape(documentOf(one.html, one.url), one.url, facts);
    for (const secret of secrets) expect(report).not.toContain(secret);
    expect(report).toContain('"售后编号：');
    expect(report).toContain('退款金额');
    expect(report).toContain('read 0 of 2');
    expect(report).toContain('https://chat-img.pddugc.com/');
  });

  it('gives away nothing of any recorded page', () => {
    for (const one of loadCases()) {
      const report = pageShape(documentOf(one.html, one.url), one.url, facts);
      for (const claim of one.claims) {
        for (const value of [claim.claimId, claim.orderId, claim.description, claim.trackingNo]) {
          if (value && value.length > 4) expect(report, `${one.console}/${one.name}`).not.toContain(value);
        }
      }
    }
  });

  it('disguises letters, ideographs and figures by class', () => {
    expect(disguise('Ab 12 张三')).toBe('Aa 99 字字');
    expect(disguise('订单编号')).toBe('订单编号');
    expect(disguise('x'.repeat(200))).toMatch(/^a{60}…200$/);
  });

  it('is bounded', () => {
    const deep = `${'<div>'.repeat(300)}x`;
    expect(
      pageShape(documentOf(deep, 'https://a.example.com/'), 'https://a.example.com/1', facts).length,
    ).toBeLessThan(200_001);
  });
});
