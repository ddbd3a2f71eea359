/** A phone over a sheet of paper: pose, lens, curl, light, gloss, sensor and the phone's own processing. */
import { fromQuad, image, mapped, type Rgb, raw, warped } from '../hard/raster.ts';

/** How the sheet lies and is held under the camera; angles in radians, lengths in widths of the frame. */
export interface Shot {
  /** Tilt to the side and forwards, turn in the picture. */
  tilt: readonly [number, number];
  turn: number;
  /** The print's size over the largest that the frame holds. */
  fills: number;
  /** Where the middle of the print lies, off the middle of the frame. */
  off: readonly [number, number];
  /** How far the sheet rises at its edges, share of its width; 0 for board. */
  curl: number;
  /** First radial coefficient of the lens. */
  lens: number;
  /** Light lost from one side to the other, 0..1; brightness of a lamp's reflection, grey steps; darkness of a shadow's edge. */
  falls: number;
  glare: number;
  shadow: number;
  /** Behind clear film: haze and streaks. */
  sleeve: boolean;
  blur: number;
  noise: number;
}

/** Focal length in widths of the frame: the main camera of a phone, 26 mm on film. */
const FOCAL = 0.72;
/** Width of the frame while it is rendered. */
const WIDTH = 800;

const gauss = (random: () => number): number => (random() + random() + random() + random() - 2) * 1.7;

/** A shot as people take it: nearly from above, nearly level; `care` 0..1 makes it more so. */
export function shotOf(random: () => number, care: number): Shot {
  const loose = 1 - 0.8 * care;
  const angle = (degrees: number): number => (gauss(random) * degrees * loose * Math.PI) / 180;
  return {
    tilt: [angle(4), angle(5)],
    turn: angle(2.5),
    fills: 0.8 + 0.35 * random(),
    off: [0.02 * gauss(random) * loose, 0.02 * gauss(random) * loose],
    curl: random() < 0.4 ? 0 : 0.012 * random() * loose,
    lens: 0.02 * gauss(random) * loose,
    falls: 0.04 + 0.25 * random() * loose,
    glare: random() < 0.4 ? 40 + 120 * random() : 0,
    shadow: random() < 0.35 ? 0.1 + 0.25 * random() : 0,
    sleeve: false,
    blur: 0.5 + 0.6 * random(),
    noise: 3 + 7 * random(),
  };
}

/** Where the print's corners land in the frame, pixels, clockwise from the upper left; `height` of the frame. */
function corners(shot: Shot, ratio: number, height: number): [number, number][] {
  const w = Math.min(WIDTH, height * ratio) * shot.fills;
  const h = w / ratio;
  const f = FOCAL * Math.max(WIDTH, height);
  const [ca, sa] = [Math.cos(shot.turn), Math.sin(shot.turn)];
  const [ta, tb] = shot.tilt;
  const corner = (u: number, v: number): [number, number] => {
    const x = u * w * ca - v * h * sa;
    const y = u * w * sa + v * h * ca;
    const z = f + x * Math.sin(ta) + y * Math.sin(tb);
    return [
      WIDTH / 2 + shot.off[0] * WIDTH + (f * x * Math.cos(ta)) / z,
      height / 2 + shot.off[1] * WIDTH + (f * y * Math.cos(tb)) / z,
    ];
  };
  return [corner(-0.5, -0.5), corner(0.5, -0.5), corner(0.5, 0.5), corner(-0.5, 0.5)];
}

/** The frame that such a shot gives of `print` on `table`. `room` draws how the sheet bends and is lit, `random` the sensor's noise. */
export async function photographedPrint(
  print: Rgb,
  table: Rgb,
  shot: Shot,
  room: () => number,
  random: () => number,
): Promise<Rgb> {
  const ratio = print.width / print.height;
  const height = Math.round(ratio > 1 ? (WIDTH * 3) / 4 : (WIDTH * 4) / 3);
  const quad = corners(shot, ratio, height);
  const flat = fromQuad(quad, print.width, print.height);
  const [mx, my] = [WIDTH / 2, height / 2];
  const reach = Math.hypot(mx, my);
  const f = FOCAL * Math.max(WIDTH, height);
  const turn = room() * Math.PI;
  const bend = [Math.cos(turn), Math.sin(turn)] as const;
  const wave = 2 + 2 * room();
  const start = 6.28 * room();
  const where = (x: number, y: number): readonly [number, number] => {
    const r2 = ((x - mx) ** 2 + (y - my) ** 2) / (reach * reach);
    const k = 1 + shot.lens * r2;
    const [px, py] = [(x - mx) * k, (y - my) * k];
    const [u, v] = flat(mx + px, my + py);
    if (!shot.curl) return [u, v];
    // A place that rises is seen farther out, by its height over the distance.
    const s = (u / print.width - 0.5) * bend[0] + (v / print.height - 0.5) * bend[1];
    const rise = shot.curl * (4 * s * s + 0.4 * Math.sin(wave * 3.14 * s + start));
    const back = 1 - (rise * WIDTH) / f;
    return flat(mx + px * back, my + py * back);
  };
  const seen = warped(print, WIDTH, height, where, (i, k) => {
    const x = i % WIDTH;
    const y = (i - x) / WIDTH;
    return table.data[3 * ((y % table.height) * table.width + (x % table.width)) + k]!;
  });
  const lit = lighted(seen, shot, room);
  const soft = await raw(image(lit).blur(shot.blur));
  // Shot noise is the larger the brighter a place is.
  const grain = Float32Array.from({ length: 256 }, (_, v) => shot.noise * 0.35 * Math.sqrt(0.2 + v / 255));
  for (let o = 0; o < soft.data.length; o++) {
    const v = soft.data[o]! + gauss(random) * grain[soft.data[o]!]!;
    soft.data[o] = Math.max(0, Math.min(255, v));
  }
  return raw(image(soft).sharpen({ sigma: 0.8, m1: 0.6, m2: 1.4 }));
}

/** Under a room's light: falling off, a lamp's reflection, a hand's shadow, film; then the phone's balance, exposure and tone curve. */
function lighted(p: Rgb, shot: Shot, random: () => number): Rgb {
  const { width, height } = p;
  const [mx, my] = [width / 2, height / 2];
  const reach = Math.hypot(mx, my);
  const line = (): [number, number] => {
    const turn = random() * 6.28;
    return [Math.cos(turn), Math.sin(turn)];
  };
  const from = line();
  const lamp = { x: width * random(), y: height * random(), r: width * (0.06 + 0.2 * random()) };
  const edge = { along: line(), at: 0.6 * (random() - 0.5) * width, soft: 20 + 120 * random() };
  const corner = 0.03 + 0.1 * random();
  const exposure = 0.86 + 0.26 * random();
  const gains = [1 + 0.07 * gauss(random), 1, 1 + 0.1 * gauss(random)].map((v) => v * exposure);
  const contrast = 0.1 + 0.35 * random();
  const streaks = Array.from({ length: shot.sleeve ? 3 : 0 }, () => ({
    along: line(),
    at: (random() - 0.5) * width,
    wide: 8 + 40 * random(),
    bright: 20 + 60 * random(),
  }));
  const haze = shot.sleeve ? 8 + 14 * random() : 0;
  const data = new Uint8Array(p.data.length);
  for (let j = 0, o = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const [x, y] = [i - mx, j - my];
      let light =
        (1 - shot.falls * 0.5 * (1 + (x * from[0] + y * from[1]) / reach)) *
        (1 - (corner * (x * x + y * y)) / (reach * reach));
      if (shot.shadow)
        light *=
          1 - shot.shadow / (1 + Math.exp((edge.at - x * edge.along[0] - y * edge.along[1]) / edge.soft));
      let add = haze;
      if (shot.glare)
        add += shot.glare * Math.exp(-((i - lamp.x) ** 2 + (j - lamp.y) ** 2) / (lamp.r * lamp.r));
      for (const { along, at, wide, bright } of streaks)
        add += bright * Math.exp(-(((x * along[0] + y * along[1] - at) / wide) ** 2));
      for (let k = 0; k < 3; k++, o++) {
        const t = Math.min(1, (gains[k]! * light * p.data[o]! + add) / 255);
        data[o] = 255 * (t + contrast * (t * t * (3 - 2 * t) - t)) + 0.5;
      }
    }
  }
  return { width, height, data };
}

/** As a scanner app gives it: the sheet's outline pulled straight (corners found to a few pixels), the light evened in part. */
export async function straightened(
  frame: Rgb,
  shot: Shot,
  ratio: number,
  random: () => number,
): Promise<Rgb> {
  const quad = corners(shot, ratio, frame.height).map(
    ([x, y]) => [x + 2 * gauss(random), y + 2 * gauss(random)] as [number, number],
  );
  const width = Math.round(ratio >= 1 ? 1100 : 1100 * ratio);
  const height = Math.round(ratio >= 1 ? 1100 / ratio : 1100);
  const [a, b, c, d] = quad as [[number, number], [number, number], [number, number], [number, number]];
  const back = fromQuad(
    [
      [0, 0],
      [width, 0],
      [width, height],
      [0, height],
    ],
    1,
    1,
  );
  // The inverse of `fromQuad`: places of the straight sheet in the frame.
  const [ux, uy] = [a[0] - b[0] + c[0] - d[0], a[1] - b[1] + c[1] - d[1]];
  const det = (b[0] - c[0]) * (d[1] - c[1]) - (d[0] - c[0]) * (b[1] - c[1]);
  const g = (ux * (d[1] - c[1]) - (d[0] - c[0]) * uy) / det;
  const h = ((b[0] - c[0]) * uy - ux * (b[1] - c[1])) / det;
  const flat = warped(
    frame,
    width,
    height,
    (x, y) => {
      const [u, v] = back(x, y);
      const w = g * u + h * v + 1;
      return [
        ((b[0] - a[0] + g * b[0]) * u + (d[0] - a[0] + h * d[0]) * v + a[0]) / w,
        ((b[1] - a[1] + g * b[1]) * u + (d[1] - a[1] + h * d[1]) * v + a[1]) / w,
      ];
    },
    () => 128,
  );
  const base = await raw(image(flat).blur(Math.round(width / 6)));
  const mean = base.data.reduce((s, v) => s + v, 0) / base.data.length;
  return mapped(flat, (v, i, k) => v * (0.6 + (0.4 * mean) / Math.max(30, base.data[3 * i + k]!)) * 1.04);
}
