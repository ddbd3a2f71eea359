/** As much DER (ITU-T X.690) as a timestamp request and its answer need: definite lengths, bounded everywhere. */

export interface Node {
  tag: number;
  /** Content octets. */
  content: Uint8Array;
  /** Offset just behind the node in what was read. */
  end: number;
}

/** One TLV at `at`; null when it is cut off, longer than the input, or uses a form that DER forbids. */
export function readNode(bytes: Uint8Array, at = 0): Node | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  // Multi-byte tags (low five bits all set) stand in none of the structures read here.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4 || start + count > bytes.length) return null;
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + (bytes[start + i] ?? 0);
    start += count;
  }
  const end = start + length;
  return end > bytes.length ? null : { tag, content: bytes.subarray(start, end), end };
}

/** The children of a constructed node; null when they do not fill it exactly. At most 1 000. */
export function children(content: Uint8Array): Node[] | null {
  const nodes: Node[] = [];
  let at = 0;
  while (at < content.length) {
    const node = readNode(content, at);
    if (!node || nodes.length >= 1_000) return null;
    nodes.push(node);
    at = node.end;
  }
  return nodes;
}

/** One TLV from its content parts, of less than 16 MB. */
export function writeNode(tag: number, ...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : length < 0x10000
          ? [tag, 0x82, length >> 8, length & 0xff]
          : [tag, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
  const out = new Uint8Array(head.length + length);
  out.set(head);
  let at = head.length;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  nothing: 0x05,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
  time: 0x18,
  context0: 0xa0,
} as const;
