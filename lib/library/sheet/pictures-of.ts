/** The pictures that a sheet names or holds, by product: two goods stay two, and every row is answered for. */
import { shortened } from '../clean-path.ts';
import { addressesIn } from './addresses.ts';
import { namesOfTaobao, namesPictureFiles } from './beside.ts';
import { goodsColumns } from './columns.ts';
import { itemNumber } from './ids.ts';
import type { RowNote, Sheet, SheetField, SheetMapping, SheetMedia, SheetPictures } from './model.ts';
import { parentsOf } from './parents.ts';

/** Shorter numbers are only unique within one shop, so that the title is part of the product's key. */
const OWN_NUMBER = 6;
/** Longest key of a product in the library. */
const LONGEST_KEY = 300;

/** The product of a row. */
interface Goods {
  /** What tells it from all others of the sheet. */
  name: string;
  title: string;
  id: string | null;
  /** A number that was rounded is no number, but two different ones are never of one product. */
  rounded: string;
}

const NOTHING: Goods = { name: '', title: '', id: null, rounded: '' };

const keyOf = ({ id, title, rounded }: Goods): string =>
  shortened(
    `sheet:${id === null ? (rounded ? `${title} ${rounded}` : title) : id.length >= OWN_NUMBER ? id : `${id} ${title}`}`,
    LONGEST_KEY,
  );

const cellOf = (row: string[], mapping: SheetMapping, field: SheetField): string => {
  const column = mapping[field];
  return column === undefined ? '' : (row[column] ?? '').trim();
};

/**
 * The product of each row. Rows without an own product name and number belong to the product above (Shopify writes one line per
 * further picture); a picture alone, behind a gap, belongs to none.
 */
function goodsOf(sheet: Sheet, mapping: SheetMapping): Goods[] {
  const numbers = sheet.rows.map((row) => itemNumber(cellOf(row, mapping, 'itemId')));
  // A column of numbers that nobody filled in names nothing (WooCommerce sheets made for a first import).
  const numbered = numbers.some(({ id, rounded }) => id || rounded);
  let now = NOTHING;
  return sheet.rows.map((row, i) => {
    const number = numbers[i] ?? { id: '', rounded: '' };
    const sku = itemNumber(cellOf(row, mapping, 'sku')).id;
    const own = cellOf(row, mapping, 'product');
    // A number names the product; an article number only where the sheet has no other, since variants have their own.
    if (number.rounded) {
      const title = own || sku;
      if (title) now = { name: `\n${title}\n${number.rounded}`, title, id: null, rounded: number.rounded };
      else now = NOTHING;
    } else if (number.id) {
      if (number.id !== now.id)
        now = { name: number.id, title: own || sku || number.id, id: number.id, rounded: '' };
    } else if (!numbered && sku && (!own ? !now.title || mapping.product === undefined : own !== now.title))
      now = { name: sku, title: own || sku, id: sku, rounded: '' };
    else if (own && own !== now.title) now = { name: `\n${own}`, title: own, id: null, rounded: '' };
    const gap = i > 0 && (sheet.lines[i] ?? 0) > (sheet.lines[i - 1] ?? 0) + 1;
    if (gap && row.every((cell) => !cell.trim())) now = NOTHING;
    return now;
  });
}

/**
 * Pictures by product.
 * @param beside files that a cell names and that were given with the sheet
 */
export function picturesOf(
  sheet: Sheet,
  mapping: SheetMapping,
  beside: (cell: string) => SheetMedia[] = () => [],
): SheetPictures {
  const out: SheetPictures = { pictures: [], unusable: [...sheet.lost], doubtful: [] };
  const seen = new Set<string>();
  const own = goodsOf(sheet, mapping);
  const parent = parentsOf(sheet, mapping, own);
  const showsGoods = goodsColumns(sheet.header);
  // A column that the seller chose is believed, whatever its header says.
  const isTaken = (column: number): boolean => mapping.images.includes(column) || showsGoods(column);
  const products = new Map<string, { key: string; title: string }>();
  for (const [i, row] of sheet.rows.entries()) {
    const line = sheet.lines[i] ?? i + 2;
    const note = (list: RowNote[], why: RowNote['why']) => list.push({ row: line, why });
    const goods = own[i] ?? NOTHING;
    const chief = parent[i] ?? goods;
    if (goods.rounded || itemNumber(cellOf(row, mapping, 'itemId')).rounded)
      note(out.doubtful, 'rounded-number');

    const cells = mapping.images.map((column) => row[column] ?? '');
    const urls = cells.flatMap(addressesIn);
    const inSheet = (sheet.media[i] ?? []).filter(({ column }) => isTaken(column));
    const media = [...inSheet, ...cells.flatMap(beside)];
    if (!chief.title) note(out.unusable, 'no-product');
    else if (urls.length === 0 && media.length === 0)
      note(
        out.unusable,
        cells.some((cell) => namesOfTaobao(cell).length > 0)
          ? 'pictures-beside'
          : cells.some(namesPictureFiles)
            ? 'files-beside'
            : 'no-address',
      );
    if (!chief.title) continue;
    if (media.some(({ between }) => between)) note(out.doubtful, 'between-rows');

    const product = products.get(chief.name) ?? { key: keyOf(chief), title: chief.title };
    products.set(chief.name, product);
    // A variant's own number names the product as well: claims come with either.
    const common = { row: line, productKey: product.key, title: product.title, itemId: goods.id ?? chief.id };
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
