/** Canonical JSON and its hash: the same content gives the same bytes on every seat. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** JSON with object keys sorted by code unit and `undefined` members left out. Throws TypeError on cycles. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** Lower-case hex SHA-256 of bytes. Synchronous, so that it may run inside a database transaction. */
export const sha256Hex = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

/** Lower-case hex SHA-256 of the canonical JSON of a value. */
export const contentHash = (value: unknown): string => sha256Hex(utf8ToBytes(canonicalJson(value)));

/** The same of many megabytes by the browser's own code, which is several times faster; not inside a database transaction. */
export async function sha256HexAsync(bytes: Uint8Array): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)));
}
