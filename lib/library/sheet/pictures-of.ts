/** The pictures that a sheet names or holds, by product: two goods stay two, and every row is answered for. */
import { addressesIn } from './addresses.ts';
import { itemNumber } from './ids.ts';
import type { RowNote, Sheet, SheetField, SheetMapping, SheetPicture } from './model.ts';

/** Shorter numbers are only unique within one shop, so that the title is part of the product's key. */
const OWN_NUMBER = 6;
/** Taobao's data package names pictures by their hash and puts them beside the sheet as `.tbi` files. */
const BESIDE = /\b[0-9a-f]{32}:\d+:\d+:\|/i;

export interface SheetPictures {
  pictures: SheetPicture[];
  /** Rows that give no picture, by their number in the file. */
  unusable: RowNote[];
  /** Rows that give pictures, but of which something could not be believed. */
  doubtful: RowNote[];
}

/**
 * Pictures by product. Rows without an own product name and number belong to the product above (Shopify writes one line per
 * further picture).
 */
export function picturesOf(sheet: Sheet, mapping: SheetMapping): SheetPictures {
  const out: SheetPictures = { pictures: [], unusable: [...sheet.lost], doubtful: [] };
  const seen = new Set<string>();
  const at = (row: string[], field: SheetField): string => {
    const column = mapping[field];
    return column === undefined ? '' : (row[column] ?? '').trim();
  };
  // A column of numbers that nobody filled in names nothing (WooCommerce sheets made for a first import).
  const numbered = sheet.rows.some(
    (row) => itemNumber(at(row, 'itemId')).id || itemNumber(at(row, 'itemId')).rounded,
  );
  const keys = new Map<string, { key: string; title: string }>();
  let title = '';
  let id: string | null = null;
  for (const [i, row] of sheet.rows.entries()) {
    const line = sheet.lines[i] ?? i + 2;
    const number = itemNumber(at(row, 'itemId'));
    const sku = itemNumber(at(row, 'sku'));
    const ownTitle = at(row, 'product');
    const hasOwn = number.id !== '' || number.rounded;
    // A number names the product; an article number only where the sheet has no other, since variants have their own.
    if (hasOwn) {
      if (number.rounded || number.id !== id) {
        id = number.id || null;
        title = ownTitle || sku.id || number.id;
      }
    } else if (
      !numbered &&
      sku.id &&
      (!ownTitle ? !title || mapping.product === undefined : ownTitle !== title)
    ) {
      id = sku.id;
      title = ownTitle || sku.id;
    } else if (ownTitle && ownTitle !== title) {
      id = null;
      title = ownTitle;
    }
    if (number.rounded) out.doubtful.push({ row: line, why: 'rounded-number' });

    const cells = mapping.images.map((column) => row[column] ?? '');
    const urls = cells.flatMap(addressesIn);
    const media = sheet.media[i] ?? [];
    if (!title) out.unusable.push({ row: line, why: 'no-product' });
    else if (urls.length === 0 && media.length === 0)
      out.unusable.push({
        row: line,
        why: cells.some((cell) => BESIDE.test(cell)) ? 'pictures-beside' : 'no-address',
      });
    if (!title) continue;

    const name = id ?? `\n${title}`;
    const product = keys.get(name) ?? {
      key: `sheet:${id === null ? title : id.length >= OWN_NUMBER ? id : `${id} ${title}`}`.slice(0, 300),
      title,
    };
    keys.set(name, product);
    const common = { productKey: product.key, title: product.title, itemId: id };
    for (const url of urls) {
      if (seen.has(`${product.key}\n${url}`)) continue;
      seen.add(`${product.key}\n${url}`);
      out.pictures.push({ ...common, url, embedded: null });
    }
    for (const embedded of media) out.pictures.push({ ...common, url: '', embedded });
  }
  out.unusable.sort((a, b) => a.row - b.row);
  return out;
}
