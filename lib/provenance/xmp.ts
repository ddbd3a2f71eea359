/**
 * A tolerant scanner of XMP packets: no DOM, linear in the length, and not disturbed by packets that are not
 * well-formed XML (an `x:xmpmeta` closed at once, RDF outside it, `??>`, a prefix bound late or never).
 */
import { latin1, utf8 } from './bytes.ts';
import { LIMITS } from './limits.ts';

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
  /** Local name of the property that holds the list, empty outside lists. */
  of: string;
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
  plain: boolean;
}

/** Properties of one packet, in the order of the file. UTF-16 packets are read as UTF-8 first. */
export function scanXmp(data: Uint8Array): { properties: XmpProperty[]; cut: boolean } {
  const bytes = data.subarray(0, LIMITS.xmpBytes);
  const text = latin1(bytes);
  const out: XmpProperty[] = [];
  const uris = new Map<string, string>();
  const stack: Open[] = [];
  const lists: { of: string; item: number }[] = [];
  let items = 0;
  let at = 0;
  const add = (prefix: string, name: string, from: number, to: number, list = lists.at(-1)) => {
    const raw = to > from ? utf8(bytes.subarray(from, to)) : '';
    out.push({
      uri: uris.get(prefix) ?? USUAL[prefix.toLowerCase()] ?? '',
      prefix,
      name,
      value: unescapeXml(raw),
      at: from,
      length: to - from,
      item: list?.item ?? 0,
      of: list?.of ?? '',
    });
  };
  for (let tags = 0; tags < LIMITS.xmpTags && out.length < LIMITS.xmpProperties; tags++) {
    const open = text.indexOf('<', at);
    if (open < 0) break;
    const second = text[open + 1];
    if (second === '?' || second === '!') {
      at = skipDeclaration(text, open);
      continue;
    }
    const tag = second === '/' ? null : /^(?:([\w.-]*):)?([\w.-]+)/.exec(text.slice(open + 1, open + 200));
    if (second !== '/' && !tag) {
      at = open + 1;
      continue;
    }
    const close = tagEnd(text, open + 1);
    if (!tag) {
      const [, prefix = '', name = ''] =
        /^(?:([\w.-]*):)?([\w.-]+)/.exec(text.slice(open + 2, open + 200)) ?? [];
      closeTag(stack, lists, prefix, name, (tag) => add(tag.prefix, tag.name, tag.text, open));
      at = close + 1;
      continue;
    }
    const prefix = tag[1] ?? '';
    const name = tag[2]!;
    const attributes = readAttributes(text, open + 1 + tag[0].length, close);
    for (const a of attributes) if (a.prefix === 'xmlns') uris.set(a.name, text.slice(a.from, a.to));
    const selfClosed = text[close - 1] === '/';
    if (stack.length > 0) stack[stack.length - 1]!.plain = false;
    const listItem = prefix === 'rdf' && name === 'li';
    if (listItem) {
      const holder = stack.findLast((o) => o.prefix !== 'rdf');
      lists.push({ of: holder?.name ?? '', item: ++items });
    }
    for (const a of attributes) {
      const own = prefix === 'rdf' || prefix === 'x' || prefix === '';
      if (a.prefix === 'xmlns' || a.prefix === 'rdf' || a.prefix === 'xml' || a.prefix === '') {
        if (a.prefix === 'rdf' && a.name === 'resource' && !own) add(prefix, name, a.from, a.to);
        continue;
      }
      add(a.prefix, a.name, a.from, a.to);
    }
    if (selfClosed) {
      if (listItem) lists.pop();
    } else if (stack.length < LIMITS.depth * 4) {
      stack.push({ prefix, name, text: close + 1, plain: true });
    }
    at = close + 1;
  }
  // An element whose end is missing still has what follows it, up to the next tag.
  for (const tag of stack) {
    if (!tag.plain || tag.prefix === 'rdf' || tag.prefix === 'x') continue;
    add(tag.prefix, tag.name, tag.text, text.length, undefined);
  }
  return { properties: out, cut: data.length > bytes.length };
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

function closeTag(
  stack: Open[],
  lists: { of: string; item: number }[],
  prefix: string,
  name: string,
  emit: (tag: Open) => void,
) {
  const index = stack.findLastIndex((o) => o.prefix === prefix && o.name === name);
  if (index < 0) return;
  const tag = stack[index]!;
  if (tag.plain && tag.prefix !== 'rdf') emit(tag);
  // The text of a list item belongs to the property that holds the list.
  if (tag.prefix === 'rdf' && tag.name === 'li') {
    const holder = stack.slice(0, index).findLast((o) => o.prefix !== 'rdf');
    if (tag.plain && holder) emit({ ...holder, text: tag.text });
    lists.pop();
  }
  stack.length = index;
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
