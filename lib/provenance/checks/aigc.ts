/**
 * China's implicit AIGC label (GB 45438-2025 annex E; TC260-PG-20259A for pictures, 20257A for video), wherever it may
 * stand: XMP property, EXIF text, PNG text, comment, bare APPn, item, container tag, after the picture.
 */
import type { Fact } from '../../claims/finding.ts';
import { isObject, type Json, objectAt, parseJson, scalar } from '../json.ts';
import { LIMITS } from '../limits.ts';
import { CREDIT_REGISTER, parseProviderCode, providerOf } from '../providers.ts';
import type { Reading } from '../reading.ts';
import { offsetOf, trace, value, xmpAt } from '../trace.ts';
import { unescapeXml } from '../xmp.ts';

/** Keys of the standard and of the service-provider variant, lower case; the second list occurs in other JSON too. */
const DISTINCT = new Set([
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
const ANY = new Set([...DISTINCT, 'label', 'time']);

type Fields = Map<string, Json>;

/** What a text holds: a label, a label that cannot be read, an emptied one, or nothing. */
type Found =
  | { kind: 'label'; fields: Fields; raw: string; at: number }
  | { kind: 'unreadable' | 'empty'; raw: string; at: number };

export function checkAigc(r: Reading): void {
  for (const packet of r.xmp) {
    let named = 0;
    for (const p of packet.properties) {
      const own = p.name.toUpperCase() === 'AIGC';
      if (!own && !p.value.includes('AIGC')) continue;
      const found = inText(p.value, own);
      if (!found) continue;
      if (own) named++;
      add(r, found, { ...xmpAt(packet, p), raw: found.raw });
    }
    // A packet too broken for the scanner: the keyword is looked for in its plain text.
    if (named === 0 && packet.properties.length < 2) looseXmp(r, packet);
  }
  for (const t of r.texts) {
    const found = inText(t.text, /^aigc$/i.test(t.key) || /[.:]aigc$/i.test(t.key));
    if (found) {
      const offset = offsetOf(t, found.at);
      add(r, found, { place: t.place, offset, length: found.raw.length * t.step, raw: found.raw });
    }
  }
  for (const { place, base, sets } of r.iim) {
    for (const s of sets) {
      const found = s.text.includes('AIGC') ? inText(s.text, false) : null;
      if (found) {
        add(r, found, { place, offset: base < 0 ? -1 : base + s.at, length: s.length, raw: found.raw });
      }
    }
  }
  disagreement(r);
}

function looseXmp(r: Reading, packet: Reading['xmp'][number]) {
  const text = unescapeXml(new TextDecoder().decode(packet.part.data.subarray(0, LIMITS.jsonChars)));
  const found = text.includes('AIGC') ? inText(text, false) : null;
  if (!found) return;
  const { place, offset, length, stored } = packet.part;
  add(r, found, { place, offset: stored ? offset : -1, length, raw: found.raw });
}

/** @param named the place itself is called AIGC, so its text is the label. */
function inText(text: string, named: boolean): Found | null {
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
  const again = unescapeXml(text);
  const second = again === text ? null : readAt(again, again.indexOf('{'));
  if (second) return { ...second, at: start };
  return { kind: 'unreadable', raw: trimmed, at: start };
}

/** The label in the JSON at `from`, also wrapped in `AIGC` or kept as a quoted JSON text. */
function readAt(text: string, from: number): Found | null {
  const raw = objectAt(text, from);
  const json = parseJson(raw) ?? parseJson(raw.replaceAll('\\"', '"'));
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
  return [...fields.keys()].some((k) => ANY.has(k)) ? fields : null;
}

function add(r: Reading, found: Found, at: { place: string; offset: number; length: number; raw: string }) {
  if (found.kind !== 'label') {
    trace(r, found.kind === 'empty' ? 'aigc.label-empty' : 'aigc.label-unreadable', at);
    return;
  }
  const { values, personal } = describe(found.fields);
  const raw = personal.reduce((text, [from, to]) => text.replaceAll(from, to), at.raw);
  // The bytes of a label that names a person by number are not shown as hex either.
  trace(r, 'aigc.label', { ...at, raw, offset: at.offset }, values);
  if (personal.length > 0) r.traces.at(-1)!.hex = '';
}

/** Values of a label by name, and the personal numbers in it with their masked form. */
function describe(fields: Fields): { values: Record<string, Fact>; personal: [string, string][] } {
  const get = (key: string) => value(scalar(fields.get(key)).trim());
  const personal: [string, string][] = [];
  const odd: string[] = [];
  const label = get('label');
  const values: Record<string, Fact> = { label: label || null };
  for (const [role, who, id, reserved] of [
    ['producer', 'contentproducer', 'produceid', 'reservedcode1'],
    ['propagator', 'contentpropagator', 'propagateid', 'reservedcode2'],
  ] as const) {
    const text = get(who);
    const code = parseProviderCode(text);
    const named = providerOf(code?.subject ?? text);
    if (code && code.code !== text.toUpperCase()) personal.push([text, code.code]);
    values[role] = code ? code.code : text;
    values[`${role}Subject`] = code ? code.subject : null;
    values[`${role}Id`] = get(id);
    if (get(reserved)) values[`${role}Reserved`] = get(reserved);
    if (code) {
      values[`${role}Service`] = code.service;
      values[`${role}CheckDigit`] = code.checkDigit;
      if (code.region) values[`${role}Region`] = code.region;
      if (code.checkDigit !== null) values[`${role}Register`] = CREDIT_REGISTER;
      if (code.checkDigit === false) odd.push(`${role}-check-digit-wrong`);
    }
    if (named) {
      values[role === 'producer' ? 'vendor' : 'propagatorVendor'] = named.vendor;
      values[role === 'producer' ? 'vendorConfidence' : 'propagatorConfidence'] = named.confidence;
    }
  }
  for (const [key, name] of [
    ['serviceprovider', 'serviceProvider'],
    ['serviceuser', 'serviceUser'],
    ['time', 'time'],
    ['contentid', 'contentId'],
  ] as const) {
    if (fields.has(key)) values[name] = get(key);
  }
  odd.push(...oddities(fields, label, values));
  if (odd.length > 0) values.odd = odd;
  return { values, personal };
}

/** What does not fit the standard; described, never judged. */
function oddities(fields: Fields, label: string, values: Record<string, Fact>): string[] {
  const odd: string[] = [];
  if (!fields.has('label')) odd.push('label-missing');
  else if (!/^[123]$/.test(label)) odd.push('label-not-1-2-3');
  else if (typeof fields.get('label') === 'number') odd.push('label-as-number');
  if (label === '1' && !values.producer && !fields.has('serviceprovider'))
    odd.push('generated-without-producer');
  if (label === '1' && values.producerService === 'distribution')
    odd.push('producer-is-a-distribution-service');
  if ((label === '2' || label === '3') && !values.propagator) odd.push('platform-opinion-without-propagator');
  if ([...fields.values()].some((v) => typeof v === 'string' && /[^\x21-\x7e]/.test(v.slice(0, 1_000)))) {
    odd.push('characters-outside-the-standard');
  }
  if ([...fields.keys()].some((k) => !ANY.has(k))) odd.push('other-keys');
  return odd;
}

/** The standard allows one label per file. */
function disagreement(r: Reading) {
  const labels = r.traces.filter((t) => t.id === 'aigc.label');
  const distinct = new Set(
    labels.map((t) => `${t.values.label}|${t.values.producer}|${t.values.serviceProvider}`),
  );
  if (distinct.size < 2) return;
  trace(
    r,
    'aigc.labels-disagree',
    {
      place: labels.map((t) => t.place).join(' / '),
      offset: labels[1]!.offset,
      length: labels[1]!.length,
      raw: labels.map((t) => `${t.place}: ${t.values.label} ${t.values.producer}`).join('\n'),
    },
    {
      labels: labels.map((t) => t.values.label ?? null),
      producers: labels.map((t) => t.values.producer ?? null),
    },
  );
}
