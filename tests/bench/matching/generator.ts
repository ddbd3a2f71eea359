/** Claims and honest photos made from a seed: what the bench measures besides the sample files. */
import sharp from 'sharp';
import { seeded } from '../../../lib/match/fingerprint/pattern.ts';
import type { Picture } from '../../../lib/pixels/picture.ts';
import { decoded, drawn, saved, toSharp } from '../../unit/match/pictures.ts';

export interface Negative {
  kind: string;
  /** What the seller saved. */
  known: Picture;
  /** What an honest buyer photographed. */
  photo: Picture;
}

export const NEGATIVE_KINDS = ['pack-photographed', 'same-backdrop', 'neighbour-view', 'same-logo'] as const;

/** Reads `source` through a homography given by where its corners land, over `canvas`, with light falling off across it. */
function placed(
  canvas: Picture,
  source: Picture,
  corners: [number, number][],
  light: (u: number, v: number) => number,
): Picture {
  const data = canvas.data.slice();
  const [a, b, c, d] = corners as [[number, number], [number, number], [number, number], [number, number]];
  const steps = Math.ceil(1.5 * Math.max(canvas.width, canvas.height));
  for (let j = 0; j <= steps; j++) {
    const v = j / steps;
    for (let i = 0; i <= steps; i++) {
      const u = i / steps;
      const x = (a[0] * (1 - u) + b[0] * u) * (1 - v) + (d[0] * (1 - u) + c[0] * u) * v;
      const y = (a[1] * (1 - u) + b[1] * u) * (1 - v) + (d[1] * (1 - u) + c[1] * u) * v;
      const px = Math.round(x);
      const py = Math.round(y);
      if (px < 0 || py < 0 || px >= canvas.width || py >= canvas.height) continue;
      const s =
        (Math.min(source.height - 1, Math.floor(v * source.height)) * source.width +
          Math.min(source.width - 1, Math.floor(u * source.width))) *
        4;
      const o = (py * canvas.width + px) * 4;
      const gain = light(u, v);
      for (let k = 0; k < 3; k++) data[o + k] = source.data[s + k]! * gain;
    }
  }
  return { ...canvas, data };
}

const plain = (width: number, height: number, value: number): Picture => {
  const data = new Uint8ClampedArray(width * height * 4).fill(value);
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  return { width, height, data };
};

/** Sensor noise and lens blur of a new exposure. */
async function exposed(picture: Picture, random: () => number): Promise<Picture> {
  const soft = await decoded(
    toSharp(picture)
      .blur(0.5 + random() * 0.7)
      .png(),
  );
  const data = soft.data;
  for (let i = 0; i < data.length; i += 4) {
    const n = (random() + random() + random() - 1.5) * 9;
    for (let k = 0; k < 3; k++) data[i + k] = data[i + k]! + n;
  }
  return saved(toSharp({ ...soft, data }), 75 + Math.floor(random() * 20));
}

/** One honest pair; the same seed gives the same pair. */
export async function negative(seed: number): Promise<Negative> {
  const random = seeded(seed);
  const kind = NEGATIVE_KINDS[seed % NEGATIVE_KINDS.length]!;
  const width = 720;
  const height = 560;
  const jitter = (v: number, by: number): number => v + (random() - 0.5) * 2 * by;
  const square = (m: number, by: number): [number, number][] => [
    [jitter(m, by), jitter(m, by)],
    [jitter(width - m, by), jitter(m, by)],
    [jitter(width - m, by), jitter(height - m, by)],
    [jitter(m, by), jitter(height - m, by)],
  ];
  const slope = (random() - 0.5) * 0.5;
  const glare = random();
  const lit = (u: number, v: number): number =>
    0.85 + slope * (u - 0.5) + 0.25 * Math.exp(-((u - glare) ** 2 + (v - 0.3) ** 2) * 12);
  const art = drawn(seed * 7 + 1, 480, 380);
  if (kind === 'pack-photographed') {
    const known = await saved(toSharp(placed(plain(width, height, 255), art, square(70, 4), () => 1)), 88);
    const scene = placed(drawn(seed * 7 + 2, width, height), art, square(60, 30), lit);
    return { kind, known, photo: await exposed(scene, random) };
  }
  if (kind === 'same-backdrop') {
    const wall = drawn(seed * 7 + 3, width, height);
    const other = drawn(seed * 7 + 4, 480, 380);
    const box: [number, number][] = square(110, 0);
    return {
      kind,
      known: await exposed(
        placed(wall, art, box, () => 1),
        random,
      ),
      photo: await exposed(
        placed(wall, other, square(110, 12), () => 1),
        random,
      ),
    };
  }
  if (kind === 'neighbour-view') {
    // Near things move more than far ones between two views.
    const far = drawn(seed * 7 + 5, width + 40, height + 40);
    const view = async (dx: number, dy: number): Promise<Picture> => {
      const back = await decoded(
        toSharp(far)
          .extract({ left: 20 + dx, top: 20 + dy, width, height })
          .png(),
      );
      const near = square(150, 0).map(([x, y]) => [x - 3 * dx, y - 3 * dy] as [number, number]);
      return exposed(
        placed(back, art, near, () => 1),
        random,
      );
    };
    return {
      kind,
      known: await view(0, 0),
      photo: await view(2 + Math.floor(random() * 6), Math.floor(random() * 5)),
    };
  }
  const logo = drawn(seed * 7 + 6, 200, 150);
  const corner: [number, number][] = [
    [20, 20],
    [200, 20],
    [200, 150],
    [20, 150],
  ];
  return {
    kind,
    known: await saved(toSharp(placed(drawn(seed * 7 + 1, width, height), logo, corner, () => 1)), 88),
    photo: await exposed(placed(drawn(seed * 7 + 2, width, height), logo, corner, lit), random),
  };
}

/** A drawn listing picture with a painted spot, sent as `transform` of it: the bench's own positives. */
export async function positive(seed: number): Promise<{ transform: string; known: Picture; photo: Picture }> {
  const random = seeded(seed);
  const known = drawn(seed * 11 + 3, 720, 560);
  const spoiled = { ...known, data: known.data.slice() };
  const cx = 150 + random() * 400;
  const cy = 120 + random() * 300;
  const r = 25 + random() * 50;
  for (let y = 0; y < 560; y++) {
    for (let x = 0; x < 720; x++) {
      const d = Math.hypot(x - cx, y - cy) / r;
      if (d > 1) continue;
      const o = (y * 720 + x) * 4;
      for (let k = 0; k < 3; k++)
        spoiled.data[o + k] = spoiled.data[o + k]! * (0.25 + 0.5 * d) + [30, 20, 5][k]!;
    }
  }
  const image = toSharp(spoiled);
  const made: Record<string, () => Promise<Picture>> = {
    q50: () => saved(image, 50),
    half: () => saved(image.resize(420), 75),
    crop: () => saved(image.extract({ left: 90, top: 60, width: 500, height: 400 }), 75),
    mirror: () => saved(image.flop(), 80),
    turned: () => saved(image.rotate(3, { background: '#ffffff' }), 80),
    colour: () => saved(image.modulate({ brightness: 1.12, saturation: 1.25 }), 80),
    screenshot: async () =>
      saved(
        sharp({ create: { width: 720, height: 1400, channels: 3, background: '#161616' } }).composite([
          { input: await image.resize(700).jpeg({ quality: 80 }).toBuffer(), left: 10, top: 400 },
        ]),
        75,
      ),
  };
  const names = Object.keys(made);
  const transform = names[seed % names.length]!;
  return { transform, known: await saved(toSharp(known), 90), photo: await made[transform]!() };
}
