/** Item numbers as spreadsheet programs leave them: decorated, or rounded to 15 digits, which makes one number of two goods. */

const NOTHING = /^(-+|—|\/|n\/?a|null|none|nil|nan|undefined|#n\/a|#value!|#ref!|无|無|暂无)$/i;
/** `6.32146E+11`, also with a decimal comma. */
const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?e[+]?\d+$/i;
/** Excel keeps 15 significant digits and fills with zeros (Excel specifications and limits: number precision). */
const FILLED = /^\d{15}0{2,}$/;

/** Digits in groups of three, two groups at least behind the first: fewer could be a decimal. */
const GROUPED = /^\d{1,3}([,. ])\d{3}(?:\1\d{3})+$/;

/**
 * The number in a cell without apostrophe, `="…"`, `No.`, blanks, groups of three and `.0`. Where digits were lost it is empty, and
 * `rounded` says what stands there instead.
 */
export function itemNumber(cell: string): { id: string; rounded: string } {
  let text = cell
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
  const formula = /^=\s*"(.*)"$/.exec(text);
  if (formula) text = (formula[1] ?? '').trim();
  text = text
    .replace(/^['’‘`]+/, '')
    .replace(/^"(.*)"$/, '$1')
    .trim();
  if (NOTHING.test(text)) return { id: '', rounded: '' };
  if (SCIENTIFIC.test(text) || FILLED.test(text)) return { id: '', rounded: text };
  text = text.replace(/^(?:no\.?|nr\.?|#)\s*(?=\d+$)/i, '');
  if (GROUPED.test(text)) text = text.replace(/\D/g, '');
  if (/^\d+\.0+$/.test(text)) text = text.replace(/\.0+$/, '');
  return { id: text.slice(0, 200), rounded: '' };
}
