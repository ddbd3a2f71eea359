/** Changes of JSON value by value: the shape stays close to real, single members lie. */

const STRANGE: unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53 + 2,
  0.1,
  '',
  ' ',
  '0',
  '-1',
  'NaN',
  '2026-02-30 25:61:61',
  '9'.repeat(400),
  '￥1,234.56',
  '￥-0.00',
  'https://a.b/../c?x=%%%',
  'javascript:alert(1)',
  '//host',
  '\u0000\u202e\ud800',
  'x'.repeat(20_000),
  [],
  {},
  [[[[[[]]]]]],
  { length: -1 },
  { toString: 1, valueOf: 2, constructor: 3, __proto__: 4 },
];

/** A value of its own each time: what is put into a case may itself be changed by its next change. */
const strange = (next: () => number): unknown =>
  structuredClone(STRANGE[Math.floor(next() * STRANGE.length)]);

type Holder = Record<string, unknown> | unknown[];

/** All places in a value that can be changed: the holder and the key. */
function places(root: unknown): { holder: Holder; key: string | number }[] {
  const out: { holder: Holder; key: string | number }[] = [];
  const open: unknown[] = [root];
  while (open.length && out.length < 5_000) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
    for (const key of keys) {
      out.push({ holder: value as Holder, key });
      open.push((value as Record<string | number, unknown>)[key]);
    }
  }
  return out;
}

/** One to four members replaced, removed, doubled or nested. Returns text; JSON that cannot be read is returned as it is. */
export function mutateJson(text: string, next: () => number): string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return text;
  }
  for (let changes = 1 + Math.floor(next() * 4); changes > 0; changes--) {
    const all = places(root);
    const place = all[Math.floor(next() * all.length)];
    if (!place) return JSON.stringify(strange(next));
    const holder = place.holder as Record<string | number, unknown>;
    const kind = next();
    const other = all[Math.floor(next() * all.length)]!;
    if (kind < 0.6) holder[place.key] = strange(next);
    else if (kind < 0.7) delete holder[place.key];
    else if (kind < 0.85) holder[place.key] = structuredClone((other.holder as typeof holder)[other.key]);
    else holder[place.key] = Array.from({ length: 3 }, () => structuredClone(holder[place.key]));
  }
  return JSON.stringify(root).slice(0, 2_000_000);
}
