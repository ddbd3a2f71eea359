/** Mean difference of two RGBA pixel arrays of one size over the colour channels, in steps of 255. */
export function meanDifference(a: Uint8ClampedArray | Uint8Array, b: Uint8ClampedArray | Uint8Array): number {
  if (a.length !== b.length) throw new Error(`${a.length} and ${b.length} bytes are no twins`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) if (i % 4 !== 3) sum += Math.abs(a[i]! - b[i]!);
  return sum / (a.length * 0.75);
}
