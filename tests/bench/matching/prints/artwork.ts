/** Flat artworks drawn from a seed: what a cover, a poster, a card or a label shows, as the seller's listing has it. */
import { seeded } from '../../../../lib/match/fingerprint/pattern.ts';
import { drawn } from '../../../unit/match/pictures.ts';
import { blended, type Cover, mapped, type Rgb, softened } from '../hard/raster.ts';

/** Width to height: posters, books, square covers, cards, landscape prints. */
const SHAPES = [0.71, 0.66, 1, 0.72, 1.41, 1] as const;
const LONGEST = 900;

const rgbOf = (seed: number, width: number, height: number): Rgb => {
  const { data } = drawn(seed, width, height);
  const out = new Uint8Array(3 * width * height);
  for (let i = 0, p = 0; i < out.length; i += 3, p += 4) out.set(data.subarray(p, p + 3), i);
  return { width, height, data: out };
};

function fill(p: Rgb, x: number, y: number, w: number, h: number, colour: readonly number[]): void {
  const right = Math.min(p.width, Math.round(x + w));
  const bottom = Math.min(p.height, Math.round(y + h));
  for (let j = Math.max(0, Math.round(y)); j < bottom; j++)
    for (let i = Math.max(0, Math.round(x)); i < right; i++) p.data.set(colour, 3 * (j * p.width + i));
}

/** A line of made-up letters: upright, level and slanted strokes. */
function line(
  p: Rgb,
  x: number,
  y: number,
  w: number,
  h: number,
  ink: readonly number[],
  random: () => number,
): void {
  const stroke = Math.max(1, h / 7);
  for (let at = x; at < x + w - 0.7 * h; at += h * (random() < 0.18 ? 1.1 : 0.72)) {
    const kind = Math.floor(random() * 5);
    if (kind !== 1) fill(p, at, y, stroke, h, ink);
    if (kind !== 3) fill(p, at, y + (random() < 0.5 ? 0 : h - stroke), 0.55 * h, stroke, ink);
    if (kind > 1) fill(p, at + 0.45 * h, y + (kind === 2 ? 0 : h / 2), stroke, h / 2, ink);
    if (random() < 0.5) fill(p, at, y + h / 2 - stroke / 2, 0.5 * h, stroke, ink);
  }
}

/** The artwork of this number, 900 px on its longer side; the same number gives the same picture. */
export async function artwork(n: number): Promise<Rgb> {
  const random = seeded(n * 5077 + 11);
  for (let k = 0; k < 5; k++) random();
  const ratio = SHAPES[n % SHAPES.length]!;
  const width = Math.round(ratio < 1 ? LONGEST * ratio : LONGEST);
  const height = Math.round(ratio < 1 ? LONGEST : LONGEST / ratio);
  const dark = random() < 0.5;
  const paper = (dark ? [20, 24, 34] : [246, 244, 238]).map((v) => v + Math.floor((random() - 0.5) * 26));
  const ink = dark ? [238, 232, 214] : [26, 24, 30];
  const accent = [random() * 255, random() * 255, random() * 255];
  const page: Rgb = { width, height, data: new Uint8Array(3 * width * height) };
  fill(page, 0, 0, width, height, paper);
  const picture = rgbOf(n * 31 + 5, width, height);
  const cover: Cover = { width, height, data: new Uint8Array(width * height) };
  const style = n % 3;
  const box =
    style === 0
      ? { x: 0, y: 0, w: 1, h: 1 }
      : style === 1
        ? { x: 0.08, y: 0.1 + 0.2 * random(), w: 0.84, h: 0.45 + 0.15 * random() }
        : { x: 0.2 * random(), y: 0.25, w: 0.6 + 0.2 * random(), h: 0.7 };
  for (let y = Math.round(box.y * height); y < (box.y + box.h) * height && y < height; y++) {
    for (let x = Math.round(box.x * width); x < (box.x + box.w) * width && x < width; x++) {
      const u = (2 * (x / width - box.x)) / box.w - 1;
      const v = (2 * (y / height - box.y)) / box.h - 1;
      if (style < 2 || u * u + v * v < 1) cover.data[y * width + x] = 255;
    }
  }
  // A photograph on a cover is softer than drawn shapes are.
  const soft = mapped(picture, (v, i, k) => 0.75 * v + 0.25 * (128 + 60 * Math.sin(i / (width * 60) + k)));
  const out = blended(page, soft, await softened(cover, style === 2 ? 4 : 0.6));
  const size = height * (0.05 + 0.05 * random());
  line(out, 0.1 * width, 0.04 * height, 0.8 * width, size, accent, random);
  line(out, 0.12 * width, 0.05 * height + 1.3 * size, 0.6 * width, 0.5 * size, ink, random);
  for (let k = 0; k < 4; k++)
    line(
      out,
      0.1 * width,
      height * (0.86 + 0.028 * k),
      width * (0.4 + 0.4 * random()),
      0.016 * height,
      ink,
      random,
    );
  for (let k = 0; k < 12; k++)
    fill(out, width * (0.82 + 0.008 * k), 0.93 * height, 1 + 3 * random(), 0.045 * height, ink);
  return out;
}
