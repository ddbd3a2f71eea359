/** Made-up views of one surface, flat or round, with known places: what real photos never tell. */
import { seeded } from '../../../lib/match/fingerprint/pattern.ts';
import { applyTo, fitMap, type Homography, invert } from '../../../lib/pixels/homography.ts';
import type { Picture } from '../../../lib/pixels/picture.ts';
import { decoded, toSharp } from '../../unit/match/pictures.ts';

export type Shape = 'flat' | 'round';

/** One view: where each of its pixels lies on the surface (its picture's pixels), and the way back. Null where it is not seen. */
export interface View {
  picture: Picture;
  toSurface(x: number, y: number): [number, number] | null;
  fromSurface(u: number, v: number): [number, number] | null;
}

/** Longest side of a rendered view. */
const SIDE = 1000;
/** Half the angle that a round surface's picture spans, and the least that its normal must face the camera (cosine). */
const HALF_SPAN = Math.PI / 3;
const FACING = 0.35;

type Way = Pick<View, 'toSurface' | 'fromSurface'>;
type Random = () => number;
const between = (random: Random, a: number, b: number): number => a + random() * (b - a);

/** A flat surface seen from aside: tilts up to about 40 degrees, any turn up to 25, sizes from 0.6 to 1.2. */
function flat(surface: Picture, random: Random): Way {
  const w = surface.width;
  const h = surface.height;
  const size = (between(random, 0.5, 0.85) * SIDE) / Math.max(w, h);
  const turn = between(random, -0.43, 0.43);
  const pull = (): number => between(random, -0.13, 0.13);
  const squeeze = between(random, 0.78, 1);
  const corners = [
    [-w / 2, -h / 2],
    [w / 2, -h / 2],
    [-w / 2, h / 2],
    [w / 2, h / 2],
  ];
  const cx = SIDE / 2 + between(random, -60, 60);
  const cy = SIDE / 2 + between(random, -60, 60);
  const to = corners.flatMap(([x, y]) => {
    const px = x! * size * squeeze * (1 + pull());
    const py = y! * size * (1 + pull());
    return [cx + px * Math.cos(turn) - py * Math.sin(turn), cy + px * Math.sin(turn) + py * Math.cos(turn)];
  });
  const from = corners.flatMap(([x, y]) => [x! + w / 2, y! + h / 2]);
  const map = fitMap(
    { from: Float64Array.from(from), to: Float64Array.from(to), weight: new Float64Array(4).fill(1) },
    'homography',
  ) as Homography;
  const back = invert(map) as Homography;
  return {
    toSurface: (x, y) => {
      const [u, v] = applyTo(back, x, y);
      return u >= 0 && v >= 0 && u < w && v < h ? [u, v] : null;
    },
    fromSurface: (u, v) => applyTo(map, u, v),
  };
}

/** A cylinder turned about its axis by up to 35 degrees, seen nearly from the front. */
function round(surface: Picture, random: Random): Way {
  const w = surface.width;
  const h = surface.height;
  const size = (between(random, 0.5, 0.8) * SIDE) / Math.max(w, h);
  const radius = (w * size) / (2 * HALF_SPAN);
  const spin = between(random, -0.6, 0.6);
  const turn = between(random, -0.3, 0.3);
  const squeeze = between(random, 0.85, 1);
  const cx = SIDE / 2 + between(random, -60, 60);
  const cy = SIDE / 2 + between(random, -60, 60);
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  return {
    toSurface: (x, y) => {
      const px = (x - cx) * c + (y - cy) * s;
      const py = (y - cy) * c - (x - cx) * s;
      if (Math.abs(px) >= radius) return null;
      const angle = Math.asin(px / radius);
      if (Math.cos(angle) < FACING) return null;
      const u = ((angle - spin) / HALF_SPAN + 1) * (w / 2);
      const v = py / (size * squeeze) + h / 2;
      return u >= 0 && v >= 0 && u < w && v < h ? [u, v] : null;
    },
    fromSurface: (u, v) => {
      const angle = (u / (w / 2) - 1) * HALF_SPAN + spin;
      if (Math.cos(angle) < FACING || Math.abs(angle) > Math.PI / 2) return null;
      const px = radius * Math.sin(angle);
      const py = (v - h / 2) * size * squeeze;
      return [cx + px * c - py * s, cy + px * s + py * c];
    },
  };
}

/** Renders a surface before a ground, under a light of its own, blurred, with noise, through JPEG. */
export async function view(surface: Picture, ground: Picture, shape: Shape, seed: number): Promise<View> {
  const random = seeded(seed);
  const way = shape === 'flat' ? flat(surface, random) : round(surface, random);
  const data = new Uint8ClampedArray(SIDE * SIDE * 4);
  const gain = between(random, 0.7, 1.15);
  const tint = [between(random, 0.93, 1.07), 1, between(random, 0.93, 1.07)];
  const slope = [between(random, -0.25, 0.25), between(random, -0.25, 0.25)];
  const spot = {
    x: between(random, 0, SIDE),
    y: between(random, 0, SIDE),
    r: between(random, 60, 200),
    s: random() < 0.5 ? between(random, 20, 90) : 0,
  };
  for (let y = 0, p = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++, p += 4) {
      let [r, g, b] = [0, 0, 0];
      // Four looks a pixel keep fine print from flickering.
      for (let k = 0; k < 4; k++) {
        const px = x + 0.25 + (k & 1) / 2;
        const py = y + 0.25 + (k >> 1) / 2;
        const on = way.toSurface(px, py);
        const from = on ? surface : ground;
        const u = on ? on[0] : (px * ground.width) / SIDE;
        const v = on ? on[1] : (py * ground.height) / SIDE;
        const i =
          (Math.min(from.height - 1, Math.floor(v)) * from.width + Math.min(from.width - 1, Math.floor(u))) *
          4;
        r += from.data[i]! / 4;
        g += from.data[i + 1]! / 4;
        b += from.data[i + 2]! / 4;
      }
      const light = gain * (1 + (slope[0]! * (x - SIDE / 2) + slope[1]! * (y - SIDE / 2)) / SIDE);
      const shine = spot.s * Math.exp(-((x - spot.x) ** 2 + (y - spot.y) ** 2) / (2 * spot.r * spot.r));
      const noise = (random() + random() - 1) * 7;
      data[p] = r * light * tint[0]! + shine + noise;
      data[p + 1] = g * light + shine + noise;
      data[p + 2] = b * light * tint[2]! + shine + noise;
      data[p + 3] = 255;
    }
  }
  const blur = between(random, 0.4, 1.3);
  const quality = Math.round(between(random, 68, 92));
  const bytes = await toSharp({ width: SIDE, height: SIDE, data })
    .flatten({ background: '#fff' })
    .blur(blur)
    .jpeg({ quality })
    .toBuffer();
  return { picture: await decoded(bytes), ...way };
}

export interface Damage {
  /** Middle and reach on the surface, in its pixels. */
  x: number;
  y: number;
  r: number;
}

/** Paints damage onto a surface: a crack, a stain or a tear, about `r` pixels far. */
export function damaged(surface: Picture, { x, y, r }: Damage, kind: number, seed: number): Picture {
  const random = seeded(seed);
  const data = surface.data.slice();
  const { width, height } = surface;
  const put = (px: number, py: number, size: number, colour: number[], cover: number): void => {
    for (let v = Math.max(0, Math.floor(py - size)); v <= Math.min(height - 1, py + size); v++) {
      for (let u = Math.max(0, Math.floor(px - size)); u <= Math.min(width - 1, px + size); u++) {
        if ((u - px) ** 2 + (v - py) ** 2 > size * size) continue;
        const i = (v * width + u) * 4;
        for (let k = 0; k < 3; k++) data[i + k] = data[i + k]! * (1 - cover) + colour[k]! * cover;
      }
    }
  };
  if (kind % 3 === 0) {
    for (let branch = 0; branch < 3; branch++) {
      let [px, py, a] = [x, y, random() * 6.3];
      for (let t = 0; t < r; t++) {
        a += (random() - 0.5) * 0.7;
        px += Math.cos(a);
        py += Math.sin(a);
        put(px, py, Math.max(1, r * 0.035), [25, 22, 20], 0.85);
      }
    }
  } else if (kind % 3 === 1) {
    for (let k = 0; k < 14; k++)
      put(
        x + (random() - 0.5) * r,
        y + (random() - 0.5) * r,
        r * (0.2 + random() * 0.25),
        [92, 62, 30],
        0.22,
      );
  } else {
    for (let k = -r * 0.8; k < r * 0.8; k += 1)
      put(
        x + k,
        y + Math.sin(k / 7) * 4 + (random() - 0.5) * 5,
        r * 0.09 * (1 - Math.abs(k) / r) + 1,
        [215, 190, 150],
        0.95,
      );
  }
  return { width, height, data };
}
