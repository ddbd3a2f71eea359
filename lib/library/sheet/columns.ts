/** What each column means, by the words of its header, and where the words say nothing, by what stands in it. */
import { SHEET_FIELDS, type SheetField, type SheetMapping } from './model.ts';
import {
  CLAIM_HEADER,
  EAST_ASIAN,
  GOODS_PICTURE,
  IMAGE_CORE,
  IMAGE_EAST_ASIAN,
  IMAGE_OTHERS,
  IMAGE_WITH,
  LATIN,
} from './words.ts';

/** Rows looked at to learn what a column holds. */
const LOOKED_AT = 200;

/** A header as words: marks, notes in brackets and numbers off, `PicURL`, `main_image_url` and `IMAGE1` taken apart. */
export function words(header: string): string[] {
  return (
    header
      .normalize('NFKC')
      .replace(/[\p{Cf}\uFEFF]/gu, '')
      .slice(0, 200)
      .replace(/[([{<【〔「（].*?[)\]}>】〕」）]/g, ' ')
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .toLowerCase()
      .replace(/\p{N}+/gu, ' ')
      .split(/[^\p{L}\p{M}]+/u)
      .filter(Boolean)
      .join(' ')
      // Shopee's machine names.
      .replace(/^(ps|et title) (?=.)/, '')
      .split(' ')
      .filter(Boolean)
  );
}

/** A header with its notes in brackets, and its words taken apart. */
const spelled = (header: string): string =>
  header
    .normalize('NFKC')
    .slice(0, 200)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();

/** Whether a sheet lists claims: its pictures are the buyers' unless their header says that they are the goods'. */
const listsClaims = (header: string[]): boolean =>
  header.some((text) => {
    const plain = words(text);
    return CLAIM_HEADER.test(plain.join(' ')) || CLAIM_HEADER.test(plain.join(''));
  });

/** Whether a column may hold pictures of goods, as far as its header and the headers beside it tell. */
function mayShowGoods(text: string, isOfClaims: boolean): boolean {
  const name = spelled(text);
  return !IMAGE_OTHERS.test(name) && (!isOfClaims || GOODS_PICTURE.test(name));
}

/** Whether a header names pictures. */
export function namesImages(header: string): boolean {
  const parts = words(header);
  if (parts.length === 0) return false;
  const joined = parts.join('').replace(/[一二三四五六七八九十]+$/, '');
  if (IMAGE_EAST_ASIAN.some((form) => form.test(joined))) return true;
  return (
    parts.some((part) => IMAGE_CORE.test(part)) &&
    parts.every((part) => IMAGE_CORE.test(part) || IMAGE_WITH.test(part))
  );
}

/** How well a header names a field: 0 is best, null when it does not. */
function rank(header: string, field: SheetField): number | null {
  const parts = words(header);
  // `item_name#1.value` of Amazon's newer templates.
  const phrase = parts.join(' ').replace(/ value$/, '');
  const latin = LATIN[field].indexOf(phrase);
  if (latin >= 0) return latin;
  const east = EAST_ASIAN[field].findIndex((form) => form.test(parts.join('')));
  return east >= 0 ? east : null;
}

/** The mapping that a header row proposes; `images` is empty where no header names pictures. */
export function guessMapping(header: string[]): SheetMapping {
  const mapping: SheetMapping = { images: [] };
  const isOfClaims = listsClaims(header);
  for (const [column, text] of header.entries())
    if (namesImages(text) && mayShowGoods(text, isOfClaims)) mapping.images.push(column);
  for (const field of SHEET_FIELDS) {
    let best = Number.POSITIVE_INFINITY;
    for (const [column, text] of header.entries()) {
      if (!text || mapping.images.includes(column)) continue;
      const at = rank(text, field);
      if (
        at === null ||
        at >= best ||
        SHEET_FIELDS.some((other) => mapping[other] === column && other !== field)
      )
        continue;
      best = at;
      mapping[field] = column;
    }
  }
  return mapping;
}

/** Columns whose cells begin with an address, at least this share of them: pictures under a header that says nothing. */
function addressColumns(rows: string[][], width: number, share: number): number[] {
  const some = rows.slice(0, LOOKED_AT);
  const out: number[] = [];
  for (let column = 0; column < width; column++) {
    const cells = some.map((row) => (row[column] ?? '').trim()).filter(Boolean);
    const picture = /^(https?:)?\/\/\S+\.(jpe?g|png|webp|gif|bmp|avif|heic)\b/i;
    if (cells.length > 0 && cells.filter((cell) => picture.test(cell)).length > share * cells.length)
      out.push(column);
  }
  return out;
}

/**
 * Which columns may hold pictures of goods, by the headers of the sheet. A header that spans several columns stands over the first
 * of them alone.
 */
export function goodsColumns(header: string[]): (column: number) => boolean {
  const isOfClaims = listsClaims(header);
  return (column) => mayShowGoods(header.findLast((text, i) => i <= column && text !== '') ?? '', isOfClaims);
}

/** As `guessMapping`, with the columns that hold picture addresses under no header, or under any where no header names pictures. */
export function mappingOf({ header, rows }: { header: string[]; rows: string[][] }): SheetMapping {
  const mapping = guessMapping(header);
  const goods = goodsColumns(header);
  if (mapping.images.length === 0) mapping.images = addressColumns(rows, header.length, 0.5).filter(goods);
  // A list without quotes runs into further cells.
  const unnamed = addressColumns(rows, header.length, 0).filter((column) => !header[column] && goods(column));
  mapping.images = [...new Set([...mapping.images, ...unnamed])].sort((a, b) => a - b);
  return mapping;
}
