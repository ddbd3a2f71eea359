/** Texts of a page in two forms: cleaned for keeping, folded for comparing with the vocabulary. */

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

/** As a person sees it: no zero-width characters, one space for any white space, no space at the ends. */
export const clean = (text: string): string => text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();

/** Two to four characters set apart so that a short label is as wide as the others (`凭 证`, `原 因：`). */
const SPREAD = /^\p{sc=Han}(?: \p{sc=Han}){1,3}(?=\s*(?:[:*?]|$))/u;

/** For comparison only: width-folded (NFKC) and lower-cased on top of `clean`, and a short Chinese label without its spaces. */
export const fold = (text: string): string =>
  clean(text.normalize('NFKC'))
    .toLowerCase()
    .replace(SPREAD, (label) => label.replaceAll(' ', ''));
