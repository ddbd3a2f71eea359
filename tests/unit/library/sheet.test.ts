import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { xlsx } from '../../../lib/cases/export/xlsx.ts';
import {
  addressesIn,
  guessMapping,
  picturesOf,
  readCsv,
  readSheetFile,
  SheetError,
} from '../../../lib/library/sheet.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const blob = (content: Uint8Array) => new Blob([content as BlobPart]);

describe('readCsv', () => {
  it('reads UTF-8, UTF-16 and GBK', () => {
    expect(readCsv(bytes('商品名称,主图\n杯子,https://a.b/c.jpg')).header).toEqual(['商品名称', '主图']);
    const utf16 = new Uint8Array(
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('品名\t图片\nx\ty', 'utf16le')]),
    );
    expect(readCsv(utf16).header).toEqual(['品名', '图片']);
    expect(
      readCsv(Uint8Array.from([0xc6, 0xb7, 0xc3, 0xfb, 0x2c, 0x61, 0x0a, 0x31, 0x2c, 0x32])).header,
    ).toEqual(['品名', 'a']);
  });

  it('finds the header below machine names', () => {
    const sheet = readCsv(bytes('f1,f2\ntitle_code,pic_code\n宝贝名称,宝贝图片\n杯子,https://a.b/c.jpg'));
    expect(sheet.header).toEqual(['宝贝名称', '宝贝图片']);
    expect(sheet.rows).toEqual([['杯子', 'https://a.b/c.jpg']]);
  });

  it('says so when there is nothing', () => expect(() => readCsv(bytes(''))).toThrow(SheetError));
});

describe('readSheetFile', () => {
  it('reads a workbook by its bytes, whatever it is called', async () => {
    const sheet = await readSheetFile(
      blob(
        xlsx('s', [
          ['商品名称', '主图'],
          ['杯子', 'https://a.b/c.jpg'],
        ]),
      ),
    );
    expect(sheet.rows).toEqual([['杯子', 'https://a.b/c.jpg']]);
  });

  it('refuses a bomb before it is unpacked', async () => {
    const zip = zipSync({ 'xl/worksheets/sheet1.xml': [new Uint8Array(5_000), { level: 9 }] });
    const declared = new DataView(zip.buffer);
    const central = declared.getUint32(zip.length - 6, true);
    declared.setUint32(central + 24, 500_000_000, true);
    await expect(readSheetFile(blob(zip))).rejects.toThrow('too large when unpacked');
  });

  it.each([
    ['no ZIP', bytes('PK but not really')],
    ['an empty ZIP', zipSync({})],
    ['another ZIP', zipSync({ 'a.txt': bytes('x') })],
  ])('refuses %s', async (_, content) => {
    await expect(readSheetFile(blob(content))).rejects.toThrow(SheetError);
  });
});

describe('addressesIn', () => {
  it('takes https addresses only, completed and separated in any way', () =>
    expect(
      addressesIn(
        '//a.b/1.jpg;https://a.b/2.jpg|http://a.b/3.jpg javascript:alert(1) file:///x data:image/png;base64,AA',
      ),
    ).toEqual(['https://a.b/1.jpg', 'https://a.b/2.jpg', 'https://a.b/3.jpg']));
});

describe('picturesOf', () => {
  it('gives rows without a name to the product above and answers for rows without an address', () => {
    const sheet = readCsv(
      bytes('Handle,Title,Image Src\nmug,Blue mug,https://a.b/1.jpg\nmug,,https://a.b/2.jpg\ncup,Cup,none'),
    );
    const { pictures, unusable } = picturesOf(sheet, guessMapping(sheet.header));
    expect(pictures.map(({ title, url }) => [title, url])).toEqual([
      ['Blue mug', 'https://a.b/1.jpg'],
      ['Blue mug', 'https://a.b/2.jpg'],
    ]);
    expect(unusable).toEqual([{ row: 4, why: 'no-address' }]);
  });
});
