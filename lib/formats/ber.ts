/** BER (ITU-T X.690 §8) made into definite lengths: some programs write the outer parts of a signature in that freer form. */
import { concatBytes } from '@noble/hashes/utils.js';
import { TAG, writeNode } from './der.ts';

/** A signature nests a dozen levels. */
const DEEPEST = 40;
const CONSTRUCTED = 0x20;
/** A text of octets that is given in pieces. */
const PIECED_OCTETS = TAG.octets | CONSTRUCTED;

interface Read {
  out: Uint8Array;
  end: number;
}

function one(bytes: Uint8Array, at: number, depth: number): Read | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || depth > DEEPEST) return null;
  if (first === 0x80) {
    if ((tag & CONSTRUCTED) === 0) return null;
    const inner = many(bytes, at + 2, null, depth + 1);
    return inner && { out: put(tag, inner.parts), end: inner.end };
  }
  let length = first;
  let start = at + 2;
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 4 || start + count > bytes.length) return null;
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + (bytes[start + i] ?? 0);
    start += count;
  }
  const end = start + length;
  if (end > bytes.length) return null;
  if ((tag & CONSTRUCTED) === 0) return { out: bytes.subarray(at, end), end };
  const inner = many(bytes, start, end, depth + 1);
  if (!inner) return null;
  // What needed no change keeps its own bytes, over which signatures are taken.
  const same = inner.parts.every((part) => part.buffer === bytes.buffer) && tag !== PIECED_OCTETS;
  return { out: same ? bytes.subarray(at, end) : put(tag, inner.parts), end };
}

/** The nodes up to `end`, or up to the end mark (two zeros) where it is not known. */
function many(
  bytes: Uint8Array,
  start: number,
  end: number | null,
  depth: number,
): { parts: Uint8Array[]; end: number } | null {
  const parts: Uint8Array[] = [];
  let at = start;
  for (;;) {
    if (end !== null && at >= end) return at === end ? { parts, end } : null;
    if (end === null && bytes[at] === 0 && bytes[at + 1] === 0) return { parts, end: at + 2 };
    const next = one(bytes, at, depth);
    if (!next) return null;
    parts.push(next.out);
    at = next.end;
  }
}

const put = (tag: number, parts: Uint8Array[]): Uint8Array => {
  if (tag !== PIECED_OCTETS) return writeNode(tag, ...parts);
  return writeNode(TAG.octets, ...parts.map((part) => contentOf(part)));
};

/** Content of a node as written here or kept: behind its tag and length. */
const contentOf = (node: Uint8Array): Uint8Array => {
  const first = node[1] ?? 0;
  return node.subarray(first > 0x80 ? 2 + (first & 0x7f) : 2);
};

/** The same structure with definite lengths only; a copy without the bytes behind it. Null for what is not BER. */
export function definite(bytes: Uint8Array): Uint8Array | null {
  const read = one(bytes, 0, 0);
  return read && concatBytes(read.out);
}
