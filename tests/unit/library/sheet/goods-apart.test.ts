/** Sheets in which two goods could become one, or a picture could get lost: each kind, small. */
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { xlsx } from '../../../../lib/cases/export/xlsx.ts';
import { mappingOf, picturesOf, readSheets, type SheetFile } from '../../../../lib/library/sheet.ts';

const at = (name: string | number): string => `https://cdn.shop.example/${name}.jpg`;
const short = (url: string): string => url.replace('https://cdn.shop.example/', '');

const read = (content: string | Uint8Array, name = 'goods.csv'): Promise<SheetFile> =>
  readSheets(new File([content as BlobPart], name));
const rowsOf = (rows: (string | number)[][]): string =>
  rows.map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')).join('\n');

/** Key to pictures of one sheet of a file, with the notes on rows. */
function goods(file: SheetFile, index = file.best) {
  const sheet = file.sheets[index]!;
  const { pictures, unusable, doubtful } = picturesOf(sheet, mappingOf(sheet));
  const out: Record<string, string[]> = {};
  for (const { productKey, url, embedded } of pictures) {
    out[productKey] ??= [];
    out[productKey].push(url ? short(url) : (embedded?.name ?? ''));
  }
  return { goods: out, notes: [...unusable, ...doubtful].map(({ row, why }) => `${row} ${why}`), pictures };
}
const ofText = async (text: string) => goods(await read(text));

describe('variants in rows of their own', () => {
  it('belong to their parent, by number or article number, before or after it, with what follows them', async () => {
    const found = await ofText(
      rowsOf([
        ['ID', 'Type', 'SKU', 'Name', 'Parent', 'Images'],
        ['71003', 'variation', 'MUG-B', 'Mug - Blue', 'MUG', at('blue')],
        ['', '', '', '', '', at('blue-2')],
        ['71001', 'variable', 'MUG', 'Mug', '', at('mug')],
        ['71002', 'variation', 'MUG-R', 'Mug - Red', 'id:71001', at('red')],
        ['71004', 'simple', 'VASE', 'Vase', '', at('vase')],
      ]),
    );
    expect(found.goods).toEqual({
      'sheet:71001 Mug': ['blue.jpg', 'blue-2.jpg', 'mug.jpg', 'red.jpg'],
      'sheet:71004 Vase': ['vase.jpg'],
    });
    // Claims name a variant by its own number.
    expect(found.pictures.map(({ itemId }) => itemId)).toEqual(['71003', '71003', '71001', '71002', '71004']);
  });

  it('form a group of their own where the parent has no row, unless each has its number', async () => {
    const amazon = await ofText(
      rowsOf([
        ['Seller SKU', 'Item Name', 'Main Image URL', 'Parent SKU'],
        ['MUG-R', 'Mug Red', at('r'), 'MUG'],
        ['MUG-B', 'Mug Blue', at('b'), 'MUG'],
        ['VASE', 'Vase', at('v'), ''],
      ]),
    );
    expect(Object.values(amazon.goods)).toEqual([['r.jpg', 'b.jpg'], ['v.jpg']]);
    const google = await ofText(
      rowsOf([
        ['id', 'title', 'image link', 'item group id'],
        ['M-R', 'Mug red', at('r'), 'MUG'],
        ['M-B', 'Mug blue', at('b'), 'MUG'],
      ]),
    );
    expect(Object.values(google.goods)).toEqual([['r.jpg', 'b.jpg']]);
    // Shopee's "parent SKU" is the seller's own code, and several goods may bear the same.
    const shopee = await ofText(
      rowsOf([
        ['Product ID', 'Product Name', 'Cover image', 'Parent SKU'],
        ['23111111111', 'Mug', at('m'), 'A'],
        ['23111111112', 'Vase', at('v'), 'A'],
      ]),
    );
    expect(Object.values(shopee.goods)).toEqual([['m.jpg'], ['v.jpg']]);
  });

  it('never lead round in a circle', async () => {
    const found = await ofText(
      rowsOf([
        ['SKU', 'Name', 'Parent', 'Images'],
        ['A', 'One', 'B', at(1)],
        ['B', 'Two', 'A', at(2)],
        ['C', 'Three', 'C', at(3)],
      ]),
    );
    expect(Object.values(found.goods).flat()).toHaveLength(3);
  });
});

describe('numbers', () => {
  it.each([
    ['632,145,678,901', '632145678901'],
    ['632 145 678 901', '632145678901'],
    ['No. 1002', '1002'],
    ['№1003', '1003'],
    ['12,345', '12,345'],
  ])('%s is %s', async (cell, id) => {
    const { pictures } = await ofText(
      rowsOf([
        ['Product ID', 'Title', 'Image'],
        [cell, 'Mug', at(1)],
      ]),
    );
    expect(pictures[0]?.itemId).toBe(id);
  });

  it('two goods of one name whose rounded numbers differ stay two', async () => {
    const found = await ofText(
      rowsOf([
        ['商品ID', '商品名称', '主图'],
        ['6.32146E+11', '青釉杯', at(1)],
        ['6.32147E+11', '青釉杯', at(2)],
      ]),
    );
    expect(Object.values(found.goods)).toEqual([['1.jpg'], ['2.jpg']]);
    expect(found.notes).toEqual(['2 rounded-number', '3 rounded-number']);
    expect(found.pictures.map(({ itemId }) => itemId)).toEqual([null, null]);
  });

  it('two goods whose long names differ at their ends stay two', async () => {
    const long = '很长的名称'.repeat(80);
    const found = await ofText(
      rowsOf([
        ['Title', 'Image'],
        [`${long}A`, at(1)],
        [`${long}B`, at(2)],
      ]),
    );
    expect(Object.values(found.goods)).toEqual([['1.jpg'], ['2.jpg']]);
    for (const key of Object.keys(found.goods)) expect(key.length).toBeLessThanOrEqual(300);
  });
});

describe('several tables in one sheet', () => {
  it('side by side, with and without an empty column between them', async () => {
    for (const gap of [[''], []]) {
      const file = await read(
        rowsOf([
          ['商品ID', '商品名称', '主图', ...gap, '商品ID', '商品名称', '主图'],
          ['632145678901', '左', at('l'), ...gap, '732145678901', '右', at('r')],
        ]),
      );
      expect(file.sheets.map((_, i) => goods(file, i).goods)).toEqual([
        { 'sheet:632145678901': ['l.jpg'] },
        { 'sheet:732145678901': ['r.jpg'] },
      ]);
    }
  });

  it('one below the other, with rows numbered as in the file', async () => {
    const file = await read(
      rowsOf([
        ['商品ID', '商品名称', '主图'],
        ['632145678901', '杯', at(1)],
        ['', '', ''],
        ['图片链接', '标题', '商品ID'],
        [at(2), '瓶', '732145678901'],
        ['', '没有图', '732145678902'],
      ]),
    );
    expect(file.sheets.map((_, i) => goods(file, i).goods)).toEqual([
      { 'sheet:632145678901': ['1.jpg'] },
      { 'sheet:732145678901': ['2.jpg'] },
    ]);
    expect(goods(file, 1).notes).toEqual(['6 no-address']);
  });

  it('a header that is printed again on every page is no product', async () => {
    const header = ['商品ID', '商品名称', '主图'];
    const file = await read(
      rowsOf([header, ['632145678901', '杯', at(1)], header, ['632145678902', '瓶', at(2)]]),
    );
    expect(file.sheets.flatMap((_, i) => Object.keys(goods(file, i).goods))).toEqual([
      'sheet:632145678901',
      'sheet:632145678902',
    ]);
  });

  it('two names of one product are one table', async () => {
    const file = await read(
      rowsOf([
        ['Name', 'Name', 'Image', 'Image'],
        ['Mug', 'Tasse', at(1), at(2)],
      ]),
    );
    expect(file.sheets).toHaveLength(1);
    expect(Object.values(goods(file).goods)).toEqual([['1.jpg', '2.jpg']]);
  });
});

describe('pictures that no header names', () => {
  it('stand under one that spans several columns, or run over the last one', async () => {
    const found = await ofText(
      `商品名称,图片,,\n杯,${at(1)},${at(2)},${at(3)}\n瓶,${at(4)}\n碗,${at(5)},${at(6)},${at(7)},${at(8)}`,
    );
    expect(Object.values(found.goods)).toEqual([
      ['1.jpg', '2.jpg', '3.jpg'],
      ['4.jpg'],
      ['5.jpg', '6.jpg', '7.jpg', '8.jpg'],
    ]);
  });

  it.each([
    ['["https:\\/\\/cdn.shop.example\\/1.jpg","https:\\/\\/cdn.shop.example\\/2.jpg"]'],
    ['[img]https://cdn.shop.example/1.jpg[/img][img]https://cdn.shop.example/2.jpg[/img]'],
    ['![a](https://cdn.shop.example/1.jpg)![b](https://cdn.shop.example/2.jpg)'],
    ['https://cdn.shop.example/1.jpg^https://cdn.shop.example/2.jpg'],
    ['https://cdn.shop.example/1.jpg::https://cdn.shop.example/2.jpg'],
    ['主图：https://cdn.shop.example/1.jpg。细节：https://cdn.shop.example/2.jpg。'],
    ['https://name:word@cdn.shop.example/1.jpg 2: https://cdn.shop.example/2.jpg'],
  ])('%s', async (cell) => {
    const found = await ofText(
      rowsOf([
        ['Title', 'Image'],
        ['Mug', cell],
      ]),
    );
    expect(Object.values(found.goods)).toEqual([['1.jpg', '2.jpg']]);
  });
});

const PARTS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of two goods with pictures drawn over it, each from and to a row with an offset in EMU; row 2 is 60 points high. */
function drawn(places: { from: [number, number]; to: [number, number] }[]): Uint8Array {
  const parts = unzipSync(
    xlsx('s', [
      ['Title', 'SKU', 'Photo'],
      ['Mug', 'M', ''],
      ['Vase', 'V', ''],
    ]),
  );
  const text = (path: string): string => new TextDecoder().decode(parts[path]);
  const put = (path: string, content: string): void => {
    parts[path] = new TextEncoder().encode(content);
  };
  put(
    'xl/worksheets/sheet1.xml',
    text('xl/worksheets/sheet1.xml')
      .replace(/<row r="([23])">/g, '<row r="$1" ht="60">')
      .replace('</worksheet>', `<drawing r:id="rId1" xmlns:r="${PARTS}"/></worksheet>`),
  );
  const relations = (list: string): string => `<Relationships>${list}</Relationships>`;
  put(
    'xl/worksheets/_rels/sheet1.xml.rels',
    relations(`<Relationship Id="rId1" Type="${PARTS}/drawing" Target="../drawings/drawing1.xml"/>`),
  );
  const anchor = ([row, off]: [number, number], name: string): string =>
    `<xdr:${name}><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>${off}</xdr:rowOff></xdr:${name}>`;
  put(
    'xl/drawings/drawing1.xml',
    `<xdr:wsDr>${places
      .map(
        ({ from, to }, n) =>
          `<xdr:twoCellAnchor>${anchor(from, 'from')}${anchor(to, 'to')}<xdr:pic><a:blip r:embed="p${n}"/></xdr:pic></xdr:twoCellAnchor>`,
      )
      .join('')}</xdr:wsDr>`,
  );
  put(
    'xl/drawings/_rels/drawing1.xml.rels',
    relations(
      places
        .map((_, n) => `<Relationship Id="p${n}" Type="${PARTS}/image" Target="../media/image${n}.png"/>`)
        .join(''),
    ),
  );
  for (const n of [...places.keys(), 9]) put(`xl/media/image${n}.png`, 'x');
  return zipSync(parts);
}

describe('pictures over cells', () => {
  const POINT = 12_700;

  it('belong to the row that they cover most; one on the border is taken and said', async () => {
    const file = await read(
      drawn([
        { from: [1, 50 * POINT], to: [2, 40 * POINT] },
        { from: [1, 5 * POINT], to: [1, 50 * POINT] },
        { from: [1, 30 * POINT], to: [2, 29 * POINT] },
      ]),
      'goods.xlsx',
    );
    const found = goods(file);
    expect(found.goods).toEqual({
      'sheet:M Mug': ['image1.png', 'image2.png'],
      'sheet:V Vase': ['image0.png'],
    });
    expect(found.notes).toEqual(['2 between-rows']);
    // The one of the page header, or of a comment.
    expect(file.elsewhere).toBe(1);
  });

  it('behind a gap belong to no product', async () => {
    const found = goods(await read(drawn([{ from: [7, 0], to: [7, 100] }]), 'goods.xlsx'));
    expect(found.goods).toEqual({});
    expect(found.notes).toContain('8 no-product');
  });
});

describe('sheets of a workbook', () => {
  it('that are hidden are not proposed, however well they fit', async () => {
    const parts = unzipSync(
      xlsx('shown', [
        ['名称', '图片'],
        ['杯', at(1)],
      ]),
    );
    const other = unzipSync(
      xlsx('x', [
        ['商品ID', '商品名称', '主图'],
        ['632145678901', '旧', at(2)],
      ]),
    );
    const text = (path: string): string => new TextDecoder().decode(parts[path]);
    const put = (path: string, content: string): void => {
      parts[path] = new TextEncoder().encode(content);
    };
    parts['xl/worksheets/sheet2.xml'] = other['xl/worksheets/sheet1.xml']!;
    put(
      'xl/workbook.xml',
      text('xl/workbook.xml').replace(
        '</sheets>',
        '<sheet name="old" sheetId="2" state="hidden" r:id="rId2"/></sheets>',
      ),
    );
    put(
      'xl/_rels/workbook.xml.rels',
      text('xl/_rels/workbook.xml.rels').replace(
        '</Relationships>',
        `<Relationship Id="rId2" Type="${PARTS}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
      ),
    );
    const file = await read(zipSync(parts), 'goods.xlsx');
    expect(file.sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['shown', false],
      ['old', true],
    ]);
    expect(file.best).toBe(0);
  });

  it.each(['content.xml', 'xl/workbook.bin'])(
    'of another program (%s) are refused with the way out',
    async (part) => {
      const other = zipSync({ [part]: new Uint8Array([1]) });
      await expect(read(other, 'goods.ods')).rejects.toMatchObject({ problem: 'other-format' });
    },
  );
});
