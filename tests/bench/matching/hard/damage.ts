/** Painted damage: what a dishonest buyer adds to a listing picture. */
import sharp from 'sharp';
import { blended, type Cover, fitted, image, pixels, type Rgb, softened } from './raster.ts';

export const DAMAGES = ['crack', 'stain', 'mould', 'splice'] as const;
export type Damage = (typeof DAMAGES)[number];

const svg = (p: Rgb, inner: string): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${p.width}" height="${p.height}">${inner}</svg>`,
  );

/** The picture with damage around (cx, cy), of about `size` pixels, and where it is. */
export async function damaged(
  p: Rgb,
  kind: Damage,
  [cx, cy, size]: readonly [number, number, number],
  other: Rgb,
  random: () => number,
): Promise<{ picture: Rgb; mask: Cover }> {
  let shape = '';
  if (kind === 'crack') {
    for (let b = 0; b < 3; b++) {
      let x = cx;
      let y = cy;
      let turn = random() * 6.3;
      let path = `M${x} ${y}`;
      for (let k = 0; k < 7; k++) {
        turn += (random() - 0.5) * 1.4;
        x += (Math.cos(turn) * size) / 7;
        y += (Math.sin(turn) * size) / 7;
        path += `L${x.toFixed(1)} ${y.toFixed(1)}`;
      }
      shape += `<path d="${path}" fill="none" stroke="#fff" stroke-linejoin="round" stroke-width="${(Math.max(p.width, p.height) / 1024) * (2 + random() * 3)}"/>`;
    }
  } else if (kind === 'mould') {
    for (let k = 0; k < 26; k++) {
      const r = size * (0.02 + 0.09 * random() ** 2);
      const d = 0.6 * size * Math.sqrt(random());
      const t = random() * 6.3;
      shape += `<circle cx="${cx + d * Math.cos(t)}" cy="${cy + d * Math.sin(t)}" r="${r}" fill="#fff"/>`;
    }
  } else {
    const points = Array.from({ length: 10 }, (_, k) => {
      const r = size * (0.38 + 0.25 * random());
      return `${(cx + r * Math.cos(k * 0.628)).toFixed(1)},${(cy + 0.8 * r * Math.sin(k * 0.628)).toFixed(1)}`;
    });
    shape = `<polygon points="${points.join(' ')}" fill="#fff"/>`;
  }
  const flat = await sharp(svg(p, `<rect width="100%" height="100%" fill="#000"/>${shape}`))
    .removeAlpha()
    .extractChannel(0)
    .raw()
    .toBuffer();
  const mask: Cover = { width: p.width, height: p.height, data: new Uint8Array(flat) };
  const soft = await softened(mask, kind === 'stain' ? Math.max(2, size / 12) : 0.8);
  const paint =
    kind === 'splice'
      ? await fitted(other, p.width, p.height)
      : await pixels(
          image(p).linear(
            kind === 'crack' ? [0.25, 0.23, 0.22] : kind === 'stain' ? [0.62, 0.5, 0.34] : [0.4, 0.46, 0.38],
            kind === 'mould' ? [30, 40, 32] : [8, 6, 4],
          ),
        );
  return { picture: blended(p, paint, soft), mask };
}
