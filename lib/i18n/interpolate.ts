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
          (_, name: string, format?: string) => filling.value(name, format) ?? filling.gap(name),
        );
      if (condition !== undefined && !filling.holds(condition)) return '';
      let whole = true;
      const filled = inside.replace(GAP, (_, name: string, format?: string) => {
        const value = filling.value(name, format);
        if (value === null) whole = false;
        return value ?? '';
      });
      return whole ? filled : '';
    })
    .join('');
}
