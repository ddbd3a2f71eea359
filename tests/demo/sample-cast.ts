/** The demo console with the shared sample photographs instead of its own: copies with known edits, and genuine photos. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLES } from '../samples.ts';
import type { Casting } from './cast.ts';
import { type Demo, enrol } from './records.ts';
import type { Product } from './shop.ts';
import { hours, startOfToday } from './time.ts';

interface Item {
  file: string;
  role: string;
  truth: { copy_of?: string; edit?: string; transform?: string; object?: string; product?: string };
}

/** Pictures redrawn by a model keep no pixels: what can be said about them is not what this demo shows. */
const NOT_SHOWN = 'rerender';
const REASON: Record<string, string> = {
  crack: '商品破损/少件',
  tear: '商品破损/少件',
  stain: '质量问题',
  mould: '发霉变质',
  splice: '与商品描述不符',
  remove: '少件/漏发',
};

/** One copy per listing picture, each with another transform, and one genuine photo per photographed object or package. */
export function sampleDemo(now: number): Demo {
  const { items } = JSON.parse(readFileSync(join(SAMPLES, 'photos/manifest.json'), 'utf8')) as {
    items: Item[];
  };
  const photo = (file: string) => join(SAMPLES, 'photos', file);
  const products: Product[] = [];
  const drafts: Pick<Casting, 'product' | 'reason' | 'photos' | 'truth'>[] = [];

  const copies = Map.groupBy(
    items.filter((item) => item.file.startsWith('claims/') && item.truth.transform !== NOT_SHOWN),
    (item) => item.truth.copy_of ?? '',
  );
  for (const [listing, made] of copies) {
    const item = made[products.length % made.length] as Item;
    drafts.push({
      product: addProduct(products, photo(listing), listing),
      reason: REASON[item.truth.edit ?? ''] ?? '质量问题',
      photos: [{ recipe: { asIs: photo(item.file) } }],
      truth: {
        kind: `${item.truth.edit} on ${listing.split('/').pop()} (${item.truth.transform})`,
        verdicts: ['several-signs'],
        codes: ['copy-of-listing-edited'],
        never: ['reused-across-claims', 'reused-edited'],
      },
    });
  }
  const genuine = Map.groupBy(
    items.filter((item) => item.role === 'genuine'),
    (item) => item.file.split('/').slice(0, -1).join('/'),
  );
  for (const [folder, photos] of genuine) {
    const listing = items.find(
      (item) => item.file.startsWith(`${folder}/`) && item.role.startsWith('gallery'),
    );
    if (!listing || !photos[0]) continue;
    drafts.push({
      product: addProduct(products, photo(listing.file), folder),
      reason: '质量问题',
      photos: photos.slice(0, 2).map((item) => ({ recipe: { asIs: photo(item.file) } })),
      truth: {
        kind: `genuine photos of ${folder.split('/').pop()}`,
        verdicts: ['no-anomaly'],
        codes: [],
        never: [
          'copy-of-listing',
          'copy-of-listing-edited',
          'copy-of-other-product',
          'reused-across-claims',
          'reused-edited',
          'before-after-in-claim',
        ],
      },
    });
  }
  const today = startOfToday(now);
  const castings = drafts.map((draft, n): Casting => {
    const appliedAt = today - hours(2 + n);
    return {
      ...draft,
      type: n % 3 === 1 ? 'return-refund' : 'refund-only',
      description: '见图',
      appliedAt,
      orderedAt: appliedAt - hours(24 * 5),
      shippedAt: appliedAt - hours(24 * 4),
      deliveredAt: appliedAt - hours(20),
      timeLeft: hours(4 + ((n * 11) % 60)),
      inList: true,
    };
  });
  return enrol(castings, products);
}

function addProduct(products: Product[], file: string, name: string): number {
  const title = (name.split('/').pop() ?? name).replace(/\.\w+$/, '').replaceAll(/[-_]/g, ' ');
  products.push({
    id: String(560_200_000_001 + products.length),
    title,
    spec: '标准',
    price: 3_900,
    listing: { file },
  });
  return products.length - 1;
}
