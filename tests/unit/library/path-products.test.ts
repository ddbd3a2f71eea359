import { describe, expect, it } from 'vitest';
import { levelChoices, productOf, productsOf } from '../../../lib/library/path-products.ts';

const titles = (paths: string[]): string[] => {
  const find = productsOf(paths);
  return paths.map((path) => find(path).title);
};
const keys = (paths: string[]): string[] => {
  const find = productsOf(paths);
  return paths.map((path) => find(path).key);
};

describe('productOf', () => {
  it.each([
    ['shop/Blue mug/front.jpg', 'file:shop/Blue mug', 'Blue mug'],
    ['蓝色杯子/主图/1.jpg', 'file:蓝色杯子', '蓝色杯子'],
    ['蓝色杯子/详情/1.jpg', 'file:蓝色杯子', '蓝色杯子'],
    ['shop/Mug/images/SKU图/1.jpg', 'file:shop/Mug', 'Mug'],
    ['杯子/白色/1.jpg', 'file:杯子', '杯子'],
    ['杯子/800x800/1.jpg', 'file:杯子', '杯子'],
    ['主图/1.jpg', 'file:主图', '主图'],
    ['2026-05/杯子/主图/1.jpg', 'file:2026-05/杯子', '杯子'],
    ['2026/白色/1.jpg', 'file:2026/白色', '白色'],
    ['loose one.png', 'file:loose one', 'loose one'],
    ['.hidden', 'file:.hidden', '.hidden'],
  ])('%s belongs to %s', (path, key, title) => expect(productOf(path)).toEqual({ key, title }));
});

describe('productsOf', () => {
  it('takes a folder name that stands under several parents for a kind of picture', () => {
    const paths = ['Mug/Nordic/1.jpg', 'Vase/Nordic/1.jpg', 'Vase/Angle A/2.jpg', 'Mug/Angle A/2.jpg'];
    expect(titles(paths)).toEqual(['Mug', 'Vase', 'Vase', 'Mug']);
  });

  it('never mixes two goods whose folders bear the same name', () => {
    expect(new Set(keys(['A/Classic/1.jpg', 'B/Classic/1.jpg'])).size).toBe(2);
    expect(
      new Set(keys(['2025/杯子/1.jpg', '2025/花瓶/1.jpg', '2026/杯子/1.jpg', '2026/花瓶/1.jpg'])).size,
    ).toBe(4);
    expect(new Set(keys(['a/1.jpg', 'b/1.jpg', '1.jpg'])).size).toBe(3);
  });
});

describe('levelChoices', () => {
  it('proposes first, then offers every level that gives other products', () => {
    const choices = levelChoices(['shop/T恤/白色/1.jpg', 'shop/帽子/白色/1.jpg', 'shop/帽子/白色/2.jpg']);
    expect(choices.map(({ level, products }) => [level, products.map(({ title }) => title)])).toEqual([
      ['auto', ['T恤', '帽子']],
      [1, ['shop']],
      [3, ['白色', '白色']],
      [0, ['1', '1', '2']],
    ]);
    expect(choices[0]?.products[1]?.files).toBe(2);
  });

  it('has one choice where nothing can be chosen', () =>
    expect(levelChoices(['a.jpg', 'b.jpg'])).toHaveLength(1));
});
