import { describe, expect, it } from 'vitest';
import { csv, inert } from '../../../lib/cases/export/csv.ts';
import { maskText } from '../../../lib/cases/export/mask.ts';
import { siteId } from '../../../lib/consoles/platforms/site.ts';

describe('masking', () => {
  it.each([
    '电话１３８００１３８０００',
    '电话138.0013.8000',
    '电话 138·0013·8000',
    '微信同号：１３８ 0013 8000',
    '座机 010.88886666',
    'call +44.20.7946.0958',
  ])('finds the number in %s', (text) => {
    const masked = maskText(text);
    expect(masked).toContain('*');
    expect(masked).not.toMatch(/0013|00１３|8000|88886666|7946/);
  });

  it('leaves full-width text without a number as it was written', () =>
    expect(maskText('杯子碎了，３个！')).toBe('杯子碎了，３个！'));
});

describe('a cell for another locale', () => {
  it.each(['x;=1+1', 'x;+1', 'x\t=1', 'a|=cmd', 'x;@SUM(1)'])(
    '%s begins no formula behind its separator',
    (text) => {
      expect(inert(text)).not.toMatch(/[;\t|][=+\-@]/);
      expect(csv([[text]])).not.toMatch(/[;\t|][=+\-@]/);
    },
  );
});

describe('ids of sites', () => {
  it('are one host each', () => {
    const hosts = [
      'a-b.example',
      'a.b.example',
      'a.b-example',
      'x'.repeat(60),
      `${'x'.repeat(60)}y`,
      'shop.example',
    ];
    expect(new Set(hosts.map(siteId)).size).toBe(hosts.length);
    for (const host of hosts) expect(siteId(host)).toMatch(/^[a-z0-9-]{1,40}$/);
    expect(siteId('Shop.Example.')).toBe('site-shop-example');
  });
});
