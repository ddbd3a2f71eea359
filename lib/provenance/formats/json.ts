/** Finding and reading JSON inside texts that others wrote: bounded length, depth and number of tries. */
import { isRecord } from '../../formats/records.ts';
import { LIMITS } from '../limits.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export const isObject: (value: unknown) => value is { [key: string]: Json } = isRecord<Json>;

/** The JSON object that starts at `from` (a `{`), by matching braces outside strings; '' when it does not end. */
export function objectAt(text: string, from: number): string {
  let depth = 0;
  let quoted = false;
  const end = Math.min(text.length, from + LIMITS.jsonChars);
  for (let i = from; i < end; i++) {
    const c = text.charCodeAt(i);
    if (quoted) {
      if (c === 92) i++;
      else if (c === 34) quoted = false;
    } else if (c === 34) {
      quoted = true;
    } else if (c === 123) {
      if (++depth > LIMITS.depth) return '';
    } else if (c === 125 && --depth === 0) {
      return text.slice(from, i + 1);
    }
  }
  return '';
}

/** Parses a text of bounded length; undefined where it is no JSON. */
export function parseJson(text: string): Json | undefined {
  if (text.length > LIMITS.jsonChars || text.length === 0) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A scalar as text: numbers and booleans as written, objects as JSON. */
export function scalar(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
