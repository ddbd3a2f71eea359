/** One measured figure, and how a set of them is written down. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** What it was held against in the same run. */
  against?: string;
  target?: string;
  /** Whether the target was met; absent where there is none. */
  met?: boolean;
}

/** Middle value; 0 for none. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Value below which a share of all lie. */
export const quantile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Math.round(value * 100) / 100);

/** Rows of a Markdown table. */
export const table = (figures: Figure[]): string =>
  [
    '| what | value | against | target | |',
    '| --- | ---: | --- | --- | --- |',
    ...figures.map(
      ({ what, value, unit, against = '', target = '', met }) =>
        `| ${what} | ${number(value)} ${unit} | ${against} | ${target} | ${met === undefined ? '' : met ? 'met' : 'not met'} |`,
    ),
  ].join('\n');

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

/** Replaces what stands between the marks in a Markdown file, or adds the marks at its end. */
export function writeBetween(file: string, text: string, heading: string): void {
  const old = existsSync(file) ? readFileSync(file, 'utf8') : `${heading}\n\n`;
  const part = `${START}\n${text}\n${END}`;
  const [from, to] = [old.indexOf(START), old.indexOf(END)];
  writeFileSync(
    file,
    from >= 0 && to > from ? old.slice(0, from) + part + old.slice(to + END.length) : `${old}${part}\n`,
  );
}
