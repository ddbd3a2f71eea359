/** The demo shop's goods and their listing pictures. */
import type { Recipe, Source } from './pictures/recipe.ts';
import type { Scene } from './pictures/render.ts';

export interface Product {
  id: string;
  title: string;
  spec: string;
  /** Fen. */
  price: number;
  listing: Source;
}

const studio = (shape: Scene['shape'], colour: Scene['colour'], seed: number): Source => ({
  scene: { shape, colour, seed, azimuth: 25, elevation: 22, distance: 3.6, ground: 'studio' },
});

/** Order matters: claims name a product by its place. */
export const PRODUCTS: readonly Product[] = [
  {
    id: '560100000001',
    title: '手作青釉马克杯 350ml 陶瓷水杯',
    spec: '青釉;单只',
    price: 4590,
    listing: studio('mug', [0.55, 0.75, 0.7], 1),
  },
  {
    id: '560100000002',
    title: '米白素烧花瓶 客厅摆件 高 24cm',
    spec: '米白;高款',
    price: 6800,
    listing: studio('vase', [0.85, 0.8, 0.7], 2),
  },
  {
    id: '560100000003',
    title: '宝石蓝釉面碗 8 英寸 沙拉碗',
    spec: '宝石蓝;8 英寸',
    price: 3990,
    listing: studio('bowl', [0.3, 0.45, 0.75], 3),
  },
  {
    id: '560100000004',
    title: '赤陶茶叶罐 密封带盖 中号',
    spec: '赤陶;中号',
    price: 5600,
    listing: studio('jar', [0.8, 0.45, 0.3], 4),
  },
  {
    id: '560100000005',
    title: '永生干花 大花葱 单支装',
    spec: '原色;1 支',
    price: 1890,
    listing: { photograph: 'allium-oreophilum' },
  },
  {
    id: '560100000006',
    title: '永生干花 老鼠簕 单支装',
    spec: '原色;1 支',
    price: 1990,
    listing: { photograph: 'acanthus-mollis' },
  },
  {
    id: '560100000007',
    title: '复古双翼飞机模型 铁艺摆件',
    spec: '做旧;大号',
    price: 12900,
    listing: { photograph: 'airplane-from-above' },
  },
  {
    id: '560100000008',
    title: '木屋模型 手工拼装 微缩场景',
    spec: '1:48',
    price: 8800,
    listing: { photograph: 'dust-bowl-home' },
  },
  {
    id: '560100000009',
    title: '古帆船木质模型 港湾场景',
    spec: '中号',
    price: 15900,
    listing: { photograph: 'nagasaki-boats' },
  },
  {
    id: '560100000010',
    title: '猫咪步态复古贴纸 24 枚',
    spec: '1 套',
    price: 990,
    listing: { photograph: 'locomotion-house-cat' },
  },
];

/** The product's main picture as the shop uploaded it. */
export const listingRecipe = ({ listing }: Product): Recipe =>
  'file' in listing
    ? { asIs: listing.file }
    : { source: listing, steps: [], finish: { format: 'jpeg', quality: 90 } };
