/** CBOR (RFC 8949) as far as C2PA and COSE use it; bounded, damaged data ends the value early. */

import { ProductError } from '../../base/errors.ts';
import { u8, u16be, u32be, u64be, utf8 } from '../../formats/bytes.ts';
import { isRecord } from '../../formats/records.ts';
import { LIMITS } from '../limits.ts';

export type Cbor = string | number | boolean | null | Uint8Array | Cbor[] | CborMap;
/** Map with text keys; numeric keys (COSE headers) are written as decimal text. */
export interface CborMap {
  [key: string]: Cbor;
}

export const isMap = (v: Cbor | undefined): v is CborMap => isRecord(v) && !(v instanceof Uint8Array);

interface State {
  b: Uint8Array;
  at: number;
  left: number;
}

/** First value of the bytes; undefined where it is damaged or too large. Tags are dropped, their content stays. */
export function decodeCbor(bytes: Uint8Array): Cbor | undefined {
  const state: State = { b: bytes, at: 0, left: LIMITS.cborItems };
  try {
    return item(state, 0);
  } catch (error) {
    if (error instanceof CborDamaged) return undefined;
    throw error;
  }
}

class CborDamaged extends ProductError {
  override readonly name = 'CborDamaged';
  static {
    ProductError.register('CborDamaged', CborDamaged);
  }
}

const BREAK = Symbol('break');

function item(s: State, depth: number): Cbor {
  const v = value(s, depth);
  if (v === BREAK) throw new CborDamaged('stray break');
  return v;
}

function value(s: State, depth: number): Cbor | typeof BREAK {
  if (depth > LIMITS.depth || s.left-- <= 0 || s.at >= s.b.length) throw new CborDamaged('bounds');
  const head = u8(s.b, s.at++);
  const major = head >> 5;
  const info = head & 31;
  if (major === 7) return simple(s, info);
  const open = info === 31;
  const n = open ? 0 : argument(s, info);
  if (major === 0) return n;
  if (major === 1) return -1 - n;
  if (major === 6) return value(s, depth + 1);
  if (major === 2 || major === 3) return open ? pieces(s, depth, major) : text(s, n, major);
  if (major === 4) return list(s, depth, open ? -1 : n);
  return map(s, depth, open ? -1 : n);
}

function argument(s: State, info: number): number {
  if (info < 24) return info;
  const at = s.at;
  s.at += 1 << (info - 24);
  if (info === 24) return u8(s.b, at);
  if (info === 25) return u16be(s.b, at);
  if (info === 26) return u32be(s.b, at);
  if (info === 27) return u64be(s.b, at);
  throw new CborDamaged('reserved length');
}

function text(s: State, n: number, major: number): Cbor {
  if (n > s.b.length - s.at) throw new CborDamaged('length');
  const slice = s.b.subarray(s.at, s.at + n);
  s.at += n;
  return major === 2 ? slice : utf8(slice);
}

/** Indefinite strings: the pieces up to the break. */
function pieces(s: State, depth: number, major: number): Cbor {
  let out = '';
  const parts: Uint8Array[] = [];
  for (;;) {
    const piece = value(s, depth + 1);
    if (piece === BREAK) break;
    if (typeof piece === 'string') out += piece;
    else if (piece instanceof Uint8Array) parts.push(piece);
    else throw new CborDamaged('piece');
  }
  if (major === 3) return out;
  const whole = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const p of parts) {
    whole.set(p, at);
    at += p.length;
  }
  return whole;
}

function list(s: State, depth: number, n: number): Cbor[] {
  const out: Cbor[] = [];
  for (let i = 0; n < 0 || i < n; i++) {
    const v = value(s, depth + 1);
    if (v === BREAK) {
      if (n >= 0) throw new CborDamaged('stray break');
      break;
    }
    out.push(v);
  }
  return out;
}

function map(s: State, depth: number, n: number): CborMap {
  const out: CborMap = Object.create(null);
  for (let i = 0; n < 0 || i < n; i++) {
    const key = value(s, depth + 1);
    if (key === BREAK) {
      if (n >= 0) throw new CborDamaged('stray break');
      break;
    }
    const v = item(s, depth + 1);
    if (typeof key === 'string' || typeof key === 'number') out[String(key)] = v;
  }
  return out;
}

function simple(s: State, info: number): Cbor | typeof BREAK {
  if (info === 20) return false;
  if (info === 21) return true;
  if (info === 31) return BREAK;
  if (info < 24) return null;
  const view = new DataView(s.b.buffer, s.b.byteOffset, s.b.byteLength);
  const at = s.at;
  const size = 1 << (info - 24);
  if (info > 27 || at + size > s.b.length) throw new CborDamaged('float');
  s.at += size;
  if (info === 26) return view.getFloat32(at);
  if (info === 27) return view.getFloat64(at);
  // Half floats and simple values of one byte occur in no C2PA field that is read.
  return null;
}
