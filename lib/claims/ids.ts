/** Identifiers are strings: reading them from JSON without losing digits, and telling an id from other text. */

/** String literals, and integers of 16 and more digits outside them: these may exceed 2^53. Digits of a fraction are neither. */
export const LONG_INTEGER = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** Longest answer that is parsed; a list of 200 claims stays far below it. */
export const MAX_JSON = 8_000_000;

/** `callback({...})` and `callback({...});` as JSONP answers have it. */
const JSONP = /^\s*(?:\/\*.*?\*\/\s*)?[\w$.]{1,80}\s*\(([\s\S]*)\)\s*;?\s*$/;

/**
 * Parses JSON (or JSONP) with every integer of 16 or more digits turned into a string of the same digits.
 * Returns undefined when the text is no JSON or is too long.
 */
export function parseKeepingDigits(text: string): unknown {
  if (text.length > MAX_JSON) return undefined;
  const body = /^\s*[[{"]/.test(text) ? text : (JSONP.exec(text)?.[1] ?? text);
  const kept = body.replace(LONG_INTEGER, (found) => (found.startsWith('"') ? found : `"${found}"`));
  try {
    return JSON.parse(kept);
  } catch {
    return undefined;
  }
}

/** Id shapes that are specific enough to name their console in pasted text (consoles.md §7.3); digits alone never do. */
const TELLING: { console: string; what: 'order' | 'claim'; shape: RegExp }[] = [
  { console: 'pinduoduo', what: 'order', shape: /^\d{6}-\d{15}$/ },
  { console: 'temu', what: 'claim', shape: /^PO-\d{2,3}-\d+-D\d{2}$/ },
  { console: 'temu', what: 'order', shape: /^PO-\d{2,3}-\d+$/ },
  { console: '1688', what: 'claim', shape: /^TQ\d+$/ },
  { console: 'xiaohongshu', what: 'order', shape: /^P\d{18}$/ },
  { console: 'amazon', what: 'order', shape: /^\d{3}-\d{7}-\d{7}$/ },
  { console: 'ebay', what: 'order', shape: /^\d{2}-\d{5}-\d{5}$/ },
];

/** Which console's id a pasted text is, when its shape alone tells; undefined when it does not. */
export function guessId(text: string): { console: string; what: 'order' | 'claim' } | undefined {
  const trimmed = text.trim();
  const hit = TELLING.find((entry) => entry.shape.test(trimmed));
  return hit && { console: hit.console, what: hit.what };
}

/** Where a page shows no claim number, the order's stands in for it, marked so that the two can be told apart. */
const ORDER_KEYED = 'order-';

/** The stand-in claim id for a claim that is only known by its order. */
export const orderKeyed = (orderId: string): string => `${ORDER_KEYED}${orderId}`;

/** The order number inside a stand-in claim id; undefined for a real claim id. */
export const orderOfKeyed = (claimId: string): string | undefined =>
  claimId.startsWith(ORDER_KEYED) ? claimId.slice(ORDER_KEYED.length) : undefined;
