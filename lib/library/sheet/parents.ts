/** Variants in rows of their own (WooCommerce, Amazon, Google Merchant): their pictures are pictures of the product above them. */
import { words } from './columns.ts';
import { itemNumber } from './ids.ts';
import type { Sheet, SheetMapping } from './model.ts';

/** Headers whose number stands for a group even where no row of the sheet bears it. */
const GROUP = /\bgroup\b|\basin\b/;

/** Chains of parents followed: a variant of a variant, and no circle. */
const DEEPEST = 4;

/**
 * The product that each row's product is a variant of; null for a row that stands for itself.
 * @param own what each row is by its own cells
 */
export function parentsOf<G extends { name: string; title: string; id: string | null; rounded: string }>(
  sheet: Sheet,
  mapping: SheetMapping,
  own: G[],
): (G | null)[] {
  const column = mapping.parent;
  if (column === undefined) return own.map(() => null);
  const isGroup = GROUP.test(words(sheet.header[column] ?? '').join(' '));
  const at = (row: string[], of: number | undefined): string =>
    of === undefined ? '' : itemNumber(row[of] ?? '').id;
  const parents = sheet.rows.map((row) => at(row, column));
  /** First row that bears a number or article number. */
  const byNumber = new Map<string, number>();
  const bySku = new Map<string, number>();
  for (const [i, row] of sheet.rows.entries()) {
    const [number, sku] = [at(row, mapping.itemId), at(row, mapping.sku)];
    if (number && !byNumber.has(number)) byNumber.set(number, i);
    if (sku && !bySku.has(sku)) bySku.set(sku, i);
  }
  const groups = new Map<string, G>();
  const parentOf = (i: number): { row: number } | { group: G } | null => {
    const named = parents[i] ?? '';
    if (!named) return null;
    // WooCommerce names a parent by its number or by its article number.
    const number = /^id:\s*(.+)$/i.exec(named)?.[1];
    const row = number ? byNumber.get(number) : (bySku.get(named) ?? byNumber.get(named));
    if (row === i) return null;
    if (row !== undefined) return { row };
    const mine = own[i]!;
    if (!isGroup && at(sheet.rows[i] ?? [], mapping.itemId)) return null;
    const group = groups.get(named) ?? { ...mine, name: `\n\n${named}`, id: number ?? named, rounded: '' };
    groups.set(named, group);
    return { group };
  };
  let above: G | null = null;
  return sheet.rows.map((_, i) => {
    // A row of further pictures goes where the row above it went.
    if (i > 0 && own[i] === own[i - 1] && !parents[i]) return above;
    above = chiefOf(i);
    return above;
  });

  function chiefOf(i: number): G | null {
    let at = i;
    for (let steps = 0; steps < DEEPEST; steps++) {
      const found = parentOf(at);
      if (!found) break;
      if ('group' in found) return found.group;
      at = found.row;
    }
    return at === i ? null : (own[at] ?? null);
  }
}
