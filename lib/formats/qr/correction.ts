/** Reed-Solomon check bytes of QR codes, over GF(256) with the polynomial x⁸+x⁴+x³+x²+1 (ISO/IEC 18004, 7.5). */

function product(a: number, b: number): number {
  let out = 0;
  for (let i = 7; i >= 0; i -= 1) {
    out = (out << 1) ^ ((out >>> 7) * 0x11d);
    if ((b >>> i) & 1) out ^= a;
  }
  return out;
}

/** Coefficients of the generator of a degree, the highest (1) left out. */
function generator(degree: number): Uint8Array {
  const out = new Uint8Array(degree);
  out[degree - 1] = 1;
  let root = 1;
  for (let i = 0; i < degree; i += 1) {
    for (let j = 0; j < degree; j += 1) out[j] = product(out[j]!, root) ^ (out[j + 1] ?? 0);
    root = product(root, 2);
  }
  return out;
}

function checkBytes(data: Uint8Array, divisor: Uint8Array): Uint8Array {
  const rest = new Uint8Array(divisor.length);
  for (const byte of data) {
    const factor = byte ^ rest[0]!;
    rest.copyWithin(0, 1);
    rest[rest.length - 1] = 0;
    for (const [i, coefficient] of divisor.entries()) rest[i] = rest[i]! ^ product(coefficient, factor);
  }
  return rest;
}

/**
 * Data in blocks, each with its check bytes, all woven into one another as they are drawn.
 * @param total bytes of the whole; the first blocks are one byte shorter where it does not divide
 */
export function withCorrection(data: Uint8Array, total: number, check: number, blocks: number): Uint8Array {
  const divisor = generator(check);
  const shorter = blocks - (total % blocks);
  const least = Math.floor(total / blocks) - check;
  const parts: { data: Uint8Array; check: Uint8Array }[] = [];
  for (let at = 0, i = 0; i < blocks; i += 1) {
    const part = data.subarray(at, at + least + (i < shorter ? 0 : 1));
    at += part.length;
    parts.push({ data: part, check: checkBytes(part, divisor) });
  }
  const out: number[] = [];
  for (let i = 0; i <= least; i += 1)
    for (const part of parts) if (i < part.data.length) out.push(part.data[i]!);
  for (let i = 0; i < check; i += 1) for (const part of parts) out.push(part.check[i]!);
  return Uint8Array.from(out);
}
