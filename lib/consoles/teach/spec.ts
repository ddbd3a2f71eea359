/** What a seller has taught about one page, as plain data: text anchors and places, never generated class names. */
import * as v from 'valibot';
import { plainHost } from '../../base/hosts.ts';
import { LABEL_NAMES } from '../words/words.ts';

const Step = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,40}:\d{1,3}$/));
/** From the row down: `div:2` is the second `div` child; at most this deep. */
const Path = v.pipe(v.array(Step), v.maxLength(40));
const GROUP = /(\\d|\[A-Z\]|\[a-z\]|\[A-Za-z\])\{(\d{1,2}),(\d{1,2})\}|([-_A-Z])/g;
/** What a class or literal of a shape takes, as the names of what it is made of. */
const TAKES: Readonly<Record<string, string>> = {
  '\\d': 'd',
  '[A-Z]': 'U',
  '[a-z]': 'l',
  '[A-Za-z]': 'Ul',
};

/**
 * Whether a shape can be matched in one way only: no two neighbours take the same character, and none but the first may be
 * empty. Such a pattern has nothing to try twice, so it is never slow; `\\d{0,20}` eighteen times over would be.
 */
function hasOneReading(shape: string): boolean {
  let before = '';
  for (const [index, [, of, low, high, literal]] of [...shape.matchAll(GROUP)].entries()) {
    const takes = literal ? (/[A-Z]/.test(literal) ? 'U' : literal) : (TAKES[of ?? ''] ?? '');
    // Two literals beside each other are a fixed text.
    const isFixed = literal !== undefined && before.startsWith('=');
    if (!isFixed && [...takes].some((one) => before.includes(one))) return false;
    if (!literal && (Number(low) > Number(high) || (Number(low) === 0 && index > 0))) return false;
    before = literal ? `=${takes}` : takes;
  }
  return true;
}

/** A shape as `shapeOf` makes them: classes, counts and literal separators only, matched in one way or not at all. */
const Shape = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(/^\^(?:(?:\\d|\[A-Z\]|\[a-z\]|\[A-Za-z\])\{\d{1,2},\d{1,2}\}|[-_A-Z])+\$$/),
  v.check(hasOneReading, 'a shape that can be read in more than one way'),
);

const FieldSpec = v.object({
  name: v.picklist(LABEL_NAMES),
  /** The words beside or above the value, as the page prints them. */
  label: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(40))),
  /** Where the value stands in its row. */
  path: Path,
});

export const TaughtReader = v.object({
  schema: v.literal('claimlens-reader/1'),
  /** Console whose claims these are: a known one's id, or `site-…`. */
  console: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  host: v.pipe(v.string(), v.maxLength(253), v.regex(/^[a-z0-9.-]+$/)),
  /** Path of the page with changing parts as `*`. */
  path: v.pipe(v.string(), v.maxLength(500), v.startsWith('/')),
  page: v.picklist(['list', 'detail']),
  /** Counts up each time the page is taught again. */
  version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
  taughtAt: v.pipe(v.string(), v.isoTimestamp()),
  /** Shape of the claim's number; of the order's, where it was shown. */
  claimShape: Shape,
  orderShape: v.optional(Shape),
  /** How a row looks from outside: its element and the kinds of its children. Absent on a page with one claim. */
  row: v.optional(
    v.object({
      tag: v.pipe(v.string(), v.maxLength(40)),
      children: v.pipe(v.array(v.string()), v.maxLength(60)),
    }),
  ),
  fields: v.pipe(v.array(FieldSpec), v.minLength(1), v.maxLength(LABEL_NAMES.length)),
});

export type TaughtReader = v.InferOutput<typeof TaughtReader>;
export type TaughtField = TaughtReader['fields'][number];

/** Unique per page of a site: a page taught again replaces the older reader. */
export const taughtKey = (reader: Pick<TaughtReader, 'host' | 'path'>): string =>
  `${reader.host}${reader.path}`;

/** A pasted or imported reader, or why it is none. */
export function parseTaught(value: unknown): TaughtReader | undefined {
  const parsed = v.safeParse(TaughtReader, value);
  return parsed.success ? parsed.output : undefined;
}

/** A pattern for numbers like the one shown: runs of digits and letters with some room in length, separators as they are. */
export function shapeOf(id: string): string {
  const parts = id.match(/\d+|[A-Z]+|[a-z]+|[-_]/g) ?? [];
  const room = (part: string, of: string): string => {
    const low = Math.max(1, part.length - 2);
    return `${of}{${low},${Math.min(40, part.length + 4)}}`;
  };
  const pattern = parts.map((part, index) => {
    if (/\d/.test(part)) return room(part, '\\d');
    if (/[-_]/.test(part)) return part;
    // Letters before the first digit are usually a fixed prefix (`RC`, `PO`).
    if (index === 0 && /^[A-Z]{1,4}$/.test(part)) return part;
    return room(part, /[A-Z]/.test(part) ? '[A-Z]' : '[a-z]');
  });
  // Letters and digits that take turns are one alphabet.
  const mixed = parts.filter((part) => /[A-Za-z]/.test(part)).length > 2;
  return mixed ? `^[A-Za-z]{0,20}\\d{1,30}$` : `^${pattern.join('')}$`;
}

/** The page's path with the parts that change from claim to claim replaced by `*`. */
export const pathPatternOf = (pathname: string): string =>
  pathname
    .split('/')
    .map((part) => (/\d{3,}|^[0-9a-f-]{16,}$/i.test(part) ? '*' : part))
    .join('/')
    .slice(0, 500) || '/';

/** Whether an address is one of the pages that a reader was taught on. */
export function fitsTaught(reader: TaughtReader, url: URL): boolean {
  if (plainHost(url.hostname) !== plainHost(reader.host)) return false;
  const wanted = reader.path.split('/');
  const parts = url.pathname.split('/');
  return (
    wanted.length === parts.length && wanted.every((part, index) => part === '*' || part === parts[index])
  );
}
