/** Finding an AIGC label in a text: the keyword, the JSON behind it, and whether it has the keys of a label. */
import { isObject, type Json, objectAt, parseJson, scalar } from '../formats/json.ts';
import { unescapeXml } from '../formats/xmp.ts';
import { LIMITS } from '../limits.ts';

/** Keys of the standard and of the service-provider variant, lower case; the second list occurs in other JSON too. */
export const DISTINCT = new Set([
  'contentproducer',
  'produceid',
  'reservedcode1',
  'contentpropagator',
  'propagateid',
  'reservedcode2',
  'serviceprovider',
  'serviceuser',
  'contentid',
]);
export const ANY = new Set([...DISTINCT, 'label', 'time']);

export type Fields = Map<string, Json>;

/** What a text holds: a label, a label that cannot be read, an emptied one, or nothing. */
export type Found =
  | { kind: 'label'; fields: Fields; raw: string; at: number }
  | { kind: 'unreadable' | 'empty'; raw: string; at: number };

/** @param named the place itself is called AIGC, so its text is the label. */
export function inText(text: string, named: boolean): Found | null {
  if (named) return namedLabel(text);
  let tries = 0;
  for (
    let at = text.indexOf('AIGC');
    at >= 0 && tries < LIMITS.jsonTries;
    at = text.indexOf('AIGC', at + 4)
  ) {
    tries++;
    // Containers keep a few bytes of their own (lengths, types) between a key and its text.
    const from = text.indexOf('{', at + 4);
    if (from < 0) break;
    if (from - at > 24) continue;
    const found = readAt(text, from);
    const joined = /^\\?["']?\s*[:=]?\s*["']?$/.test(text.slice(at + 4, from));
    if (found?.kind === 'unreadable' && !joined) continue;
    if (found) return found;
  }
  // A bare label: nothing names it, so it must have the label itself and a key of its own kind.
  const start = text.search(/\S/);
  if (start >= 0 && text[start] === '{' && /"Label"/i.test(text.slice(0, 2_000))) {
    const fields = fieldsOf(parseJson(objectAt(text, start)));
    if (fields?.has('label') && [...fields.keys()].some((k) => k !== 'contentid' && DISTINCT.has(k))) {
      return { kind: 'label', fields, raw: objectAt(text, start), at: start };
    }
  }
  return null;
}

function namedLabel(text: string): Found | null {
  const trimmed = text.trim();
  if (trimmed === '' || /^\{\s*\}$/.test(trimmed)) return { kind: 'empty', raw: trimmed, at: 0 };
  const start = text.indexOf('{');
  if (start < 0) {
    // A word instead of a label ("AIGC" as a plain remark) declares nothing that can be quoted.
    return /label/i.test(text) ? { kind: 'unreadable', raw: trimmed, at: 0 } : null;
  }
  const found = readAt(text, start);
  if (found) return found;
  // JSON of another kind is no label, whatever the place is called.
  if (isObject(parseJson(objectAt(text, start)))) return null;
  const again = unescapeXml(text);
  const second = again === text ? null : readAt(again, again.indexOf('{'));
  if (second) return { ...second, at: start };
  return { kind: 'unreadable', raw: trimmed, at: start };
}

/** The label in the JSON at `from`, also wrapped in `AIGC` or kept as a quoted JSON text. */
function readAt(text: string, from: number): Found | null {
  const raw = objectAt(text, from);
  const json = parseJson(raw) ?? parseJson(raw.replaceAll('\\"', '"')) ?? singleQuoted(raw);
  const fields = fieldsOf(json);
  if (fields) {
    const empty = [...fields.values()].every((v) => scalar(v).trim() === '');
    return empty ? { kind: 'empty', raw, at: from } : { kind: 'label', fields, raw, at: from };
  }
  if (json !== undefined) return null;
  const head = text.slice(from, from + 400);
  const keys = head.match(/"(\w{4,20})/g) ?? [];
  const broken = keys.some((k) => DISTINCT.has(k.slice(1).toLowerCase()) || /^"(Label|ContentPro)/.test(k));
  return broken ? { kind: 'unreadable', raw: head, at: from } : null;
}

/** A label printed with single quotes, as scripts that write a dictionary as it is do. */
const singleQuoted = (raw: string): Json | undefined =>
  raw.includes('"') ? undefined : parseJson(raw.replaceAll("'", '"'));

/** Lower-cased keys of a label; null when the JSON has none of the two schemas. */
function fieldsOf(json: Json | undefined): Fields | null {
  let inner: Json | undefined = json;
  for (let depth = 0; depth < 3; depth++) {
    if (typeof inner === 'string') inner = parseJson(inner);
    if (Array.isArray(inner)) inner = inner[0];
    if (!isObject(inner)) return null;
    const wrapped: string | undefined = Object.keys(inner).find((k) => k.toUpperCase() === 'AIGC');
    if (wrapped === undefined) break;
    inner = inner[wrapped];
  }
  if (!isObject(inner)) return null;
  const fields: Fields = new Map();
  for (const [k, v] of Object.entries(inner)) fields.set(k.toLowerCase(), v);
  if ([...fields.keys()].some((k) => DISTINCT.has(k))) return fields;
  // `label` alone is a word of every other JSON too: it counts with a value of the standard, or emptied.
  return fields.has('label') && /^[123]?$/.test(scalar(fields.get('label')).trim()) ? fields : null;
}
