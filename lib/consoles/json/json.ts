/** Small, never-throwing steps through JSON that a page says its server sent. */
import { parseKeepingDigits } from '../../claims/ids.ts';
import type { Money } from '../../claims/model.ts';
import { fromMajor, minorDigits, parseMoney } from '../../claims/money.ts';
import { jsonTime } from '../../claims/time.ts';
import { isRecord } from '../../formats/records.ts';
import type { ReadContext } from '../types.ts';
import { clean } from '../words/text.ts';

export { isRecord };

export type Json = Record<string, unknown>;

/** Most entries that are taken from one list. */
const MAX_LIST = 500;

/** The value at a dotted path (`result.list`); undefined when a step is missing. */
export function at(value: unknown, path: string): unknown {
  let here = value;
  for (const step of path.split('.')) {
    if (!isRecord(here) || !Object.hasOwn(here, step)) return undefined;
    here = here[step];
  }
  return here;
}

/** The objects of a list at a path; an object that holds numbered or keyed objects does not count as a list. */
export function listAt(value: unknown, path: string): Json[] {
  const found = path ? at(value, path) : value;
  return Array.isArray(found) ? found.slice(0, MAX_LIST).filter(isRecord) : [];
}

/** The first of several paths that holds a non-empty list of objects. */
export function firstList(value: unknown, ...paths: string[]): Json[] {
  for (const path of paths) {
    const found = listAt(value, path);
    if (found.length) return found;
  }
  return [];
}

/** The first of several paths that holds an object. */
export const firstRecord = (value: unknown, ...paths: string[]): Json | undefined =>
  paths.map((path) => at(value, path)).find(isRecord);

const MAX_OBJECTS = 4_000;

/** Every object in a JSON value, nearest to the top first, bounded. */
export function objectsIn(root: unknown): Json[] {
  const found: Json[] = [];
  const queue: unknown[] = [root];
  for (let at = 0; at < queue.length && found.length < MAX_OBJECTS; at++) {
    const value = queue[at];
    if (Array.isArray(value)) queue.push(...value.slice(0, MAX_LIST));
    else if (isRecord(value)) {
      found.push(value);
      queue.push(...Object.values(value));
    }
  }
  return found;
}

/**
 * The first value under a key within one claim's own object, nearest to the top first. Objects that carry another claim's number
 * (under one of `ids`) are not entered: what stands there is the other's.
 */
export function own(root: Json, key: string, ids: readonly string[] = []): unknown {
  let mine = ids.flatMap((name) => (root[name] == null ? [] : [String(root[name])]));
  const queue: unknown[] = [root];
  for (let at = 0; at < queue.length && at < MAX_OBJECTS; at++) {
    const value = queue[at];
    if (Array.isArray(value)) queue.push(...value.slice(0, MAX_LIST));
    else if (isRecord(value)) {
      const told = ids.flatMap((name) => (value[name] == null ? [] : [String(value[name])]));
      // Where the top says no number, the first one below it is the claim's own.
      if (!mine.length) mine = told;
      if (told.some((id) => !mine.includes(id))) continue;
      if (Object.hasOwn(value, key) && value[key] != null) return value[key];
      queue.push(...Object.values(value));
    }
  }
  return undefined;
}

/** The objects of an answer that carry a claim's number under `key`; the outermost of each number. */
export function claimObjects(json: unknown, key: string, shape: RegExp): { id: string; object: Json }[] {
  const found = new Map<string, Json>();
  for (const object of objectsIn(json)) {
    const id = shapedId(object[key], shape);
    if (id && !found.has(id)) found.set(id, object);
  }
  return [...found].map(([id, object]) => ({ id, object }));
}

/** An object that a page's script assigns to a name (`disputeData = {…}`), read up to its closing brace; undefined where there is none. */
export function embeddedVariable(root: ParentNode, name: string): unknown {
  for (const script of root.querySelectorAll('script:not([src])')) {
    const code = script.textContent ?? '';
    const start = new RegExp(`\\b${name}["']?\\s*[=:]\\s*(?=\\{)`).exec(code);
    if (!start) continue;
    const from = start.index + start[0].length;
    const end = closingBrace(code, from);
    if (end > from) return parseKeepingDigits(code.slice(from, end + 1));
  }
  return undefined;
}

/** Index of the brace that closes the one at `from`, strings respected; -1 when it is never closed. */
function closingBrace(code: string, from: number): number {
  let depth = 0;
  for (const match of code.slice(from).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (match[0] === '{') depth += 1;
    if (match[0] === '}') depth -= 1;
    if (depth === 0) return from + match.index;
  }
  return -1;
}

/** JSON that stands alone in a script element of the page. */
export const embeddedJson = (root: ParentNode, selector: string): unknown =>
  parseKeepingDigits(root.querySelector(selector)?.textContent ?? '');

/** A text value, cleaned; numbers count, empty texts do not. */
export function text(value: unknown, max = 300): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return clean(String(value)).slice(0, max) || undefined;
}

/** An id that also has the platform's own shape. */
export function shapedId(value: unknown, shape: RegExp): string | undefined {
  const id = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof id === 'string' && shape.test(id.trim()) ? id.trim() : undefined;
}

export const timeOf = (value: unknown, context: ReadContext): string | undefined => jsonTime(value, context);

/** Seconds left, from now, as milliseconds since epoch; undefined for nothing, zero, or more than a year. */
export function secondsLeft(value: unknown, context: ReadContext): number | undefined {
  // An object may have no form as a number at all: converting one throws.
  const seconds = Number(text(value));
  return Number.isFinite(seconds) && seconds > 0 && seconds < 31_536_000
    ? context.now + seconds * 1000
    : undefined;
}

/**
 * An amount whose text itself shows that it is in major units: it has a currency sign or a decimal point. A bare whole number may
 * be in either unit and is left out.
 */
export function shownMoney(value: unknown, currency: string): Money | undefined {
  return typeof value === 'string' && /[^\d\s]/.test(value) ? parseMoney(value, currency) : undefined;
}

/** An amount that the platform documents as major units (yuan), as a number or a text. */
export function majorMoney(value: unknown, currency: string): Money | undefined {
  if (typeof value === 'number') return fromMajor(value, currency);
  if (typeof value !== 'string') return undefined;
  // Answers write plain decimals, with as many digits as they like (`149.0000`); a page's text parts thousands.
  const plain = /^\d+\.\d+$/.test(value.trim()) && minorDigits(currency) > 0;
  return plain ? fromMajor(Number(value), currency) : parseMoney(value, currency);
}

/** The object without its undefined and empty members, so that a gap stays a gap when readings are merged. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([, part]) => part !== undefined && !(Array.isArray(part) && part.length === 0),
    ),
  ) as T;
}
