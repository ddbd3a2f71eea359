/** The short document for card disputes: the text as the seller left it, then the case's pictures, in one file below its limit. */
import type { Dossier } from '../../cases/dossier.ts';
import { PDF_OVERHEAD, type PicturePage, pdfOfPages } from '../../cases/export/pdf.ts';
import { linesOf, pagesOf } from '../../cases/texts/lines.ts';
import type { Preset } from '../../cases/texts/presets.ts';
import { layOutSheet, shrinkToFit } from '../../cases/texts/shrink.ts';
import { type Draw, drawSheet, encoder, picturesOf } from './submit-pictures.ts';

/** A4 at 150 dots per inch: small print stays readable, a page of text stays below a third of a megabyte. */
const PAGE = { width: 1_240, height: 1_754, margin: 100 };
const TEXT = { size: 26, line: 42 };
const LINES = Math.floor((PAGE.height - 2 * PAGE.margin) / TEXT.line);
/** A longer document is no short one, and its pages would have to share the bytes. */
export const MOST_TEXT_PAGES = 6;
const PICTURES = 9;

const setType = (context: OffscreenCanvasRenderingContext2D, scale: number): void => {
  context.fillStyle = '#1c2430';
  context.font = `${TEXT.size * scale}px sans-serif`;
  context.textBaseline = 'top';
};

function textPages(text: string): Draw[] {
  const context = new OffscreenCanvas(8, 8).getContext('2d');
  if (!context) throw new Error('no drawing surface');
  setType(context, 1);
  const lines = linesOf(text, PAGE.width - 2 * PAGE.margin, (part) => context.measureText(part).width);
  return pagesOf(lines, LINES).map((page) => (on, scale) => {
    setType(on, scale);
    for (const [i, line] of page.entries())
      on.fillText(line, PAGE.margin * scale, (PAGE.margin + i * TEXT.line) * scale);
  });
}

function picturePage(bitmaps: readonly ImageBitmap[]): Draw {
  const sheet = layOutSheet(bitmaps, PAGE.width - 2 * PAGE.margin);
  const fit = Math.min(1, (PAGE.height - 2 * PAGE.margin) / sheet.height);
  const draw = drawSheet(bitmaps, sheet);
  return (on, scale) => {
    on.translate(PAGE.margin * scale, PAGE.margin * scale);
    draw(on, scale * fit);
  };
}

/**
 * One PDF below the preset's limit. Pictures are masked where the seller covered parts; originals stay untouched.
 * @throws RangeError when the text has more pages than a short document takes, or a page cannot be brought below its share
 */
export async function shortPdf(dossier: Dossier, text: string, preset: Preset): Promise<Blob> {
  const bitmaps = await picturesOf(dossier, PICTURES);
  try {
    const pages = textPages(text);
    if (pages.length > MOST_TEXT_PAGES) throw new RangeError(`the text has ${pages.length} pages`);
    if (bitmaps.length > 0) pages.push(picturePage(bitmaps));
    const room = (preset.maxTotalBytes ?? Number.POSITIVE_INFINITY) - PDF_OVERHEAD.file;
    const share = Math.floor(room / Math.max(1, pages.length)) - PDF_OVERHEAD.page;
    const made: PicturePage[] = [];
    for (const draw of pages) {
      const shrunk = await shrinkToFit(encoder(PAGE.width, draw), PAGE.width, PAGE.height, share);
      made.push({ jpeg: shrunk.bytes, width: shrunk.width, height: shrunk.height });
    }
    return new Blob([pdfOfPages(made)], { type: 'application/pdf' });
  } finally {
    for (const bitmap of bitmaps) bitmap.close();
  }
}
