/**
 * A tolerant scanner of XMP packets: no DOM, linear in the length, and not disturbed by packets that are not
 * well-formed XML (an `x:xmpmeta` closed at once, RDF outside it, `??>`, a prefix bound late or never).
 */
import { latin1, utf8 } from '../../formats/bytes.ts';
import { LIMITS } from '../limits.ts';

export interface XmpProperty {
  /** Namespace URI the prefix is bound to; empty where it is bound to none. */
  uri: string;
  prefix: string;
  name: string;
  value: string;
  /** Position and length of the value in the packet's bytes. */
  at: number;
  length: number;
  /** Number of the rdf:li it stands in, counted over the packet; 0 outside lists. */
  item: number;
}

/** Usual prefixes, for packets that use them without binding them. */
const USUAL: Record<string, string> = {
  tc260: 'http://www.tc260.org.cn/ns/AIGC/1.0/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  xap: 'http://ns.adobe.com/xap/1.0/',
  iptc4xmpext: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  dcterms: 'http://purl.org/dc/terms/',
};

interface Open {
  prefix: string;
  name: string;
  /** Where its text starts. */
  text: number;
  /** No child element so far. */
  plain: boolean;
}

/** What the scanner holds while it goes through a packet. */
interface Scan {
  bytes: Uint8Array;
  /** One character per byte, so that positions are byte positions. */
  text: string;
  out: XmpProperty[];
  uris: Map<string, string>;
  stack: Open[];
  /** Numbers of the open list items. */
  lists: number[];
  items: number;
}

const TAG = /^(?:([\w.-]*):)?([\w.-]+)/;
/** Longest tag name looked at, with its prefix. */
const TAG_NAME = 200;

/** Properties of one packet, in the order of the file. `cut`: the packet is longer than what is read. */
export function scanXmp(data: Uint8Array): { properties: XmpProperty[]; cut: boolean } {
  const bytes = data.subarray(0, LIMITS.xmpBytes);
  const s: Scan = { bytes, text: latin1(bytes), out: [], uris: new Map(), stack: [], lists: [], items: 0 };
  let at = s.text.indexOf('<');
  for (let tags = 0; at >= 0 && tags < LIMITS.xmpTags && s.out.length < LIMITS.xmpProperties; tags++) {
    at = s.text.indexOf('<', step(s, at));
  }
  // An element whose end is missing still has what follows it, up to the next tag.
  for (const tag of s.stack) {
    if (tag.plain && tag.prefix !== 'rdf' && tag.prefix !== 'x') {
      add(s, tag.prefix, tag.name, tag.text, s.text.length, 0);
    }
  }
  return { properties: s.out, cut: data.length > bytes.length };
}

/** Reads what the `<` at `open` begins. @returns where to look for the next one. */
function step(s: Scan, open: number): number {
  const second = s.text[open + 1];
  if (second === '?' || second === '!') return skipDeclaration(s.text, open);
  const closing = second === '/';
  const from = open + (closing ? 2 : 1);
  const tag = TAG.exec(s.text.slice(from, from + TAG_NAME));
  if (!tag) return open + 1;
  const close = tagEnd(s.text, from);
  if (closing) closeTag(s, tag[1] ?? '', tag[2]!, open);
  else openTag(s, tag[1] ?? '', tag[2]!, from + tag[0].length, close);
  return close + 1;
}

function openTag(s: Scan, prefix: string, name: string, from: number, close: number) {
  const attributes = readAttributes(s.text, from, close);
  for (const a of attributes) if (a.prefix === 'xmlns') s.uris.set(a.name, s.text.slice(a.from, a.to));
  const parent = s.stack.at(-1);
  if (parent) parent.plain = false;
  const listItem = prefix === 'rdf' && name === 'li';
  if (listItem) s.lists.push(++s.items);
  for (const a of attributes) attribute(s, prefix, name, a);
  if (s.text[close - 1] === '/') {
    if (listItem) s.lists.pop();
  } else if (s.stack.length < LIMITS.depth * 4) {
    s.stack.push({ prefix, name, text: close + 1, plain: true });
  }
}

/** Attributes are properties too, except those of RDF and XML; `rdf:resource` is the value of its element. */
function attribute(s: Scan, prefix: string, name: string, a: Attribute) {
  if (a.prefix === 'rdf') {
    if (a.name === 'resource' && !['rdf', 'x', ''].includes(prefix)) add(s, prefix, name, a.from, a.to);
  } else if (a.prefix !== 'xmlns' && a.prefix !== 'xml' && a.prefix !== '') {
    add(s, a.prefix, a.name, a.from, a.to);
  }
}

function closeTag(s: Scan, prefix: string, name: string, end: number) {
  const index = s.stack.findLastIndex((o) => o.prefix === prefix && o.name === name);
  if (index < 0) return;
  const tag = s.stack[index]!;
  if (tag.plain && tag.prefix !== 'rdf') add(s, tag.prefix, tag.name, tag.text, end);
  // The text of a list item belongs to the property that holds the list.
  if (tag.prefix === 'rdf' && tag.name === 'li') {
    const holder = s.stack.slice(0, index).findLast((o) => o.prefix !== 'rdf');
    if (tag.plain && holder) add(s, holder.prefix, holder.name, tag.text, end);
    s.lists.pop();
  }
  s.stack.length = index;
}

function add(s: Scan, prefix: string, name: string, from: number, to: number, item = s.lists.at(-1) ?? 0) {
  s.out.push({
    uri: s.uris.get(prefix) ?? USUAL[prefix.toLowerCase()] ?? '',
    prefix,
    name,
    value: to > from ? unescapeXml(utf8(s.bytes.subarray(from, to))) : '',
    at: from,
    length: to - from,
    item,
  });
}

/** Position of the `>` that ends the tag, quotes respected; the end of the text where there is none. */
function tagEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const close = text.indexOf('>', at);
    if (close < 0) return text.length;
    const quote = firstQuote(text, at, close);
    if (quote < 0) return close;
    const end = text.indexOf(text[quote]!, quote + 1);
    if (end < 0) return close;
    at = end + 1;
    if (at > close) continue;
  }
}

function firstQuote(text: string, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 34 || c === 39) return i;
  }
  return -1;
}

function skipDeclaration(text: string, open: number): number {
  const comment = text.startsWith('<!--', open);
  const end = text.indexOf(comment ? '-->' : '>', open + 2);
  return end < 0 ? text.length : end + (comment ? 3 : 1);
}

interface Attribute {
  prefix: string;
  name: string;
  from: number;
  to: number;
}

/** Attributes between `from` and `end`, linear: names are cut at the last `=` before each quote. */
function readAttributes(text: string, from: number, end: number): Attribute[] {
  const out: Attribute[] = [];
  let at = from;
  while (at < end && out.length < 500) {
    const equals = text.indexOf('=', at);
    if (equals < 0 || equals >= end) break;
    let quote = equals + 1;
    while (quote < end && text.charCodeAt(quote) <= 32) quote++;
    const mark = text[quote];
    if (mark !== '"' && mark !== "'") {
      at = equals + 1;
      continue;
    }
    const close = text.indexOf(mark, quote + 1);
    const to = close < 0 || close > end ? end : close;
    const name = /(?:([\w.-]+):)?([\w.-]+)\s*$/.exec(text.slice(Math.max(at, equals - 120), equals));
    if (name) out.push({ prefix: name[1] ?? '', name: name[2]!, from: quote + 1, to });
    at = to + 1;
  }
  return out;
}

const NAMED: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', apos: "'" };

/** Entities and CDATA of one value. */
export function unescapeXml(text: string): string {
  const plain = text.includes('<![CDATA[') ? text.replaceAll('<![CDATA[', '').replaceAll(']]>', '') : text;
  if (!plain.includes('&')) return plain;
  return plain.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{2,5}));/g, (whole, dec, hex, named) => {
    if (named) return NAMED[named] ?? whole;
    const code = dec ? Number(dec) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
