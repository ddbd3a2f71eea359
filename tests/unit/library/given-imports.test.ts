/** The small failing inputs of ../shared/cases/imports, each with what its README says should happen. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pictureFiles } from '../../../lib/library/files.ts';
import { importPictures } from '../../../lib/library/import.ts';
import { mappingOf, picturesOf, readSheets, SheetError } from '../../../lib/library/sheet.ts';
import { freshDb } from '../support/db.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/cases/imports');
const isThere = existsSync(FOLDER);
if (!isThere) console.log('imports: ../shared/cases/imports is absent, so its tests are skipped');

const given = (name: string): File => new File([readFileSync(resolve(FOLDER, name)) as BlobPart], name);

async function sheet(name: string) {
  const { sheets, best, encoding } = await readSheets(given(name));
  const read = sheets[best]!;
  const mapping = mappingOf(read);
  return { sheet: read, mapping, encoding, ...picturesOf(read, mapping) };
}

/** Title, number and pictures of every product of a sheet. */
async function goods(name: string): Promise<Record<string, (string | number | null)[]>> {
  const { pictures } = await sheet(name);
  const out: Record<string, (string | number | null)[]> = {};
  for (const { productKey, title, itemId } of pictures) {
    const known = out[productKey] ?? [title, itemId, 0];
    out[productKey] = known;
    known[2] = Number(known[2]) + 1;
  }
  return out;
}
const listed = async (name: string) => Object.values(await goods(name));

async function imported(name: string) {
  const db = freshDb();
  const report = await importPictures(db, pictureFiles([{ path: name, file: given(name) }]), {
    source: 'zip',
  });
  const titles = (await db.products.toArray()).map(({ title }) => title).sort();
  return { report, titles };
}

describe.runIf(isThere)('the given sheets', () => {
  it.each<[string, (string | number | null)[][]]>([
    ['etsy.csv', [['Blue mug', 'M1', 3]]],
    ['pdd-numbered.csv', [['青釉杯', '1001', 4]]],
    ['amazon-flat.txt', [['Blue mug', 'M-1', 3]]],
    [
      'taiwan-big5.csv',
      [
        ['青釉馬克杯', '1', 1],
        ['陶瓷花瓶', '2', 1],
      ],
    ],
    ['taiwan-utf8.csv', [['青釉馬克杯', '1', 1]]],
    ['japan-sjis.csv', [['青いマグカップ', '1', 1]]],
    ['german-cp1252.csv', [['Größenverstellbare Mütze – blau', 'M1', 1]]],
    [
      'utf8-one-bad-byte.csv',
      [
        ['青釉杯\ufffd', '1', 1],
        ['花瓶', '2', 1],
      ],
    ],
    [
      'id-tab-quote.csv',
      [
        ['青釉杯', '632145678901', 1],
        ['青釉杯2', '632145678902', 1],
      ],
    ],
    ['bom-quoted.csv', [['青釉杯', '1001', 1]]],
    [
      'width.csv',
      [
        ['Mug', null, 2],
        ['Vase', null, 1],
      ],
    ],
    [
      'brandname-first.csv',
      [
        ['Blue mug', null, 1],
        ['Vase', null, 1],
      ],
    ],
    ['ebay-file-exchange.csv', [['Blue mug', 'SKU1', 2]]],
    [
      'title-rows.csv',
      [
        ['青釉杯', '1', 1],
        ['花瓶', '2', 1],
      ],
    ],
    ['taobao-helper.csv', [['青釉马克杯', '6321', 2]]],
    ['html.xls', [['青釉杯', '1', 1]]],
    [
      'drawing.xlsx',
      [
        ['青釉杯', '1', 1],
        ['花瓶', '2', 1],
      ],
    ],
    ['dispimg.xlsx', [['青釉杯', '1', 1]]],
    [
      'hyperlinks.xlsx',
      [
        ['青釉杯', '1', 1],
        ['花瓶', '2', 1],
        ['茶壶', '3', 1],
      ],
    ],
    ['second-sheet.xlsx', [['青釉杯', '1', 1]]],
    [
      'merged-product-rows.xlsx',
      [
        ['青釉杯', '1', 2],
        ['花瓶', '2', 2],
      ],
    ],
    [
      'cell-bool-word.xlsx',
      [
        ['青釉杯', '2', 1],
        ['青釉杯', '3', 1],
      ],
    ],
    [
      'cell-number-text.xlsx',
      [
        ['青釉杯', '2', 1],
        ['青釉杯', '3', 1],
      ],
    ],
    ['no-refs.xlsx', [['青釉杯', null, 1]]],
  ])('%s', async (name, expected) => expect(await listed(name)).toEqual(expected));

  it.each([
    [
      'woo-comma-url.csv',
      [
        'https://res.example.com/image/upload/w_500,h_500,c_fill/mug1.jpg',
        'https://img.example.com/mug2.jpg',
      ],
    ],
    ['idn-url.csv', ['https://img.example.com/图片/青釉杯 1.jpg']],
    ['img-html-cell.csv', ['https://img.example.com/1.jpg?a=1&b=2']],
    ['hyperlinks.xlsx', [1, 2, 3].map((n) => `https://img.example.com/${n}.jpg`)],
    [
      'taobao-helper.csv',
      ['https://img04.taobaocdn.example.com/bao/a.jpg', 'https://img04.taobaocdn.example.com/bao/b.jpg'],
    ],
  ])('%s: whole addresses', async (name, addresses) => {
    const { pictures } = await sheet(name);
    expect(pictures.map(({ url }) => url)).toEqual(addresses.map((address) => new URL(address).href));
  });

  it('id-sci.csv: two goods, no number, and that is said', async () => {
    expect(await listed('id-sci.csv')).toEqual([
      ['青釉杯', null, 1],
      ['花瓶', null, 1],
    ]);
    expect((await sheet('id-sci.csv')).doubtful.map(({ why }) => why)).toEqual([
      'rounded-number',
      'rounded-number',
    ]);
  });

  it('bad-quote.csv: one row is lost and named', async () => {
    const { pictures, unusable } = await sheet('bad-quote.csv');
    expect(pictures.map(({ title }) => title)).toEqual(['花瓶', '茶壶']);
    expect(unusable).toEqual([{ row: 2, why: 'broken-quote' }]);
  });

  it('taobao-helper-nourl.csv: the pictures lie beside the sheet', async () => {
    const { pictures, unusable } = await sheet('taobao-helper-nourl.csv');
    expect(pictures).toEqual([]);
    expect(unusable.map(({ why }) => why)).toEqual(['pictures-beside']);
  });

  it('drawing.xlsx: the pictures are read', async () => {
    const { pictures } = await sheet('drawing.xlsx');
    for (const { embedded } of pictures)
      expect((await embedded!.bytes()).subarray(1, 4)).toEqual(Uint8Array.of(80, 78, 71));
  });

  it('old.xls is refused with the way out', async () => {
    const error = await readSheets(given('old.xls')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SheetError);
    expect((error as SheetError).problem).toBe('old-format');
  });
});

describe.runIf(isThere)('the given archives', () => {
  it.each([
    ['gbk-skirt.zip', 3, ['女裙', '帽', '青釉马克杯']],
    ['sjis-with-7075.zip', 1, ['青い花瓶']],
    ['cp437-with-7075.zip', 1, ['Größe blau']],
    ['big5.zip', 1, ['青釉杯']],
    ['same-sub.zip', 9, ['T恤', '帽子', '杯子']],
    ['names.zip', 16, ['杯', '杯']],
  ])('%s', async (name, added, titles) => {
    const { report, titles: found } = await imported(name);
    expect(report.added + report.unusable.length).toBe(report.files);
    expect(report.added).toBe(added);
    expect(found).toEqual([...titles].sort());
  });

  it('emoji.zip', async () => {
    const { report, titles } = await imported('emoji.zip');
    expect(report.added).toBe(4);
    expect(titles).toContain('.5L 保温杯');
  });

  it.each(['products.rar', 'old.xls', 'html.xls', 'drawing.xlsx', 'etsy.csv'])(
    '%s is named with a reason',
    async (name) => {
      const { report } = await imported(name);
      expect(report.unusable).toEqual([
        { file: name, why: name.endsWith('rar') ? 'archive-other' : 'sheet-beside' },
      ]);
    },
  );
});
