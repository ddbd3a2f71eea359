/** Filters that phones and apps put over a whole picture: none of them changes what it shows. */
import { image, mapped, pixels, type Rgb } from './raster.ts';

export const FILTERS = ['beauty', 'hdr', 'clahe', 'sharpen', 'denoise', 'p3', 'film', 'warm'] as const;
export type Filter = (typeof FILTERS)[number];

const luma = (p: Rgb, i: number): number =>
  0.299 * p.data[i * 3]! + 0.587 * p.data[i * 3 + 1]! + 0.114 * p.data[i * 3 + 2]!;

/** `strength` 0..1. */
export async function filtered(p: Rgb, kind: Filter, strength: number): Promise<Rgb> {
  const s = strength;
  switch (kind) {
    case 'beauty': {
      // Smooths where neighbours are alike, keeps strong edges, lifts and warms the middle tones.
      const smooth = await pixels(image(p).blur(2 + 4 * s));
      const edges = await pixels(image(p).median(5));
      return mapped(p, (v, i, k) => {
        const apart = Math.abs(v - smooth.data[i * 3 + k]!);
        const w = Math.exp(-((apart / (10 + 10 * s)) ** 2)) * (0.6 + 0.35 * s);
        const flat = v * (1 - w) + (0.5 * smooth.data[i * 3 + k]! + 0.5 * edges.data[i * 3 + k]!) * w;
        return flat + 22 * s * Math.sin((flat / 255) * Math.PI) + [5, 1, -3][k]! * s;
      });
    }
    case 'hdr': {
      // Base compressed, detail raised: local tone mapping.
      const base = await pixels(image(p).blur(Math.max(8, p.width / 28)));
      return mapped(p, (v, i, k) => {
        const b = luma(base, i);
        const squeezed = 128 + (b - 128) * (1 - 0.45 * s);
        const grey = luma(p, i);
        const target = squeezed + (grey - b) * (1 + 0.9 * s);
        return 128 + (v * ((target + 4) / (grey + 4)) - 128) * (1 + 0.02 * k * s);
      });
    }
    case 'clahe':
      return pixels(
        image(p).clahe({
          width: Math.round(p.width / 6),
          height: Math.round(p.height / 6),
          maxSlope: 2 + Math.round(2 * s),
        }),
      );
    case 'sharpen':
      return pixels(image(p).sharpen({ sigma: 1 + s, m1: 1 + 1.5 * s, m2: 2 + 3 * s }));
    case 'denoise':
      return pixels(
        image(p)
          .median(s > 0.5 ? 5 : 3)
          .blur(0.5 + 0.5 * s),
      );
    case 'p3':
      // A wide-gamut picture whose profile was dropped: colours move towards grey by the matrix from sRGB to Display P3.
      return mapped(p, (_, i, k) => {
        const lin = [0, 1, 2].map((c) => (p.data[i * 3 + c]! / 255) ** 2.2);
        const m = [
          [0.8225, 0.1774, 0],
          [0.0332, 0.9669, 0],
          [0.0171, 0.0724, 0.9108],
        ][k]!;
        return 255 * (m[0]! * lin[0]! + m[1]! * lin[1]! + m[2]! * lin[2]!) ** (1 / 2.2);
      });
    case 'film':
      // A cross-processed look with a vignette.
      return mapped(p, (v, i, k) => {
        const x = (i % p.width) / p.width - 0.5;
        const y = ((i / p.width) | 0) / p.height - 0.5;
        const t = v / 255;
        const curve = [t * t * (3 - 2 * t), t, 0.12 + 0.76 * t][k]!;
        return 255 * (t + (curve - t) * s) * (1 - 0.9 * s * (x * x + y * y));
      });
    case 'warm':
      return mapped(p, (v, _, k) => v * [1 + 0.12 * s, 1 + 0.03 * s, 1 - 0.14 * s][k]! + 14 * s);
  }
}
