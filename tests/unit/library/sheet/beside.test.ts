import { describe, expect, it } from 'vitest';
import { besideOf, mappingOf, picturesOf, readCsv } from '../../../../lib/library/sheet.ts';

const file = (path: string) => ({ path, bytes: async () => new TextEncoder().encode(path) });
const CUP = 'a1'.repeat(16);
const VASE = 'b2'.repeat(16);

describe('files beside a sheet', () => {
  it('of Taobao’s data package are joined to their rows by their hash', async () => {
    const sheet = readCsv(
      new TextEncoder().encode(
        `title\tnum_id\tpicture\n宝贝名称\t数字ID\t新图片\n青釉杯\t632145678901\t${CUP}:1:0:|;${'c3'.repeat(16)}:1:1:|;\n花瓶\t632145678902\t${VASE}:1:0:|;\n`,
      ),
    );
    const find = besideOf([
      file(`pkg/${CUP}.tbi`),
      file(`pkg/${VASE.toUpperCase()}.tbi`),
      file('pkg/else.tbi'),
    ]);
    const { pictures, unusable } = picturesOf(sheet, mappingOf(sheet), find);
    expect(pictures.map(({ title, embedded }) => [title, embedded?.path])).toEqual([
      ['青釉杯', `pkg/${CUP}.tbi`],
      ['花瓶', `pkg/${VASE.toUpperCase()}.tbi`],
    ]);
    expect(unusable).toEqual([]);
    expect(picturesOf(sheet, mappingOf(sheet)).unusable.map(({ why }) => why)).toEqual([
      'pictures-beside',
      'pictures-beside',
    ]);
  });

  it('named in cells are found whatever the slashes and capitals; a name of two files only by its folders', () => {
    const find = besideOf([file('shop/Images/Mug.JPG'), file('a/1.jpg'), file('b/1.jpg'), file('notes.txt')]);
    const paths = (cell: string) => find(cell).map(({ path }) => path);
    expect(paths('images\\mug.jpg')).toEqual(['shop/Images/Mug.JPG']);
    expect(paths('C:\\pictures\\mug.jpg')).toEqual(['shop/Images/Mug.JPG']);
    expect(paths('b/1.jpg; mug.jpg')).toEqual(['b/1.jpg', 'shop/Images/Mug.JPG']);
    expect(paths('1.jpg')).toEqual([]);
    expect(paths('https://cdn.shop.example/mug.jpg')).toEqual([]);
    expect(paths('notes.txt, other.jpg')).toEqual([]);
  });

  it('that were not given are asked for', () => {
    const sheet = readCsv(new TextEncoder().encode('Title,Image\nMug,mug.jpg\nVase,\n'));
    expect(picturesOf(sheet, mappingOf(sheet)).unusable.map(({ why }) => why)).toEqual([
      'files-beside',
      'no-address',
    ]);
  });
});
