/** Texts of a page in two forms: cleaned for keeping, folded for comparing with the vocabulary. */

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

/** As a person sees it: no zero-width characters, one space for any white space, no space at the ends. */
export const clean = (text: string): string => text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();

/** For comparison only: width-folded (NFKC) and lower-cased on top of `clean`. */
export const fold = (text: string): string => clean(text.normalize('NFKC')).toLowerCase();
