/** Smallest files that pass for pictures: headers only, no pixels. */

const u32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);

/** A PNG signature and IHDR of the given size; `salt` makes its content differ. */
export const pngHeader = (width: number, height: number, salt = 0): Uint8Array =>
  Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...u32(13),
    ...[0x49, 0x48, 0x44, 0x52],
    ...u32(width),
    ...u32(height),
    ...[8, 6, 0, 0, 0],
    ...u32(salt),
  ]);
