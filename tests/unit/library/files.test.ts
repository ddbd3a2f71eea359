import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../lib/formats/crc32.ts';
import {
  ArchiveError,
  cleanPath,
  countPictures,
  mayBePicture,
  pictureFiles,
  readZip,
} from '../../../lib/library/files.ts';

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

  it('cuts endless paths', () => expect(cleanPath('a/'.repeat(5_000)).length).toBeLessThanOrEqual(400));
});

describe('mayBePicture', () => {
  it('knows picture endings and leaves hidden and system files out', () => {
    expect(mayBePicture('杯子/主图.JPG')).toBe(true);
    expect(mayBePicture('a/b.heif')).toBe(true);
    expect(mayBePicture('__MACOSX/a/._b.jpg')).toBe(false);
    expect(mayBePicture('.git/x.png')).toBe(false);
    expect(mayBePicture('a/notes.txt')).toBe(false);
  });
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

describe('pictureFiles', () => {
  it('opens archives, names loose members by the archive and leaves other files out', async () => {
    const zip = zipSync({ '1.jpg': strToU8('x'), 'mug/2.png': strToU8('y'), 'read.me': strToU8('z') });
    const files = await collect(
      pictureFiles([file('杯子.zip', zip), file('a/b.webp', strToU8('w')), file('c.txt', strToU8('v'))]),
    );
    expect(files.map(({ path }) => path)).toEqual(['杯子/1.jpg', 'mug/2.png', 'a/b.webp']);
    expect(await files[2]?.bytes()).toEqual(strToU8('w'));
  });

  it('answers for a broken archive and goes on with its neighbours', async () => {
    const files = await collect(
      pictureFiles([file('broken.zip', strToU8('no zip')), file('ok.jpg', strToU8('ok'))]),
    );
    expect(files.map(({ path }) => path)).toEqual(['broken.zip', 'ok.jpg']);
    await expect(files[0]?.bytes()).rejects.toThrow(ArchiveError);
  });

  it('counts beforehand what it will give', async () => {
    const files = [
      file('a.zip', zipSync({ 'x/1.jpg': strToU8('1'), '2.png': strToU8('2'), 'notes.txt': strToU8('3') })),
      file('broken.zip', strToU8('no archive')),
      file('shop/3.webp', strToU8('4')),
      file('shop/list.txt', strToU8('5')),
    ];
    expect(await countPictures(files)).toBe(4);
    expect(await collect(pictureFiles(files))).toHaveLength(4);
  });
});
