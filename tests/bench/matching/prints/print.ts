/** From artwork to paper: ink, dot gain and halftone, and what happens to the sheet on its way. */
import { DAMAGES, damaged } from '../hard/damage.ts';
import { blended, type Cover, image, mapped, type Rgb, raw, softened } from '../hard/raster.ts';

/** Directions of the screens of cyan, magenta and yellow (ISO 12647-2). */
const SCREENS = [15, 75, 0].map(
  (d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)] as const,
);

/** Ink on paper: colours move towards each other, black is grey, white is the paper's, dots show where the camera nearly resolves them. */
export async function printed(art: Rgb, random: () => number): Promise<Rgb> {
  const white = [0.96 + 0.03 * random(), 0.95 + 0.03 * random(), 0.9 + 0.06 * random()];
  const black = 10 + 18 * random();
  const gain = 1.04 + 0.22 * random();
  const mix = 0.03 + 0.07 * random();
  const turn = [0, 1, 2].map(() => (random() - 0.5) * 0.08);
  const period = 2 + 3 * random();
  const dots = random() < 0.6 ? 0.02 + 0.08 * random() : 0;
  const soft = await raw(image(art).blur(0.4 + 0.4 * random()));
  return mapped(soft, (v, i, k) => {
    const o = 3 * i;
    const [a, b] = [soft.data[o + ((k + 1) % 3)]!, soft.data[o + ((k + 2) % 3)]!];
    const mixed = v * (1 - 2 * mix + turn[k]!) + a * (mix - turn[k]! / 2) + b * (mix - turn[k]! / 2);
    const t = Math.min(1, Math.max(0, mixed / 255)) ** gain;
    const x = i % art.width;
    const y = (i - x) / art.width;
    if (!dots) return black + (255 * white[k]! - black) * t;
    const [c, s] = SCREENS[k]!;
    const [p, q] = [x * c + y * s, y * c - x * s];
    const dot = Math.sin((6.28 * p) / period) * Math.sin((6.28 * q) / period);
    return black + (255 * white[k]! - black) * (t + dots * dot * 4 * t * (1 - t));
  });
}

/** Real damage of a sheet: a tear with its white edge, a crease, water, mould or a scratch, of about a tenth of the print. */
export async function harmed(print: Rgb, random: () => number): Promise<Rgb> {
  const { width, height } = print;
  const side = Math.min(width, height);
  const kind = Math.floor(random() * 5);
  if (kind < 3) {
    const place = [
      width * (0.2 + 0.6 * random()),
      height * (0.2 + 0.6 * random()),
      side * (0.1 + 0.15 * random()),
    ] as const;
    return (await damaged(print, DAMAGES[kind]!, place, print, random)).picture;
  }
  const mask: Cover = { width, height, data: new Uint8Array(width * height) };
  const across = random() < 0.5;
  const start = (across ? height : width) * (0.25 + 0.5 * random());
  const reach = kind === 3 ? (across ? width : height) * (0.15 + 0.25 * random()) : Math.max(width, height);
  let at = start;
  for (let s = 0; s < reach && s < (across ? width : height); s++) {
    at += (random() - 0.5) * (kind === 3 ? 3 : 0.4);
    const wide = kind === 3 ? 1 + 5 * (1 - s / reach) : 1.2;
    for (let d = -Math.ceil(wide); d <= wide; d++) {
      const [x, y] = across ? [s, Math.round(at + d)] : [Math.round(at + d), s];
      if (x >= 0 && y >= 0 && x < width && y < height) mask.data[y * width + x] = kind === 3 ? 255 : 150;
    }
  }
  const paper = mapped(print, () => 236);
  return blended(print, paper, await softened(mask, 0.8));
}
