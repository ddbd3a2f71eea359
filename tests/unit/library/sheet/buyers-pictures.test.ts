/** Pictures of buyers in a sheet are no pictures of goods: they would make every honest photo a copy of the shop's own. */
import { describe, expect, it } from 'vitest';
import { mappingOf, picturesOf, readCsv } from '../../../../lib/library/sheet.ts';

const PHOTO = 'https://img.example.org/u/photo.jpg';
const GOODS = 'https://img.example.org/g/goods.jpg';

const read = (...lines: string[]) => {
  const sheet = readCsv(new TextEncoder().encode(`${lines.join('\n')}\n`));
  return picturesOf(sheet, mappingOf(sheet)).pictures.map(({ url }) => url);
};

describe('pictures that are not the goods’', () => {
  it.each([
    ['evidence of a claim', '售后编号,商品名称,凭证图片', `22750000000001,杯,${PHOTO}`],
    ['plain pictures in a list of claims', '退款单号,商品名称,图片', `22750000000001,杯,${PHOTO}`],
    ['pictures in a list of returns', 'Return ID,Product Name,Images', `RT-1,Mug,${PHOTO}`],
    [
      'pictures beside a return reason',
      'Order ID,Product Name,Return reason,Photo',
      `77,Mug,Broken,${PHOTO}`,
    ],
    ['photos of customers', 'Product Name,Customer Photos', `Mug,${PHOTO}`],
    ['pictures of reviews', '商品名称,评价图片', `杯,${PHOTO}`],
    ['a note in brackets', '商品名称,图片（买家上传）', `杯,${PHOTO}`],
    ['a header over several columns', '商品名称,买家秀,,', `杯,${PHOTO},${PHOTO}?2,${PHOTO}?3`],
    ['proof of delivery', 'Product Name,Delivery photo', `Mug,${PHOTO}`],
  ])('%s', (_, header, row) => {
    expect(read(header, row)).toEqual([]);
  });

  it('leaves the goods’ own beside them', () => {
    expect(read('售后单号,商品名称,商品图片,图片', `22750000000001,杯,${GOODS},${PHOTO}`)).toEqual([GOODS]);
    expect(read('Product Name,Image,Review image', `Mug,${GOODS},${PHOTO}`)).toEqual([GOODS]);
    expect(read('Product Name,Image,Customer rating,Return policy', `Mug,${GOODS},5,30 days`)).toEqual([
      GOODS,
    ]);
  });

  it('goes for pictures that lie in the sheet as well, until the seller chooses their column', () => {
    const sheet = readCsv(new TextEncoder().encode('售后编号,商品名称,凭证图片\n22750000000001,杯,\n'));
    const embedded = { column: 2, name: 'image1.png', bytes: async () => new Uint8Array() };
    const held = { ...sheet, media: [[embedded]] };
    expect(picturesOf(held, mappingOf(held)).pictures).toEqual([]);
    expect(picturesOf(held, { ...mappingOf(held), images: [2] }).pictures).toHaveLength(1);
  });
});
