/** Brings pixels from declared colours to sRGB, in place. */
import type { Colour, Rendering } from './colour.ts';
import { renderingOfProfile } from './icc.ts';
import { renderingOfCodes } from './nclx.ts';

/** Steps of the table from linear light to sRGB: the curve's steepest part rises 3,295 steps of 255 per unit. */
const STEPS = 8_192;

/** Light above this share of white is pressed together rather than cut off, so that highlights of HDR pictures keep their drawing. */
const KNEE = 0.8;

const encode = (x: number): number => 255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055);

const ENCODED = Uint8Array.from({ length: STEPS + 1 }, (_, i) => Math.round(encode(i / STEPS)));

const pressed = (x: number): number =>
  x <= KNEE ? x : KNEE + (1 - KNEE) * (1 - Math.exp(-(x - KNEE) / (1 - KNEE)));

/** Largest change of any of 9³ colours over the whole range, in steps of 255. */
function effect(convert: (data: Uint8ClampedArray) => void): number {
  const data = new Uint8ClampedArray(9 * 9 * 9 * 4);
  for (let i = 0; i < 729; i++) {
    data[i * 4] = ((i % 9) * 255) / 8;
    data[i * 4 + 1] = ((Math.floor(i / 9) % 9) * 255) / 8;
    data[i * 4 + 2] = (Math.floor(i / 81) * 255) / 8;
  }
  const before = data.slice();
  convert(data);
  return data.reduce((most, value, i) => Math.max(most, Math.abs(value - before[i]!)), 0);
}

function apply(data: Uint8ClampedArray, { curves: [red, green, blue], matrix: m }: Rendering): void {
  const bright = Math.max(red[255]!, green[255]!, blue[255]!) > 1.001;
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = m as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const out = (x: number): number =>
    ENCODED[Math.round(STEPS * Math.min(1, Math.max(0, bright ? pressed(x) : x)))]!;
  for (let p = 0; p < data.length; p += 4) {
    const r = red[data[p]!]!;
    const g = green[data[p + 1]!]!;
    const b = blue[data[p + 2]!]!;
    data[p] = out(m0 * r + m1 * g + m2 * b);
    data[p + 1] = out(m3 * r + m4 * g + m5 * b);
    data[p + 2] = out(m6 * r + m7 * g + m8 * b);
  }
}

/** Renderings that change nothing by more than this are left out: sRGB profiles differ in their last digits. */
const NOTHING = 2;

/**
 * Converts RGBA pixels to sRGB in place; alpha stays. Colours outside sRGB are clipped channel by channel, as browsers do.
 * @param colour what the file declares; null (nothing) is sRGB
 */
export function toSrgb(data: Uint8ClampedArray, colour: Colour | null): void {
  if (!colour) return;
  const rendering =
    colour.kind === 'icc'
      ? renderingOfProfile(colour.profile)
      : renderingOfCodes(colour.primaries, colour.transfer);
  if (rendering && effect((probe) => apply(probe, rendering)) > NOTHING) apply(data, rendering);
}
