/** Products that bear one name and stand in the library twice: a question to the seller, never a reason to join them unasked. */
import { compareInstants } from '../claims/instants.ts';
import type { ProductRow } from '../store/rows.ts';

/** What of a title counts when names are compared: width, case and white space do not. */
export const plainName = (title: string): string =>
  title.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** Two products of one name, and which of them would take the other in. */
export interface SameName {
  from: ProductRow;
  into: ProductRow;
}

/** Keys that the library makes by itself, from a folder, a sheet or a page; all others name an item of a console. */
const OWN_KEY = /^(file|sheet|page):/;
const isConsoles = ({ key }: ProductRow): boolean => !OWN_KEY.test(key);
const consoleOf = ({ key }: ProductRow): string => key.slice(0, key.indexOf(':'));

/** The one that the console names takes the others in, since claims come with its key; then the one with item numbers, then the older. */
const byRank = (a: ProductRow, b: ProductRow): number =>
  Number(isConsoles(b)) - Number(isConsoles(a)) ||
  Number(b.itemIds.length > 0) - Number(a.itemIds.length > 0) ||
  (compareInstants(a.addedAt, b.addedAt) < 0 ? -1 : 1);

/** Different item numbers of one shop are different goods, whatever they are called. */
function areDifferent(a: ProductRow, b: ProductRow): boolean {
  if (a.itemIds.length === 0 || b.itemIds.length === 0) return false;
  if (isConsoles(a) && isConsoles(b) && consoleOf(a) !== consoleOf(b)) return false;
  return !a.itemIds.some((id) => b.itemIds.includes(id));
}

/**
 * Pairs that may be one product. A product without item numbers gets no partner where several different goods bear its
 * name: nobody could tell which one it is.
 * @param areApart whether the seller has said that the two are not the same
 * @param nameOf `plainName`, or one that remembers its answers
 */
export function sameNames(
  products: Iterable<ProductRow>,
  areApart: (a: string, b: string) => boolean,
  nameOf: (title: string) => string = plainName,
): SameName[] {
  const groups = new Map<string, ProductRow[]>();
  for (const product of products) {
    const name = nameOf(product.title);
    const group = groups.get(name);
    if (group) group.push(product);
    else groups.set(name, [product]);
  }
  const pairs: SameName[] = [];
  for (const [name, group] of groups) {
    if (!name || group.length < 2) continue;
    group.sort(byRank);
    const [into, ...others] = group as [ProductRow, ...ProductRow[]];
    const isSeveral = group.some((a, i) => group.slice(i + 1).some((b) => areDifferent(a, b)));
    for (const from of others) {
      if (areDifferent(from, into) || (isSeveral && from.itemIds.length === 0)) continue;
      if (!areApart(from.key, into.key)) pairs.push({ from, into });
    }
  }
  return pairs;
}
