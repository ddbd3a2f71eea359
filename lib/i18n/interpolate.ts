/**
 * Filling the gaps of a text, for the screens and for the texts of cases alike. A text may hold
 *  - `{name}` or `{name:format}`: a value
 *  - `[[ … ]]`: a part that is left out when a value inside it is missing
 *  - `[[?name … ]]`: a part that is shown only when `name` holds
 */

export interface Filling {
  /** The value as text; null when there is none. */
  value(name: string, format: string | undefined): string | null;
  /** What stands in place of a missing value outside optional parts. */
  gap(name: string): string;
  /** Whether the condition of a part holds. */
  holds(name: string): boolean;
}

/** Letters written from right to left, and the signs by which a text can turn what stands around it. */
const TURNS =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}\p{Bidi_Control}]/u;

/**
 * A value that could turn the order of the text around it, between isolates (UAX #9 §2.7) and without turning signs of its own:
 * `photo\u202Egpj.exe` must not read as another name, nor an Arabic name move the number behind it.
 */
function isolated(value: string | null): string | null {
  if (value === null || !TURNS.test(value)) return value;
  return `\u2068${value.replace(/\p{Bidi_Control}/gu, '')}\u2069`;
}

const GAP = /\{(\w+)(?::(\w+))?\}/g;
const OPTIONAL = /^\[\[(?:\?(\w+) )?(.*)\]\]$/s;

/**
 * Fills a text in one pass: a value goes in whole and is never read as a pattern itself, whatever brackets a stranger's
 * file name holds.
 */
export function interpolate(text: string, filling: Filling): string {
  return text
    .split(/(\[\[.*?\]\])/s)
    .map((part) => {
      const [, condition, inside] = OPTIONAL.exec(part) ?? [];
      if (inside === undefined)
        return part.replace(
          GAP,
          (_, name: string, format?: string) => isolated(filling.value(name, format)) ?? filling.gap(name),
        );
      if (condition !== undefined && !filling.holds(condition)) return '';
      let whole = true;
      const filled = inside.replace(GAP, (_, name: string, format?: string) => {
        const value = isolated(filling.value(name, format));
        if (value === null) whole = false;
        return value ?? '';
      });
      return whole ? filled : '';
    })
    .join('');
}
