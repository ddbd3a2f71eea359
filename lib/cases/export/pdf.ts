/** A PDF whose pages are pictures: what a page shows needs no font in the file, in any language. Same pages, same bytes. */

/** One page as a baseline or progressive RGB JPEG, with its size in pixels; it fills the sheet. */
export interface PicturePage {
  jpeg: Uint8Array;
  width: number;
  height: number;
}

/** A4 in points of 1/72 inch, rounded. */
const SHEET = { width: 595, height: 842 };

/** Bytes of structure per page and per file, at most: what pictures have to leave room for. */
export const PDF_OVERHEAD = { page: 700, file: 700 };

const latin = new TextEncoder();

/** PDF 1.4, objects in a fixed order, no dates and no ids. Throws RangeError without pages. */
export function pdfOfPages(pages: readonly PicturePage[]): Uint8Array<ArrayBuffer> {
  if (pages.length === 0) throw new RangeError('a document has at least one page');
  const pieces: Uint8Array[] = [];
  const offsets: number[] = [];
  let length = 0;
  const put = (piece: string | Uint8Array): void => {
    const bytes = typeof piece === 'string' ? latin.encode(piece) : piece;
    pieces.push(bytes);
    length += bytes.length;
  };
  const object = (dictionary: string, stream?: string | Uint8Array): void => {
    offsets.push(length);
    put(`${offsets.length} 0 obj\n${dictionary}\n`);
    if (stream !== undefined) {
      put('stream\n');
      put(stream);
      put('\nendstream\n');
    }
    put('endobj\n');
  };
  /** Objects 1 and 2 are catalog and page tree; each page then takes three. */
  const first = (i: number): number => 3 + i * 3;

  put('%PDF-1.4\n');
  object('<< /Type /Catalog /Pages 2 0 R >>');
  object(
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${first(i)} 0 R`).join(' ')}] >>`,
  );
  for (const [i, { jpeg, width, height }] of pages.entries()) {
    object(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${SHEET.width} ${SHEET.height}] /Contents ${first(i) + 1} 0 R /Resources << /XObject << /P ${first(i) + 2} 0 R >> >> >>`,
    );
    const draw = `q ${SHEET.width} 0 0 ${SHEET.height} 0 0 cm /P Do Q`;
    object(`<< /Length ${draw.length} >>`, draw);
    object(
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`,
      jpeg,
    );
  }
  const table = length;
  put(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n`);
  for (const offset of offsets) put(`${String(offset).padStart(10, '0')} 00000 n \n`);
  put(`trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);

  const out = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
