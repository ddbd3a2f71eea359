/** Tags of XML and of HTML as spreadsheet programs write it: a walk from tag to tag that no damage can stop. */

export interface Tag {
  /** Lower case, without namespace prefix. */
  name: string;
  /** As written, between the name and the end of the tag. */
  attributes: string;
  kind: 'open' | 'close' | 'empty';
  /** Where the tag begins and where its content does, in characters. */
  start: number;
  end: number;
}

/** Every tag in order; comments, declarations and instructions are passed over. */
export function* tags(markup: string): Generator<Tag> {
  let at = 0;
  for (;;) {
    const start = markup.indexOf('<', at);
    if (start < 0) return;
    if (markup.startsWith('<!--', start)) {
      const end = markup.indexOf('-->', start + 4);
      if (end < 0) return;
      at = end + 3;
      continue;
    }
    if (markup.startsWith('<![CDATA[', start)) {
      const end = markup.indexOf(']]>', start);
      if (end < 0) return;
      at = end + 3;
      continue;
    }
    // A sign `>` may stand in a quoted value.
    let end = start + 1;
    let quote = '';
    while (end < markup.length) {
      const sign = markup[end]!;
      if (quote) {
        if (sign === quote) quote = '';
      } else if (sign === '"' || sign === "'") quote = sign;
      else if (sign === '>') break;
      end += 1;
    }
    if (end >= markup.length) return;
    at = end + 1;
    const body = markup.slice(start + 1, end);
    const match = /^(\/?)(?:[\w.-]+:)?([\w.-]+)([\s\S]*?)(\/?)$/.exec(body);
    if (!match) continue;
    const kind = match[1] ? 'close' : match[4] ? 'empty' : 'open';
    yield { name: (match[2] ?? '').toLowerCase(), attributes: match[3] ?? '', kind, start, end: at };
  }
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Text without its entities and tags. */
export function plainText(markup: string): string {
  return markup
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, inner: string) =>
      inner.replace(/&/g, '&amp;').replace(/</g, '&lt;'),
    )
    .replace(/<[^>]*>/g, '')
    .replace(/&(\w{2,6}|#\d{1,7}|#x[\da-f]{1,6});/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole;
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code > 0 && code < 0x110000 && (code < 0xd800 || code > 0xdfff)
        ? String.fromCodePoint(code)
        : '';
    });
}

const forms = new Map<string, RegExp>();

/** An attribute's value, by its name without prefix; null without it. */
export function attribute(attributes: string, name: string): string | null {
  let form = forms.get(name);
  if (!form) {
    form = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i');
    forms.set(name, form);
  }
  const found = form.exec(attributes);
  return found ? plainText(found[1] ?? found[2] ?? found[3] ?? '') : null;
}
