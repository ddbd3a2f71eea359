import { describe, expect, it } from 'vitest';
import { parseRoute, routeTo } from '../../../components/route/useRoute.ts';
import { goodsKind } from '../../../lib/claims/goods.ts';

describe('routes', () => {
  it('keep keys whole', () => {
    const hash = routeTo('claims', 'pinduoduo:1/2 #3');
    expect(hash).toBe('#/claims/pinduoduo%3A1%2F2%20%233');
    expect(parseRoute(hash)).toEqual(['claims', 'pinduoduo:1/2 #3']);
  });

  it('survive broken addresses', () => {
    expect(parseRoute('#/claims/%E0%A4')).toEqual(['claims', '%E0%A4']);
    expect(parseRoute('')).toEqual([]);
  });
});

describe('kind of goods', () => {
  it('is read from the title, narrow kinds first', () => {
    expect(goodsKind('鲜活大闸蟹 4对')).toBe('live-seafood');
    expect(goodsKind('景德镇陶瓷马克杯')).toBe('ceramics-glass');
    expect(goodsKind('Leather handbag, brown')).toBe('shoes-bags');
    expect(goodsKind('')).toBe('other');
  });
});
