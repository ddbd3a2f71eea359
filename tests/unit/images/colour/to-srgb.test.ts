import { describe, expect, it } from 'vitest';
import type { Colour } from '../../../../lib/images/colour/colour.ts';
import { toSrgb } from '../../../../lib/images/colour/to-srgb.ts';

function shown(rgb: [number, number, number], colour: Colour | null): number[] {
  const data = new Uint8ClampedArray([...rgb, 77]);
  toSrgb(data, colour);
  return [...data];
}
const codes = (primaries: number, transfer: number): Colour => ({ kind: 'nclx', primaries, transfer });

/** A profile of a header, a tag table and the given tags. */
function profile(space: string, tags: Record<string, Uint8Array>): Uint8Array {
  const names = Object.keys(tags);
  const from = 132 + names.length * 12;
  const total = from + names.reduce((n, name) => n + tags[name]!.length, 0);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) => bytes.set(new TextEncoder().encode(value), at);
  text(16, space);
  text(20, 'XYZ ');
  text(36, 'acsp');
  view.setUint32(128, names.length);
  let at = from;
  names.forEach((name, i) => {
    text(132 + i * 12, name);
    view.setUint32(136 + i * 12, at);
    view.setUint32(140 + i * 12, tags[name]!.length);
    bytes.set(tags[name]!, at);
    at += tags[name]!.length;
  });
  return bytes;
}

function numbers(kind: string, values: number[], head = 8): Uint8Array {
  const bytes = new Uint8Array(head + values.length * 4);
  bytes.set(new TextEncoder().encode(kind));
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setInt32(head + i * 4, Math.round(value * 65_536));
  return bytes;
}

const xyz = (...v: number[]) => numbers('XYZ ', v);
/** The sRGB curve as `para` of kind 3. */
const curve = (() => {
  const bytes = numbers('para', [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045], 12);
  bytes[9] = 3;
  return bytes;
})();
const curves = { rTRC: curve, gTRC: curve, bTRC: curve };
const SRGB = profile('RGB ', {
  ...curves,
  rXYZ: xyz(0.4360747, 0.2225045, 0.0139322),
  gXYZ: xyz(0.3850649, 0.7168786, 0.0971045),
  bXYZ: xyz(0.1430804, 0.0606169, 0.7141733),
});
const P3 = profile('RGB ', {
  ...curves,
  rXYZ: xyz(0.515102, 0.241182, -0.00105),
  gXYZ: xyz(0.291965, 0.692236, 0.041882),
  bXYZ: xyz(0.157153, 0.066582, 0.784378),
});

describe('toSrgb', () => {
  it.each([
    ['nothing declared', null],
    ['sRGB code points', codes(1, 13)],
    ['BT.709', codes(1, 1)],
    ['unspecified', codes(2, 2)],
    ['an sRGB profile', { kind: 'icc', profile: SRGB } as Colour],
    ['a damaged profile', { kind: 'icc', profile: SRGB.subarray(0, 140) } as Colour],
    ['no profile at all', { kind: 'icc', profile: new Uint8Array(3) } as Colour],
  ])('%s: every number stays', (_, colour) =>
    expect(shown([200, 30, 90], colour)).toEqual([200, 30, 90, 77]),
  );

  it.each([
    ['code points', codes(12, 13)],
    ['a profile', { kind: 'icc', profile: P3 } as Colour],
  ])('Display P3 by %s: the sRGB red comes back, greys stay', (_, colour) => {
    const [r = 0, g = 0, b = 0] = shown([234, 51, 35], colour);
    expect(r).toBeGreaterThan(252);
    expect(Math.max(g, b)).toBeLessThan(6);
    for (const v of [0, 17, 128, 255])
      for (const channel of shown([v, v, v], colour).slice(0, 3))
        expect(Math.abs(channel - v)).toBeLessThan(2);
  });

  it('grey profiles with a gamma of their own', () => {
    const gamma = new Uint8Array(14);
    gamma.set(new TextEncoder().encode('curv'));
    gamma[11] = 1;
    gamma.set([1, 0], 12); // 1.0 in 8.8 bits: linear light
    const [v = 0] = shown([55, 55, 55], { kind: 'icc', profile: profile('GRAY', { kTRC: gamma }) });
    expect(Math.abs(v - 128)).toBeLessThan(4);
  });

  it('HDR: white of 203 cd/m² is nearly white, brighter light stays below pure white in order', () => {
    // PQ signal 0.58 is 203 cd/m² (ITU-R BT.2408), 0.75 about 1,000.
    const [white = 0] = shown([148, 148, 148], codes(9, 16));
    const [bright = 0] = shown([191, 191, 191], codes(9, 16));
    expect(white).toBeGreaterThan(225);
    expect(bright).toBeGreaterThan(white);
  });
});
