import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { PDF_OVERHEAD, pdfOfPages } from '../../../lib/cases/export/pdf.ts';
import { linesOf, pagesOf } from '../../../lib/cases/texts/lines.ts';

const latin = new TextDecoder('latin1');

/** The objects that the cross-reference table points at, in its order; throws where it does not fit the file. */
function objectsOf(bytes: Uint8Array): string[] {
  const text = latin.decode(bytes);
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const table = text.slice(start);
  const [, count] = /^xref\n0 (\d+)\n/.exec(table) ?? [];
  const offsets = [...table.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  expect(offsets).toHaveLength(Number(count) - 1);
  return offsets.map((offset, i) => {
    expect(text.slice(offset, offset + `${i + 1} 0 obj`.length)).toBe(`${i + 1} 0 obj`);
    return text.slice(offset, text.indexOf('endobj', offset));
  });
}

const jpeg = async (width: number, height: number): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background: '#884422' } })
      .jpeg()
      .toBuffer(),
  );

describe('a document of picture pages', () => {
  it('holds every page as it was given, where its table says', async () => {
    const pages = [
      { jpeg: await jpeg(40, 60), width: 40, height: 60 },
      { jpeg: await jpeg(30, 20), width: 30, height: 20 },
    ];
    const bytes = pdfOfPages(pages);
    const objects = objectsOf(bytes);
    expect(objects).toHaveLength(2 + 3 * pages.length);
    expect(objects[1]).toContain('/Count 2 /Kids [3 0 R 6 0 R]');
    for (const [i, page] of pages.entries()) {
      const image = objects[4 + i * 3] ?? '';
      expect(image).toContain(`/Width ${page.width} /Height ${page.height}`);
      const stream = image.slice(image.indexOf('stream\n') + 7, image.lastIndexOf('\nendstream'));
      expect(stream).toBe(latin.decode(page.jpeg));
      expect(image).toContain(`/Length ${page.jpeg.length}`);
    }
    expect(pdfOfPages(pages)).toEqual(bytes);
    expect(() => pdfOfPages([])).toThrow(RangeError);
  });

  it('never takes more room for itself than pictures leave it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400_000 }), { minLength: 1, maxLength: 12 }),
        (sizes) => {
          const pages = sizes.map((size) => ({ jpeg: new Uint8Array(size), width: 12_400, height: 17_540 }));
          const pictures = sizes.reduce((sum, size) => sum + size, 0);
          const room = PDF_OVERHEAD.file + PDF_OVERHEAD.page * pages.length;
          expect(pdfOfPages(pages).length).toBeLessThanOrEqual(pictures + room);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('lines', () => {
  const measure = (text: string) => [...text].length;

  it('keeps the whole text, within the width, and breaks between words', () => {
    expect(linesOf('the cup arrived whole', 10, measure)).toEqual(['the cup', 'arrived', 'whole']);
    expect(linesOf('一行\n\n二行', 10, measure)).toEqual(['一行', '', '二行']);
    // No mark that closes begins a line, none that opens ends one.
    expect(linesOf('画面相同），只有', 5, (text) => text.length).every((line) => !/^[），]/.test(line))).toBe(
      true,
    );
    expect(linesOf('这张（照片）很好', 4, (text) => text.length).every((line) => !/（$/.test(line))).toBe(
      true,
    );
    expect(linesOf('期限 16:26:00 +08:00', 12, (text) => text.length).at(-1)).toContain('08:00');
    expect(linesOf('（（））', 2, (text) => text.length).join('')).toBe('（（））');
    const text = fc.array(
      fc.constantFrom('杯', '子', 'a', 'bc', ' ', '\n', '😀', '1234567890123456789012345'),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 30 }), (parts, width) => {
        const lines = linesOf(parts.join(''), width, measure);
        for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replace(/\s/g, '')).toBe(parts.join('').replace(/\s/g, ''));
        for (const line of lines) expect(line.isWellFormed()).toBe(true);
      }),
    );
  });

  it('fills pages, and begins none with an empty line', () => {
    expect(pagesOf(['a', 'b', '', 'c', 'd'], 2)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(pagesOf([], 2)).toEqual([]);
  });
});
