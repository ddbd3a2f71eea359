/** Rows as bytes and back, losslessly: JSON with byte arrays kept apart, so that pictures do not swell. */
import { isRecord } from '../../formats/records.ts';

/** One row of one table. */
export interface TableRow {
  table: string;
  row: Record<string, unknown>;
}

const utf8 = new TextEncoder();
/** A member name that no row uses: marks the place of a byte array in the JSON. */
const MARK = '\u0000bytes';

/** `[u32 JSON length][u32 number of arrays][u32 length of each][JSON][arrays]`, little-endian. */
export function encodeRow({ table, row }: TableRow): Uint8Array<ArrayBuffer> {
  const arrays: Uint8Array[] = [];
  const text = JSON.stringify([table, row], (_name, value: unknown) => {
    if (value instanceof Uint8Array) return { [MARK]: arrays.push(value) - 1 };
    return value;
  });
  const jsonBytes = utf8.encode(text);
  const head = new Uint8Array(8 + 4 * arrays.length);
  const view = new DataView(head.buffer);
  view.setUint32(0, jsonBytes.length, true);
  view.setUint32(4, arrays.length, true);
  for (const [i, array] of arrays.entries()) view.setUint32(8 + 4 * i, array.length, true);
  const out = new Uint8Array(head.length + jsonBytes.length + arrays.reduce((sum, a) => sum + a.length, 0));
  out.set(head);
  out.set(jsonBytes, head.length);
  let at = head.length + jsonBytes.length;
  for (const array of arrays) {
    out.set(array, at);
    at += array.length;
  }
  return out;
}

/** The inverse, over a buffer that holds whole rows one after another. Throws RangeError on anything else. */
export function* decodeRows(bytes: Uint8Array): Generator<TableRow> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    if (at + 8 > bytes.length) throw new RangeError('row cut off');
    const jsonLength = view.getUint32(at, true);
    const count = view.getUint32(at + 4, true);
    let next = at + 8 + 4 * count;
    if (next + jsonLength > bytes.length) throw new RangeError('row cut off');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(next, next + jsonLength));
    next += jsonLength;
    const arrays: Uint8Array<ArrayBuffer>[] = [];
    for (let i = 0; i < count; i += 1) {
      const length = view.getUint32(at + 8 + 4 * i, true);
      if (next + length > bytes.length) throw new RangeError('row cut off');
      arrays.push(new Uint8Array(bytes.subarray(next, next + length)));
      next += length;
    }
    const value = JSON.parse(text, (_name, member: unknown) =>
      isMark(member) ? arrays[member[MARK]] : member,
    ) as unknown;
    if (!Array.isArray(value) || typeof value[0] !== 'string' || !isRecord(value[1]))
      throw new RangeError('not a row');
    yield { table: value[0], row: value[1] };
    at = next;
  }
}

const isMark = (value: unknown): value is { [MARK]: number } =>
  isRecord(value) && typeof value[MARK] === 'number' && Object.keys(value).length === 1;
