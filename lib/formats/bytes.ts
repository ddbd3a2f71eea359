/** Reading numbers and texts from bytes that may lie or end early: out of range reads give 0, never an exception. */

/** Longest raw value shown, in characters: enough to quote a label or a prompt, small enough to store. */
export const RAW_CHARS = 2_000;
/** Bytes shown as hex at the head of a value: two rows of a hex dump. */
export const HEX_BYTES = 32;

export const u8 = (b: Uint8Array, o: number): number => b[o] ?? 0;
export const u16be = (b: Uint8Array, o: number): number => (u8(b, o) << 8) | u8(b, o + 1);
export const u16le = (b: Uint8Array, o: number): number => u8(b, o) | (u8(b, o + 1) << 8);
export const u32be = (b: Uint8Array, o: number): number => ((u16be(b, o) << 16) | u16be(b, o + 2)) >>> 0;
export const u32le = (b: Uint8Array, o: number): number => (u16le(b, o) | (u16le(b, o + 2) << 16)) >>> 0;
/** 64 bit big-endian as a double; values above 2^53 lose their low bits, which no real offset has. */
export const u64be = (b: Uint8Array, o: number): number => u32be(b, o) * 4_294_967_296 + u32be(b, o + 4);

const UTF8 = new TextDecoder('utf-8');
const UTF8_STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LATIN1 = new TextDecoder('windows-1252');
const UTF16 = { le: new TextDecoder('utf-16le'), be: new TextDecoder('utf-16be') };

export const utf8 = (b: Uint8Array): string => UTF8.decode(b);

/** One character per byte (so that character positions are byte positions). */
export const latin1 = (b: Uint8Array): string => LATIN1.decode(b);

/** UTF-8 where the bytes are valid UTF-8, else one character per byte. */
export function utf8OrLatin1(b: Uint8Array): string {
  try {
    return UTF8_STRICT.decode(b);
  } catch {
    return LATIN1.decode(b);
  }
}

/** UTF-16 in the byte order that a BOM or the zero bytes show, else the `fallback`. */
export function utf16(b: Uint8Array, fallback: 'le' | 'be'): string {
  if (u8(b, 0) === 0xfe && u8(b, 1) === 0xff) return UTF16.be.decode(b.subarray(2));
  if (u8(b, 0) === 0xff && u8(b, 1) === 0xfe) return UTF16.le.decode(b.subarray(2));
  const zero = zeroBytes(b);
  const order = zero.even > zero.odd * 2 ? 'be' : zero.odd > zero.even * 2 ? 'le' : fallback;
  return UTF16[order].decode(b.length % 2 ? b.subarray(0, b.length - 1) : b);
}

/** Does it look like UTF-16 of mostly Latin text: every second byte zero? */
export function looksUtf16(b: Uint8Array): boolean {
  if (b.length < 8) return false;
  const zero = zeroBytes(b);
  const half = Math.min(b.length, 512) / 2;
  return Math.max(zero.even, zero.odd) > half * 0.6 && Math.min(zero.even, zero.odd) < half * 0.2;
}

function zeroBytes(b: Uint8Array): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  const n = Math.min(b.length, 512);
  for (let i = 0; i < n; i++) {
    if (b[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  return { even, odd };
}

/** Four letters at `o`. */
export const fourcc = (b: Uint8Array, o: number): string =>
  String.fromCharCode(u8(b, o), u8(b, o + 1), u8(b, o + 2), u8(b, o + 3));

/** Do the bytes at `o` spell the ASCII `text`? */
export function startsWith(b: Uint8Array, o: number, text: string): boolean {
  if (o < 0 || o + text.length > b.length) return false;
  for (let i = 0; i < text.length; i++) if (b[o + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** First position of the ASCII `text` in [from, to), or -1. */
export function findAscii(b: Uint8Array, text: string, from = 0, to = b.length): number {
  const first = text.charCodeAt(0);
  const last = Math.min(to, b.length) - text.length;
  for (let at = b.indexOf(first, from); at >= 0 && at <= last; at = b.indexOf(first, at + 1)) {
    if (startsWith(b, at, text)) return at;
  }
  return -1;
}

/** Control and format characters (bidirectional overrides above all) become a middle dot: the text is shown to people. */
const CONTROL = /(?![\n\t])[\p{Cc}\p{Cf}]/gu;

/** A text cut to `max` characters, without control characters, trailing NULs and blanks. */
export function shown(text: string, max: number = RAW_CHARS): string {
  const cut = text.length > max ? text.slice(0, max) : text;
  return trimEnd(cut).replace(CONTROL, '·');
}

/** Without trailing NULs and blanks; a loop, since a regular expression is quadratic on long runs of blanks. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) <= 32) end--;
  return end === text.length ? text : text.slice(0, end);
}

/** Hex of the first bytes at `offset`, in pairs: `7b 22 4c …`. */
export function hexAt(b: Uint8Array, offset: number, length: number): string {
  if (offset < 0) return '';
  const end = Math.min(b.length, offset + Math.min(length, HEX_BYTES));
  let out = '';
  for (let i = offset; i < end; i++) out += (i > offset ? ' ' : '') + u8(b, i).toString(16).padStart(2, '0');
  return out;
}
