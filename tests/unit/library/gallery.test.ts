import { describe, expect, it } from 'vitest';
import { readGallery } from '../../../lib/library/gallery.ts';
import type { ProductPage } from '../../../lib/platform/pages/product-page.ts';

const PAGE: ProductPage = {
  url: 'https://shop.example.com/products/mug?variant=2',
  title: 'Blue mug | Shop',
  canonical: 'https://shop.example.com/products/mug',
  jsonLd: [],
  variations: [],
  gallery: [],
  products: [],
  microdata: [],
};
const read = (parts: Partial<ProductPage>) => readGallery({ ...PAGE, ...parts });
const at = (name: string): string => `https://shop.example.com/media/${name}.jpg`;
const names = (parts: Partial<ProductPage>) =>
  read(parts)?.pictures.map(({ url, variant }) => `${url.split('/').at(-1)} ${variant}`.trim());

describe('the gallery of a product page', () => {
  it('is read from JSON-LD, with the variants of a group by their own values', () => {
    const group = {
      '@context': 'https://schema.org',
      '@graph': [
        { '@type': 'BreadcrumbList' },
        {
          '@type': 'ProductGroup',
          name: 'Mug',
          productGroupID: 'MUG-1',
          image: ['/media/front.jpg', { '@type': 'ImageObject', contentUrl: at('back') }],
          hasVariant: [
            { '@type': 'Product', name: 'Mug red', color: 'red', image: at('red') },
            { '@type': 'Product', name: 'Mug blue', color: 'blue', image: at('front') },
          ],
        },
      ],
    };
    const gallery = read({ jsonLd: ['{"@type":"Organization"}', 'not JSON', JSON.stringify(group)] });
    expect(gallery).toEqual({
      title: 'Mug',
      itemId: 'MUG-1',
      pictures: [
        { url: at('front'), variant: 'blue' },
        { url: at('back'), variant: '' },
        { url: at('red'), variant: 'red' },
      ],
    });
  });

  it('takes none of the other goods that a page describes', () => {
    const product = (name: string, url?: string) =>
      JSON.stringify({ '@type': 'Product', name, image: at(name), ...(url && { url }) });
    const own = product('mug', 'https://shop.example.com/products/mug/');
    const other = product('vase', 'https://shop.example.com/products/vase');
    expect(names({ jsonLd: [other, own] })).toEqual(['mug.jpg']);
    expect(read({ jsonLd: [other, product('jar')] })).toBeNull();
    expect(read({ jsonLd: [other] })).toBeNull();
    expect(
      read({ products: ['{"title":"A","images":["/a.jpg"]}', '{"title":"B","images":["/b.jpg"]}'] }),
    ).toBeNull();
    expect(read({ microdata: [[at('a')], [at('b')]] })).toBeNull();
  });

  it('is read from WooCommerce’s gallery and variations', () => {
    const variations = JSON.stringify([
      { attributes: { attribute_pa_colour: 'red' }, image: { full_src: at('red'), src: at('red-300x300') } },
      { attributes: { attribute_pa_colour: 'blue' }, image: { full_src: at('front') } },
    ]);
    expect(names({ gallery: [at('front'), at('back')], variations: [variations] })).toEqual([
      'front.jpg blue',
      'back.jpg',
      'red.jpg red',
    ]);
  });

  it('is read from Shopify’s product data, whose number it takes', () => {
    const data = {
      id: 7_654_321_098_765,
      title: 'Blue mug',
      images: ['//cdn.shopify.com/s/files/1/front.jpg?v=1', '//cdn.shopify.com/s/files/1/red.jpg?v=1'],
      variants: [
        {
          title: 'Red',
          options: ['Red'],
          featured_image: { src: '//cdn.shopify.com/s/files/1/red.jpg?v=1' },
        },
      ],
    };
    expect(read({ products: [JSON.stringify(data)] })).toEqual({
      title: 'Blue mug',
      itemId: '7654321098765',
      pictures: [
        { url: 'https://cdn.shopify.com/s/files/1/front.jpg?v=1', variant: '' },
        { url: 'https://cdn.shopify.com/s/files/1/red.jpg?v=1', variant: 'Red' },
      ],
    });
  });

  it('falls back to microdata, and says nothing where the page says nothing', () => {
    expect(names({ microdata: [['/media/a.jpg', at('b'), '']] })).toEqual(['a.jpg', 'b.jpg']);
    expect(read({})).toBeNull();
    expect(read({ jsonLd: ['{"@type":"Product","name":"Mug"}'] })).toBeNull();
    expect(read({ jsonLd: ['{"@type":"Product","name":"Mug","image":"javascript:alert(1)"}'] })).toBeNull();
  });
});
