/** The appeal as one PDF below its limit: pages drawn as pictures, so that any language prints without a font in the file. */
import { appealDocument, type Block } from '../../cases/appeal/document.ts';
import type { Dossier } from '../../cases/dossier.ts';
import { PDF_OVERHEAD, type PicturePage, pdfOfPages } from '../../cases/export/pdf.ts';
import { linesOf } from '../../cases/texts/lines.ts';
import type { Preset } from '../../cases/texts/presets.ts';
import { shrinkToFit } from '../../cases/texts/shrink.ts';
import type { Locale } from '../../i18n/locale.ts';
import { outlineRegions } from './outline-regions.ts';
import { type Draw, encoder, pictureOf } from './submit-pictures.ts';

/** A4 at 150 dots per inch: small print stays readable, a page of text stays below a third of a megabyte. */
const PAGE = { width: 1_240, height: 1_754, margin: 100 };
const INNER = PAGE.width - 2 * PAGE.margin;
/** A longer document is no short one, and its pages would have to share the bytes. */
export const MOST_PAGES = 8;
/** Exhibits drawn as pictures; the others are named with their hash. */
const MOST_PICTURES = 9;

/** Size, line height and space above, in pixels of a full page. */
const TYPE = {
  title: { size: 44, line: 58, above: 0, weight: 700 },
  heading: { size: 30, line: 42, above: 34, weight: 700 },
  text: { size: 25, line: 38, above: 6, weight: 400 },
  caption: { size: 20, line: 29, above: 8, weight: 400 },
} as const;
type Style = keyof typeof TYPE;

const INK = '#1c2430';
const SOFT = '#4a5563';
const FACT_NAME = 250;
const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

const fontOf = (style: Style, scale: number): string =>
  `${TYPE[style].weight} ${TYPE[style].size * scale}px ${FONT}`;

/** Something that takes `height` pixels of a page. */
interface Piece {
  height: number;
  /** Begins a new page. */
  breaks?: boolean;
  draw(context: OffscreenCanvasRenderingContext2D, top: number, scale: number): void;
}

function textPieces(style: Style, text: string, colour = INK, left = 0): Piece[] {
  const context = measuring();
  context.font = fontOf(style, 1);
  const lines = linesOf(text, INNER - left, (part) => context.measureText(part).width);
  return lines.map((line, i) => {
    const above = i === 0 ? TYPE[style].above : 0;
    return {
      height: TYPE[style].line + above,
      draw: (on, top, scale) => {
        on.fillStyle = colour;
        on.font = fontOf(style, scale);
        on.textBaseline = 'top';
        on.fillText(line, (PAGE.margin + left) * scale, (top + above) * scale);
      },
    };
  });
}

function measuring(): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(8, 8).getContext('2d');
  if (!context) throw new Error('no drawing surface');
  return context;
}

/** Name beside value; a long value runs over several lines. */
function factPieces(name: string, value: string): Piece[] {
  return textPieces('text', value, INK, FACT_NAME).map((piece, i) => ({
    ...piece,
    draw: (on, top, scale) => {
      piece.draw(on, top, scale);
      if (i > 0) return;
      on.fillStyle = SOFT;
      on.fillText(name, PAGE.margin * scale, (top + TYPE.text.above) * scale, (FACT_NAME - 16) * scale);
    },
  }));
}

const GAP = 20;
const TALLEST_PAIR = 620;
const TALLEST_EXHIBIT = 470;

/** Pictures beside each other at one height, the first with its regions outlined. */
function pairPiece(
  photo: ImageBitmap,
  source: ImageBitmap | null,
  block: Extract<Block, { kind: 'pair' }>,
): Piece {
  const ratios = [photo, ...(source ? [source] : [])].map(({ width, height }) => width / height);
  const room = INNER - GAP * (ratios.length - 1);
  const height = Math.min(TALLEST_PAIR, room / ratios.reduce((sum, ratio) => sum + ratio, 0));
  return {
    height: height + 18,
    draw: (on, top, scale) => {
      const y = (top + 14) * scale;
      const x = PAGE.margin * scale;
      const width = (photo.width / photo.height) * height * scale;
      on.drawImage(photo, x, y, width, height * scale);
      on.save();
      on.translate(x, y);
      outlineRegions(on, block.regions, width / photo.width, scale);
      on.restore();
      if (source)
        on.drawImage(
          source,
          x + width + GAP * scale,
          y,
          (source.width / source.height) * height * scale,
          height * scale,
        );
    },
  };
}

function exhibitPiece(bitmap: ImageBitmap): Piece {
  const scaleTo = Math.min(INNER / bitmap.width, TALLEST_EXHIBIT / bitmap.height, 1);
  const height = bitmap.height * scaleTo;
  return {
    height: height + 24,
    draw: (on, top, scale) =>
      on.drawImage(
        bitmap,
        PAGE.margin * scale,
        (top + 20) * scale,
        bitmap.width * scaleTo * scale,
        height * scale,
      ),
  };
}

/** Keeps lines of one block in order, and a picture with the caption below it. */
function pagesOf(groups: readonly Piece[][]): Piece[][] {
  const pages: Piece[][] = [[]];
  let left = PAGE.height - 2 * PAGE.margin;
  const turn = () => {
    pages.push([]);
    left = PAGE.height - 2 * PAGE.margin;
  };
  for (const group of groups) {
    if (group[0]?.breaks) {
      if (pages.at(-1)?.length) turn();
      continue;
    }
    const together = group.reduce((sum, { height }) => sum + height, 0);
    const keep = together <= (PAGE.height - 2 * PAGE.margin) / 2;
    if (keep && together > left && pages.at(-1)?.length) turn();
    for (const piece of group) {
      if (piece.height > left && pages.at(-1)?.length) turn();
      pages.at(-1)?.push(piece);
      left -= piece.height;
    }
  }
  return pages.filter((page) => page.length > 0);
}

const drawPage =
  (pieces: readonly Piece[]): Draw =>
  (context, scale) => {
    let top = PAGE.margin;
    for (const piece of pieces) {
      piece.draw(context, top, scale);
      top += piece.height;
    }
  };

/** Blocks as pieces; `picture` gives a stored picture as it may be shown, null for what cannot be drawn. */
async function piecesOf(
  blocks: readonly Block[],
  picture: (sha256: string) => Promise<ImageBitmap | null>,
): Promise<Piece[][]> {
  const groups: Piece[][] = [];
  let exhibits = 0;
  for (const block of blocks) {
    if (block.kind === 'page-break') groups.push([{ height: 0, breaks: true, draw: () => undefined }]);
    else if (block.kind === 'facts')
      groups.push(block.rows.flatMap(([name, value]) => factPieces(name, value)));
    else if (block.kind === 'pair') {
      const photo = await picture(block.photo);
      const source = block.source === null ? null : await picture(block.source);
      if (photo)
        groups.push([pairPiece(photo, source, block), ...textPieces('caption', block.caption, SOFT)]);
    } else if (block.kind === 'exhibit') {
      const bitmap = exhibits < MOST_PICTURES ? await picture(block.sha256) : null;
      if (bitmap) exhibits += 1;
      groups.push([...(bitmap ? [exhibitPiece(bitmap)] : []), ...textPieces('caption', block.caption, SOFT)]);
    } else if (block.kind === 'text')
      groups.push(...block.text.split('\n').map((line) => textPieces('text', line)));
    else groups.push(textPieces(block.kind, block.text));
  }
  return groups;
}

/**
 * The appeal in one PDF below the preset's limit. Pictures are masked where the seller covered parts; originals stay untouched.
 * @param statement the appeal's text as the seller left it
 * @throws RangeError when it has more pages than a short document takes, or a page cannot be brought below its share
 */
export async function appealPdf(
  dossier: Dossier,
  locale: Locale,
  statement: string,
  preset: Preset,
): Promise<Blob> {
  const bitmaps = new Map<string, ImageBitmap | null>();
  const picture = async (sha256: string): Promise<ImageBitmap | null> => {
    if (!bitmaps.has(sha256)) bitmaps.set(sha256, await pictureOf(sha256));
    return bitmaps.get(sha256) ?? null;
  };
  try {
    const pages = pagesOf(await piecesOf(appealDocument(dossier, locale, statement), picture));
    if (pages.length > MOST_PAGES) throw new RangeError(`the appeal has ${pages.length} pages`);
    const room = (preset.maxTotalBytes ?? Number.POSITIVE_INFINITY) - PDF_OVERHEAD.file;
    const share = Math.floor(room / Math.max(1, pages.length)) - PDF_OVERHEAD.page;
    const made: PicturePage[] = [];
    for (const page of pages) {
      const shrunk = await shrinkToFit(encoder(PAGE.width, drawPage(page)), PAGE.width, PAGE.height, share);
      made.push({ jpeg: shrunk.bytes, width: shrunk.width, height: shrunk.height });
    }
    return new Blob([pdfOfPages(made)], { type: 'application/pdf' });
  } finally {
    for (const bitmap of bitmaps.values()) bitmap?.close();
  }
}
