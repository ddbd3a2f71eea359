/** Dates and times of day as pages print them, as patterns; `time.ts` makes instants of what they find. */

/** What may stand between a date and its time of day: a mark, a word for `at`, the day of the week. */
const BETWEEN = String.raw`(?:\s*(?:[,\-–—|·•@]|(?:at|as|às|à|a las|um|alle(?: ore)?|kl\.?|klo|om|o|в|lúc|pukul|jam|เวลา)(?!\p{L})|\([^()\d]{1,6}\)|星期[一二三四五六日天]|[周週][一二三四五六日]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?!\p{L})\.?)){0,3}`;
const HALF = '上午|下午|凌晨|清晨|早上|中午|傍晚|晚上|午前|午後|오전|오후';
/** Groups: half of the day, hour, minute, second, half of the day. */
const HOURS = String.raw`(${HALF})?\s*(\d{1,2})(?::|h|\s*[时時点點시]\s*)(\d{2})(?!\d)(?:(?::|\s*[分분]\s*)(\d{2})(?!\d)(?:\s*[秒초])?)?(?:\s*[分분])?(?:\.\d+)?(?:\s*([ap]\.?\s?m)(?!\p{L})\.?)?`;
const CLOCK = String.raw`(?:${BETWEEN}\s*T?${HOURS})?`;

/** A date's own groups, then those of its time of day. */
const form = (date: string): RegExp => new RegExp(date + CLOCK, 'iu');

export const ISO = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})/;
export const PACKED = /(?<!\d)(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})\d{3}([+-])(\d{2})(\d{2})/;
export const YEAR_FIRST = form(
  String.raw`(?<!\d)(\d{4})\s*[\-\/.年]\s*(\d{1,2})\s*[\-\/.月]\s*(\d{1,2})(?!\d)\.?\s*日?`,
);
export const NAMED_FIRST = form(
  String.raw`(?<!\p{L})([A-Za-zç]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)`,
);
export const DAY_NAMED = form(
  String.raw`(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\s+(?:de\s+)?([A-Za-zç]{3,9})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)`,
);
export const YEAR_LAST = form(String.raw`(?<!\d)(\d{1,2})[\-\/.](\d{1,2})[\-\/.](\d{4})(?!\d)`);
export const NO_YEAR = form(String.raw`(?<!\d|[\-\/.年])(\d{1,2})(?:[\-\/]|月)(\d{1,2})(?!\d|[\-\/.])日?`);
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?';
const NAMED_DAY = form(
  String.raw`(?<!\p{L})(?:${MONTH} \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)? ${MONTH})(?!\d)`,
);

/** A time of day right before its date (`12:30 05/03/2026`), at the end of the text before that date. */
export const CLOCK_BEFORE = new RegExp(
  String.raw`(?<!\d|:)${HOURS}(?:\s*[,|–-]|\s+(?:ngày|on|del?|le|den))?\s*$`,
  'iu',
);

/** A time of day that was not read with its date: then the day alone is not what the text says. */
export const UNREAD_CLOCK =
  /(?<![\d.])\d{1,2}\s*(?::|[时時点點시](?!间|間|限))\s*\d{0,2}|(?<![\d.])\d{1,2}[h.]\d{2}(?![\d.])|\d\s*[ap]\.?m\b|上午|下午|凌晨|中午|晚上|午前|午後|오전|오후|\bnoon\b|\bmidnight\b/i;

/** Each form with the time of day that may stand before it. */
const ALL = [ISO, PACKED, YEAR_FIRST, NAMED_FIRST, DAY_NAMED, YEAR_LAST, NAMED_DAY, NO_YEAR].map(
  ({ source }) => new RegExp(String.raw`((?<!\d|:)${HOURS}[\s,]+)?${source}`, 'giu'),
);

/**
 * A text without its dates and the times of day that stand beside them. A time before a date that has one behind it stays, and so
 * does a bare `12/5`, which may be a share.
 */
export function withoutTimes(text: string): string {
  let rest = text;
  for (const pattern of ALL)
    rest = rest.replace(pattern, (found: string, ...groups: (string | number | undefined)[]) => {
      if (!/[:月时時点點시]|\d{4}|[a-z]{3}/i.test(found)) return found;
      const before = groups[0];
      const behind = found.slice(typeof before === 'string' ? before.length : 0);
      return typeof before === 'string' && /\d:\d/.test(behind) ? `${before} ` : ' ';
    });
  return rest;
}

/** How many dates a text tells, in any form. */
export function timesTold(text: string): number {
  let told = 0;
  let rest = text;
  for (const pattern of ALL)
    rest = rest.replace(pattern, (found: string) => {
      if (!/[:月时時点點시]|\d{4}|[a-z]{3}/i.test(found)) return found;
      told += 1;
      return ' ';
    });
  return told;
}

/** The hour of 24 of a clock with a word for the half of the day; undefined where the two do not fit. */
export function hour24(hour: number, half: string | undefined): number | undefined {
  if (!half) return hour;
  if (hour > 12) return /^(?:下午|傍晚|晚上|午後|오후|p)/i.test(half) ? hour : undefined;
  if (half === '中午') return hour === 11 || hour === 12 ? hour : hour < 3 ? hour + 12 : undefined;
  // Twelve in the evening is the end of that day or its noon.
  if (half === '晚上' && hour === 12) return undefined;
  return (hour % 12) + (/^(?:下午|傍晚|晚上|午後|오후|p)/i.test(half) ? 12 : 0);
}
