/** CRC-32 as ZIP, gzip and PNG use it (ISO 3309, reflected polynomial 0xEDB88320). */

/** Tables for four bytes at a time (Kounavis & Berry 2005, "slicing"): table k moves a byte past k further ones. */
const [T0, T1, T2, T3] = tables();

function tables(): [Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
  const first = Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const further = (table: Uint32Array): Uint32Array => table.map((c) => first[c & 0xff]! ^ (c >>> 8));
  const second = further(first);
  const third = further(second);
  return [first, second, third, further(third)];
}

/** The checksum as an unsigned 32-bit number. */
export function crc32(bytes: Uint8Array): number {
  let c = -1;
  let at = 0;
  for (const fours = bytes.length & ~3; at < fours; at += 4) {
    c ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    c = T3[c & 0xff]! ^ T2[(c >>> 8) & 0xff]! ^ T1[(c >>> 16) & 0xff]! ^ T0[c >>> 24]!;
  }
  for (; at < bytes.length; at++) c = T0[(c ^ bytes[at]!) & 0xff]! ^ (c >>> 8);
  return ~c >>> 0;
}
