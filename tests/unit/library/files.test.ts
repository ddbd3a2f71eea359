import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../lib/formats/crc32.ts';
import { ArchiveError, cleanPath, pictureFiles, readZip } from '../../../lib/library/files.ts';

const blob = (bytes: Uint8Array): Blob => new Blob([bytes as BlobPart]);
const all = () => true;
const file = (name: string, bytes: Uint8Array): { path: string; file: File } => ({
  path: name,
  file: new File([bytes as BlobPart], name.split('/').at(-1) ?? name),
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = [];
  for await (const item of items) out.push(item);
  return out;
}

/** Replaces every occurrence of some bytes. */
function patched(bytes: Uint8Array, from: number[], to: number[]): Uint8Array {
  const out = bytes.slice();
  for (let at = 0; at + from.length <= out.length; at++)
    if (from.every((byte, i) => out[at + i] === byte)) out.set(to, at);
  return out;
}

const le32 = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);

describe('cleanPath', () => {
  it.each([
    ['../../etc/passwd', 'etc/passwd'],
    ['C:\\Users\\a\\b.jpg', 'Users/a/b.jpg'],
    ['/abs//x/./y.png', 'abs/x/y.png'],
    ['a/..\\..\\b.jpg', 'a/b.jpg'],
    ['bad\u0000name\n.jpg', 'badname.jpg'],
    ['..', ''],
  ])('%j becomes %j', (path, clean) => expect(cleanPath(path)).toBe(clean));

  it('writes letters with accents in one way', () =>
    expect(cleanPath('Cafe\u0301/1.jpg')).toBe('Caf\u00e9/1.jpg'));

  it('keeps two long paths two, with their endings', () => {
    const [one, other] = ['red', 'blue'].map((colour) =>
      cleanPath(`${'很长的目录名'.repeat(70)} ${colour}/${'x'.repeat(300)}.jpg`),
    );
    expect(one).not.toBe(other);
    expect(one?.split('/')[0]).not.toBe(other?.split('/')[0]);
    expect(one).toMatch(/\.jpg$/);
    expect(one?.length).toBeLessThanOrEqual(400);
  });

  it('cuts endless paths', () => expect(cleanPath('a/'.repeat(5_000)).length).toBeLessThanOrEqual(400));
});

describe('readZip', () => {
  it('reads stored and deflated members and checks them', async () => {
    const zip = zipSync({
      'mug/a.jpg': [strToU8('hello'.repeat(1_000)), { level: 9 }],
      'mug/b.jpg': [strToU8('stored'), { level: 0 }],
      'mug/empty.jpg': new Uint8Array(0),
    });
    const members = await readZip(blob(zip), all);
    expect(members.map(({ path }) => path)).toEqual(['mug/a.jpg', 'mug/b.jpg', 'mug/empty.jpg']);
    const bytes = await Promise.all(members.map((member) => member.bytes()));
    expect(new TextDecoder().decode(bytes[0])).toBe('hello'.repeat(1_000));
    expect(new TextDecoder().decode(bytes[1])).toBe('stored');
    expect(bytes[2]?.length).toBe(0);
  });

  it('never lets a member out of its folder', async () => {
    const zip = zipSync({
      '../../up.jpg': strToU8('x'),
      '/etc/root.jpg': strToU8('y'),
      'C:/w.jpg': strToU8('z'),
    });
    const paths = (await readZip(blob(zip), all)).map(({ path }) => path);
    expect(paths).toEqual(['up.jpg', 'etc/root.jpg', 'w.jpg']);
  });

  it('fails one damaged member alone', async () => {
    const zip = zipSync({
      'a.jpg': [strToU8('first one'), { level: 0 }],
      'b.jpg': [strToU8('other'), { level: 0 }],
    });
    const [a, b] = await readZip(blob(patched(zip, [...strToU8('first')], [...strToU8('fXrst')])), all);
    await expect(a?.bytes()).rejects.toThrow(ArchiveError);
    expect(new TextDecoder().decode(await b?.bytes())).toBe('other');
  });

  it('stops a bomb that unpacks to more than it declares', async () => {
    const bomb = zipSync({ 'bomb.jpg': [new Uint8Array(20_000_000), { level: 9 }] });
    const [member] = await readZip(blob(patched(bomb, le32(20_000_000), le32(1_000))), all);
    await expect(member?.bytes()).rejects.toThrow(/larger than declared/);
  });

  it('refuses a member that declares more than the limit, without allocating it', async () => {
    const zip = patched(
      zipSync({ 'a.jpg': [new Uint8Array(5_000), { level: 9 }] }),
      le32(5_000),
      le32(4_000_000_000),
    );
    const [member] = await readZip(blob(zip), all);
    await expect(member?.bytes()).rejects.toThrow(/too large/);
  });

  it('refuses an archive whose members share bytes to declare terabytes', async () => {
    const zip = zipSync({ 'a.jpg': [new Uint8Array(5_000), { level: 9 }] });
    const end = zip.length - 22;
    const directory = zip.subarray(new DataView(zip.buffer).getUint32(end + 16, true), end);
    const big = patched(directory.slice(), le32(5_000), le32(0xfffffff0));
    const parts = [zip.subarray(0, end - directory.length), ...Array.from({ length: 50 }, () => big)];
    const tail = zip.slice(end);
    const fields = new DataView(tail.buffer);
    fields.setUint16(8, 50, true);
    fields.setUint16(10, 50, true);
    fields.setUint32(12, big.length * 50, true);
    await expect(readZip(new Blob([...parts, tail] as BlobPart[]), all)).rejects.toThrow(ArchiveError);
  });

  it('reads names in UTF-8, flagged or not, and in GBK', async () => {
    const gbk = [0xb1, 0xad, 0xd7, 0xd3]; // 杯子
    const plain = zipSync({ 'XXXX/1.jpg': strToU8('x') });
    const [member] = await readZip(blob(patched(plain, [0x58, 0x58, 0x58, 0x58], gbk)), all);
    expect(member?.path).toBe('杯子/1.jpg');
    const [flagged] = await readZip(blob(zipSync({ '杯子/1.jpg': strToU8('x') })), all);
    expect(flagged?.path).toBe('杯子/1.jpg');
  });

  it('says so when the archive is none, or cut off anywhere', async () => {
    await expect(readZip(blob(new Uint8Array(0)), all)).rejects.toThrow(ArchiveError);
    await expect(readZip(blob(strToU8('<html>not found</html>'.repeat(10))), all)).rejects.toThrow(
      ArchiveError,
    );
    const zip = zipSync({ 'a.jpg': strToU8('abc'), 'b/c.jpg': strToU8('def') });
    for (let end = 0; end < zip.length; end++) {
      const outcome = await readZip(blob(zip.subarray(0, end)), all).catch((error: unknown) => error);
      expect(outcome, `cut at ${end}`).toBeInstanceOf(ArchiveError);
    }
  });

  it('refuses encrypted members and unknown packing', async () => {
    const zip = zipSync({ 'a.jpg': [strToU8('abc'), { level: 0 }] });
    const central = new DataView(zip.buffer).getUint32(zip.length - 6, true);
    const encrypted = zip.slice();
    encrypted[central + 8] = 1;
    await expect((await readZip(blob(encrypted), all))[0]?.bytes()).rejects.toThrow(/encrypted/);
    const lzma = zip.slice();
    lzma[central + 10] = 14;
    await expect((await readZip(blob(lzma), all))[0]?.bytes()).rejects.toThrow(/unknown way/);
  });

  it('survives any single changed byte with a value or an ArchiveError', async () => {
    const zip = zipSync({ 'a.jpg': strToU8('abcabcabc'), 'b/c.jpg': [strToU8('def'), { level: 0 }] });
    for (let at = 0; at < zip.length; at++) {
      const changed = zip.slice();
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      const outcome = await readZip(blob(changed), all)
        .then((members) => Promise.all(members.map((member) => member.bytes())))
        .catch((error: unknown) => error);
      if (!Array.isArray(outcome)) expect(outcome, `byte ${at}`).toBeInstanceOf(ArchiveError);
    }
  });
});

describe('crc32', () => {
  it('answers the check value of the standard', () => expect(crc32(strToU8('123456789'))).toBe(0xcbf43926));
});

/** Path and reason of every file that gives no picture, path alone of the others. */
async function answers(files: { path: string; file: File }[]): Promise<string[]> {
  const list = await collect(pictureFiles(files));
  return Promise.all(
    list.map(({ path, bytes }) =>
      bytes().then(
        () => path,
        (error: Error) => `${path}: ${error.message.split(':')[0]}`,
      ),
    ),
  );
}

const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 40 }, () => 0)]);
const latin = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

describe('archives that are not whole', () => {
  const one = zipSync({ 'a/1.jpg': strToU8('one') });

  it('say that they are empty', async () => {
    expect(await answers([file('none.zip', zipSync({}))])).toEqual(['none.zip: archive-empty']);
    expect(await answers([file('folders.zip', zipSync({ 'a/': new Uint8Array(0) }))])).toEqual([
      'folders.zip: archive-empty',
    ]);
  });

  it('name the members that lie in another part', async () => {
    const last = one.slice();
    const view = new DataView(last.buffer);
    // The end record says that this is the third part; the member began in the first.
    view.setUint16(last.length - 22 + 4, 2, true);
    expect(await answers([file('goods.zip', last), file('goods.z01', strToU8('PK\x07\x08part'))])).toEqual([
      'goods/a/1.jpg: a/1.jpg',
      'goods.z01: archive-part',
    ]);
    expect(await answers([file('goods.zip.001', one.subarray(0, 60))])).toEqual([
      'goods.zip.001: archive-part',
    ]);
    const [member] = await collect(pictureFiles([file('goods.zip', last)]));
    await expect(member?.bytes()).rejects.toMatchObject({ reason: 'split' });
    // A single part is whole.
    expect(await answers([file('goods.zip.001', one)])).toEqual(['goods.zip.001/a/1.jpg']);
  });

  it('say that another archive stands before the one that is read', async () => {
    const two = zipSync({ 'b/2.jpg': strToU8('two') });
    const joined = new Uint8Array([...one, ...two]);
    expect(await answers([file('both.zip', joined)])).toEqual([
      'both/b/2.jpg',
      'both.zip: another archive stands before this one',
    ]);
  });
});

describe('pictureFiles', () => {
  it('opens archives under their own name and names what is no picture', async () => {
    const zip = zipSync({ '1.jpg': JPEG, 'mug/2.png': JPEG, 'read.me': strToU8('z') });
    expect(
      await answers([file('杯子.zip', zip), file('a/b.webp', JPEG), file('c.txt', strToU8('v'))]),
    ).toEqual(['杯子/1.jpg', '杯子/mug/2.png', '杯子/read.me: text-file', 'a/b.webp', 'c.txt: text-file']);
  });

  it('decides by content, whatever a file is called', async () => {
    const names = ['abc.tbi', 'IMG_0042', 'x.jpg!q90', 'y.jpeg?x=1', '.5L 杯/1', 'z.image'];
    expect(await answers(names.map((name) => file(name, JPEG)))).toEqual(names);
  });

  it.each([
    '杯/买家秀/1.jpg',
    '杯/评价图片/1.jpg',
    '退款凭证/1.jpg',
    '杯/售后图片2/1.jpg',
    'Mug/reviews/1.jpg',
    'Mug/Customer photos/1.jpg',
    'evidence/1.jpg',
  ])('leaves photos of buyers out: %s', async (path) => {
    const zip = zipSync({ [path]: JPEG });
    expect(await answers([file('x.zip', zip)])).toEqual([`x/${path}: buyers-folder`]);
  });

  it.each(['秀禾服/1.jpg', '杯/主图/1.jpg', '评价高的杯/1.jpg', 'Return gift/1.jpg', 'Proofs/1.jpg'])(
    'keeps pictures of goods: %s',
    async (path) => {
      expect(await answers([file('x.zip', zipSync({ [path]: JPEG }))])).toEqual([`x/${path}`]);
    },
  );

  it('opens archives in archives, whatever their ending, and no deeper than a bound', async () => {
    const wrap = (inner: Uint8Array, name: string) => zipSync({ [name]: inner });
    const one = wrap(JPEG, 'a.jpg');
    expect(await answers([file('x.zip', wrap(one, 'in'))])).toEqual(['x/in/a.jpg']);
    let deep: Uint8Array = one;
    for (let n = 0; n < 5; n++) deep = wrap(deep, `${n}.zip`);
    expect(await answers([file('x.zip', deep)])).toEqual(['x/4/3/2.zip: archive-too-deep']);
  });

  it.each([
    ['goods.rar', 'Rar!\x1a\x07\x01\0', 'archive-other'],
    ['goods.jpg.7z', '7z\xbc\xaf\x27\x1c', 'archive-other'],
    ['goods.zip', 'Rar!\x1a\x07\0', 'archive-other'],
    ['goods.xls', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'sheet-beside'],
    ['goods.xls', '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>', 'sheet-beside'],
    ['goods.csv', 'title,image', 'sheet-beside'],
    ['._a.jpg.tmp', '\0\x05\x16\x07\0\x02', 'system-file'],
    ['a.mov', '\0\0\0\x14ftypqt  ', 'video'],
    ['a.psd', '8BPS\0\x01', 'design-file'],
    ['a.pdf', '%PDF-1.7', 'document'],
    ['nothing', '', 'empty'],
    ['any.bin', '\x01\x02\x03\x04\x05\x06\x07\x08\x01\x02\x03\x04\x05', 'not-an-image'],
  ])('names %s with the reason', async (name, content, why) => {
    expect(await answers([file(name, latin(content))])).toEqual([`${name}: ${why}`]);
  });

  it('names a workbook for what it is', async () => {
    const book = zipSync({ '[Content_Types].xml': strToU8('x'), 'xl/workbook.xml': strToU8('x') });
    expect(await answers([file('a.zip', zipSync({ 'list.xlsx': book })), file('b.xlsx', book)])).toEqual([
      'a/list.xlsx: sheet-beside',
      'b.xlsx: sheet-beside',
    ]);
  });

  it('answers for a broken archive and goes on with its neighbours', async () => {
    const files = await collect(
      pictureFiles([file('broken.zip', strToU8('no zip')), file('ok.jpg', strToU8('ok'))]),
    );
    expect(files.map(({ path }) => path)).toEqual(['broken.zip', 'ok.jpg']);
    await expect(files[0]?.bytes()).rejects.toThrow(ArchiveError);
  });

  it('says that a directory holds fewer members than the archive counts', async () => {
    const zip = zipSync({ 'a.jpg': JPEG, 'b.jpg': JPEG });
    const second = new DataView(zip.buffer).getUint32(zip.length - 6, true) + 46 + 5;
    zip[second] = 0;
    expect(await answers([file('x.zip', zip)])).toEqual(['x/a.jpg', 'x.zip: 1 members cannot be found']);
  });

  it('opens an archive with bytes before it', async () => {
    const zip = zipSync({ 'a.jpg': JPEG });
    const whole = new Uint8Array(1_000 + zip.length);
    whole.set(strToU8('MZ program'));
    whole.set(zip, 1_000);
    expect(await answers([file('x.zip', whole), file('setup.exe', whole)])).toEqual([
      'x/a.jpg',
      'setup/a.jpg',
    ]);
  });

  it('gives products by path', async () => {
    const zip = zipSync({ 'T恤/白色/1.jpg': JPEG, '帽子/白色/1.jpg': JPEG, '帽子/主图图片/2.jpg': JPEG });
    const files = await collect(pictureFiles([file('数据.zip', zip)]));
    expect(files.map(({ product }) => product?.title)).toEqual(['T恤', '帽子', '帽子']);
  });
});
