/** Whatever an archive holds, and however its names are written: every file is stored, already there, or named with the reason. */
import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { pictureFiles } from '../../../lib/library/files.ts';
import { importPictures } from '../../../lib/library/import.ts';
import { pngHeader } from '../support/bytes.ts';
import { freshDb } from '../support/db.ts';

/** Characters with their bytes in six encodings of file names. */
const LETTERS: Record<string, [string, number[]][]> = {
  'utf-8': [...'青釉杯帽é'].map((sign) => [sign, [...new TextEncoder().encode(sign)]]),
  gbk: [
    ['青', [0xc7, 0xe0]],
    ['杯', [0xb1, 0xad]],
    ['帽', [0xc3, 0xb1]],
  ],
  big5: [
    ['青', [0xab, 0x43]],
    ['杯', [0xaa, 0x4d]],
    ['商', [0xb0, 0xd3]],
  ],
  'shift-jis': [
    ['青', [0x90, 0xc2]],
    ['の', [0x82, 0xcc]],
    ['瓶', [0x95, 0x72]],
  ],
  'euc-kr': [
    ['컵', [0xc4, 0xc5]],
    ['가', [0xb0, 0xa1]],
    ['방', [0xb9, 0xe6]],
  ],
  cp437: [
    ['ö', [0x94]],
    ['ü', [0x81]],
    ['ß', [0xe1]],
  ],
};

type Content = 'png' | 'rar' | 'text' | 'empty' | 'zip' | 'noise' | 'sheet' | 'system' | 'cut';

const rar = [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x01, 0x00];
let unique = 0;
function bytesOf(content: Content): Uint8Array {
  unique += 1;
  switch (content) {
    case 'png':
      return pngHeader(8, 8 + (unique % 5_000), unique);
    case 'rar':
      return Uint8Array.from(rar);
    case 'text':
      return new TextEncoder().encode('only words');
    case 'empty':
      return new Uint8Array(0);
    case 'zip':
      return zipSync({ 'inner/1.png': bytesOf('png'), 'inner/2': bytesOf('text') });
    case 'sheet':
      return new TextEncoder().encode('title\timage\n1\t2');
    case 'system':
      return Uint8Array.of(0, 5, 0x16, 7, 0, 2, 0, 0, 1, 2, 3, 4, 5);
    case 'cut':
      return Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9, 9, 9, 9, 9, 9, 9, 9);
    default:
      return Uint8Array.from({ length: 40 }, (_, i) => (i * 37 + unique) & 0xff);
  }
}

/** What one entry stands for: an inner archive for its two members. */
const filesIn = (content: Content): number => (content === 'zip' ? 2 : 1);

const placeholder = (n: number): string => `@${n.toString(36).padStart(5, '0')}`;

/** Writes names of raw bytes: the packer here knows UTF-8 only, so it packs placeholders, whose bytes are then replaced. */
function pack(
  entries: { folders: number[]; name: number; ending: string; content: Content }[],
  encoding: string,
): Uint8Array {
  const letters = LETTERS[encoding]!;
  const members: Record<string, Uint8Array> = {};
  const names: Uint8Array[] = [];
  for (const [n, { folders, name, ending, content }] of entries.entries()) {
    const raw = [...folders, name].flatMap((which, i) => [
      ...(i > 0 ? [0x2f] : []),
      ...letters[which % letters.length]![1],
    ]);
    const path = Uint8Array.from([...raw, ...new TextEncoder().encode(`${n}${ending}`)]);
    names.push(path);
    // As many bytes as the real name has.
    members[placeholder(n).padEnd(path.length, '~')] = bytesOf(content);
  }
  const zip = zipSync(members, { level: 0 });
  for (const [n, path] of names.entries()) {
    const wanted = new TextEncoder().encode(placeholder(n).padEnd(path.length, '~'));
    for (let at = 0; at + wanted.length <= zip.length; at++)
      if (zip[at] === 0x40 && wanted.every((byte, i) => zip[at + i] === byte)) zip.set(path, at);
  }
  return zip;
}

const entry = fc.record({
  folders: fc.array(fc.nat(20), { maxLength: 3 }),
  name: fc.nat(20),
  ending: fc.constantFrom(
    '.jpg',
    '.PNG',
    '',
    '.tbi',
    '.zip',
    '.rar',
    '.xls',
    '.csv',
    '.jpg!q90',
    '.DS_Store',
    '.exe',
    '.txt',
  ),
  content: fc.constantFrom<Content>(
    'png',
    'png',
    'rar',
    'text',
    'empty',
    'zip',
    'noise',
    'sheet',
    'system',
    'cut',
  ),
});

describe('every file of an archive', () => {
  it('is answered for or named, whatever the tree, the encoding and the endings', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(...Object.keys(LETTERS)),
        async (given, encoding) => {
          // Placeholders have six bytes; names need at least as many.
          const entries = given.map((one) => ({ ...one, ending: `-name${one.ending}` }));
          const zip = pack(entries, encoding);
          const db = freshDb();
          const file = new File([zip as BlobPart], 'a.zip');
          const report = await importPictures(db, pictureFiles([{ path: 'a.zip', file }]), { source: 'zip' });
          const expected = entries.reduce((sum, { content }) => sum + filesIn(content), 0);
          expect(report.added + report.duplicates + report.unusable.length).toBe(report.files);
          expect(report.files).toBe(expected);
          expect(report.unusable.every(({ file: name, why }) => name !== '' && why !== '')).toBe(true);
          const pictures = entries.filter(({ content }) => content === 'png' || content === 'zip').length;
          expect(report.added + report.duplicates).toBe(pictures);
          db.close();
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });
});
