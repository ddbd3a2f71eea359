/** Picture addresses in a cell. What separates two of them is decided by where the next one begins, since they may hold any sign. */
import * as v from 'valibot';
import { HttpsUrl } from '../../claims/model.ts';

const BEGIN = /https?:\/\//gi;
/** An address without scheme begins a cell or follows a separator. */
const BARE_BEGIN = /(^|[\s,;|"'，；、(<])\/\/(?=[\w-]+(\.[\w-]+)+\/)/g;
const ENDING = String.raw`\.(?:jpe?g|jfif|png|webp|gif|bmp|avif|hei[cf]|tiff?)`;
/** Up to the last picture ending that is followed by a separator, a bracket or the end. */
const TO_ENDING = new RegExp(String.raw`^.*${ENDING}(?=$|::|[\s,;|^(){}[\]，；、。：（）】」』])`, 'is');

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** `&amp;` and its like, as HTML writes them into addresses. */
const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[\da-f]{1,5});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
  });

/** One address with whatever stood between it and the next. */
function trimmed(piece: string): string {
  // No address goes on in another line, behind a quote or a tag.
  const line = piece.split(/[\r\n\t"<>]/)[0] ?? '';
  const ended = TO_ENDING.exec(line)?.[0];
  if (ended) return ended;
  // Without an ending a blank ends it: what follows is text.
  return (line.split(/\s/)[0] ?? '').replace(/(\[\/?\w+\]|::|[,;|^，；、。)'\]}])+$/, '');
}

/** https addresses in a cell, in order, each once; `//host/…` and `http:` are completed. Works with international hosts and paths. */
export function addressesIn(cell: string): string[] {
  // JSON may write a slash with another one before it.
  const text = unescaped(cell).replace(/\\\//g, '/').replace(BARE_BEGIN, '$1https://');
  const starts: number[] = [];
  for (const { index } of text.matchAll(BEGIN)) {
    // An address inside another, as some image services have it (`https://cdn/fetch/https://…`), is part of it.
    const inside = /^\S*[/=?&%]$/.test(text.slice(starts.at(-1) ?? index, index).replace(/["'<>|]/g, ' '));
    if (!inside || starts.length === 0) starts.push(index);
  }
  const found = starts.map((start, i) => trimmed(text.slice(start, starts[i + 1])));
  const out = new Set<string>();
  for (const address of found) {
    try {
      const url = new URL(address.replace(/^http:/i, 'https:'));
      // A name and password in an address are nobody's business here, and no browser would send them.
      url.username = '';
      url.password = '';
      if (v.is(HttpsUrl, url.href)) out.add(url.href);
    } catch {
      // `https://` alone, or a host that cannot be one.
    }
  }
  return [...out];
}
