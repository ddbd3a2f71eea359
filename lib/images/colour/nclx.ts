/** Colours by the code points of ITU-T H.273: primaries and transfer characteristics. */
import type { Rendering } from './colour.ts';
import { product } from './matrix.ts';

/**
 * Linear light of a set of primaries with white D65 → linear sRGB, from the primaries' chromaticities in H.273 table 2.
 * 1 = sRGB and BT.709, 5 = BT.601 (625 lines), 6 and 7 = BT.601 (525 lines), 9 = BT.2020, 12 = Display P3.
 */
const TO_SRGB: Record<number, number[]> = {
  5: [1.0440432, -0.0440432, 0, 0, 1, 0, 0, 0.0117936, 0.9882064],
  6: [0.9395421, 0.0501813, 0.0102766, 0.0177722, 0.9657929, 0.0164349, -0.0016216, -0.0043698, 1.0059915],
  7: [0.9395421, 0.0501813, 0.0102766, 0.0177722, 0.9657929, 0.0164349, -0.0016216, -0.0043698, 1.0059915],
  9: [1.660491, -0.5876411, -0.0728499, -0.1245505, 1.1328999, -0.0083494, -0.0181508, -0.1005789, 1.1187297],
  12: [1.2249402, -0.2249402, 0, -0.0420569, 1.0420569, 0, -0.0196376, -0.0786361, 1.0982736],
};
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1];

const srgb = (x: number): number => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);

/** Light of diffuse white in HDR pictures, cd/m² (ITU-R BT.2408). */
const WHITE = 203;

/** SMPTE ST 2084: signal 0..1 → light as a share of diffuse white. */
function pq(x: number): number {
  const [m1, m2, c1, c2, c3] = [2610 / 16384, 78.84375, 0.8359375, 18.8515625, 18.6875];
  const e = x ** (1 / m2);
  return (10_000 * (Math.max(0, e - c1) / (c2 - c3 * e)) ** (1 / m1)) / WHITE;
}

/** ITU-R BT.2100 hybrid log-gamma on a display of 1,000 cd/m² (system gamma 1.2, taken a channel at a time). */
function hlg(x: number): number {
  const [a, b, c] = [0.17883277, 0.28466892, 0.55991073];
  const scene = x <= 0.5 ? (x * x) / 3 : (Math.exp((x - c) / a) + b) / 12;
  return (1_000 * scene ** 1.2) / WHITE;
}

/**
 * Linear light by transfer characteristics. BT.709, BT.601 and BT.2020 are read as sRGB, as browsers read them: their own curve
 * describes cameras, and the pictures are made for the same screens.
 */
const CURVES: Record<number, (x: number) => number> = {
  4: (x) => x ** 2.2,
  5: (x) => x ** 2.8,
  8: (x) => x,
  16: pq,
  17: (x) => x ** 2.6,
  18: hlg,
};

/** The rendering of a pair of code points; unknown and unspecified ones count as sRGB. */
export function renderingOfCodes(primaries: number, transfer: number): Rendering {
  const curve = CURVES[transfer] ?? srgb;
  const one = Float32Array.from({ length: 256 }, (_, i) => curve(i / 255));
  return { curves: [one, one, one], matrix: product(TO_SRGB[primaries] ?? IDENTITY, IDENTITY) };
}
