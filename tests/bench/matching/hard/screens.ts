/** Copies on screens: chats, collages, photographed monitors. */
import sharp, { type OverlayOptions } from 'sharp';
import { fitted, fromQuad, image, mapped, pixels, type Rgb, warped } from './raster.ts';

const svg = (width: number, height: number, inner: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inner}</svg>`);

const rounded = async (p: Rgb, radius: number): Promise<Buffer> =>
  image(p)
    .ensureAlpha()
    .composite([
      {
        input: svg(p.width, p.height, `<rect width="100%" height="100%" rx="${radius}" fill="#fff"/>`),
        blend: 'dest-in',
      },
    ])
    .png({ compressionLevel: 1 })
    .toBuffer();

/** Looks of four chat apps. */
const LOOKS = [
  { back: '#ededed', mine: '#95ec69', theirs: '#ffffff', bar: '#ededed', ink: '#111' },
  { back: '#111111', mine: '#3eb575', theirs: '#2c2c2c', bar: '#191919', ink: '#eee' },
  { back: '#f5f5f5', mine: '#ffe8d6', theirs: '#ffffff', bar: '#ff5000', ink: '#222' },
  { back: '#efe7dd', mine: '#e1ffc7', theirs: '#ffffff', bar: '#075e54', ink: '#222' },
];

const words = (x: number, y: number, w: number, h: number, ink: string, random: () => number): string => {
  let out = '';
  for (let at = x; at < x + w; ) {
    const len = Math.min(x + w - at, h * (0.5 + random()));
    out += `<rect x="${at.toFixed(0)}" y="${y}" width="${len.toFixed(0)}" height="${h}" rx="${h / 6}" fill="${ink}" opacity="0.85"/>`;
    at += len + h * 0.35;
  }
  return out;
};

/**
 * A phone's screenshot of a chat in which the picture was sent, covering `share` of the screen; `others` are further
 * pictures of the same chat. Corners are rounded as chat apps do.
 */
export async function chatted(p: Rgb, share: number, others: Rgb[], random: () => number): Promise<Rgb> {
  const width = 1080;
  const height = 1920 + Math.round(random() * 480);
  const look = LOOKS[Math.floor(random() * LOOKS.length)]!;
  const layers: OverlayOptions[] = [];
  let shapes = `<rect width="${width}" height="150" fill="${look.bar}"/>${words(440, 90, 200, 30, look.ink, random)}${words(40, 30, 90, 26, look.ink, random)}<rect y="${height - 140}" width="${width}" height="140" fill="${look.bar}"/><rect x="120" y="${height - 115}" width="700" height="84" rx="14" fill="${look.theirs}"/>`;
  let y = 190;
  const bubble = (mine: boolean): void => {
    const w = 220 + random() * 480;
    const x = mine ? width - 150 - w : 150;
    shapes += `<rect x="${x}" y="${y}" width="${w}" height="96" rx="14" fill="${mine ? look.mine : look.theirs}"/>${words(x + 28, y + 32, w - 56, 32, look.ink, random)}`;
    avatar(mine);
    y += 96 + 44;
  };
  const avatar = (mine: boolean): void => {
    const hue = Math.floor(random() * 360);
    const x = mine ? width - 126 : 26;
    shapes += `<rect x="${x}" y="${y}" width="96" height="96" rx="12" fill="hsl(${hue} 45% 50%)"/><circle cx="${x + 48}" cy="${y + 38}" r="20" fill="hsl(${hue} 45% 75%)"/>`;
  };
  const picture = async (one: Rgb, area: number, mine: boolean): Promise<void> => {
    const k = Math.min(
      Math.sqrt(area / (one.width * one.height)),
      720 / one.width,
      (height - 200 - y) / one.height,
    );
    const small = await pixels(
      image(one).resize(Math.max(60, Math.round(one.width * k)), Math.max(60, Math.round(one.height * k)), {
        fit: 'fill',
      }),
    );
    avatar(mine);
    layers.push({
      input: await rounded(small, 8 + Math.floor(random() * 26)),
      left: mine ? width - 150 - small.width : 150,
      top: Math.round(y),
    });
    y += small.height + 44;
  };
  bubble(false);
  if (random() < 0.5) bubble(true);
  const area = share * width * height;
  for (const one of others) await picture(one, area * (0.7 + 0.5 * random()), random() < 0.7);
  await picture(p, area, random() < 0.8);
  if (y < height - 320) bubble(true);
  if (y < height - 320) bubble(false);
  return pixels(
    sharp({ create: { width, height, channels: 3, background: look.back } }).composite([
      { input: svg(width, height, shapes) },
      ...layers,
    ]),
  );
}

/** Several pictures as one: two beside or above each other, three, or four, with or without gaps. The first is the copy. */
export async function collage(cells: Rgb[], random: () => number): Promise<Rgb> {
  const n = 2 + Math.floor(random() * 3);
  const gap = [0, 4, 10, 20][Math.floor(random() * 4)]!;
  const back = ['#fff', '#000', '#f3eee6'][Math.floor(random() * 3)]!;
  const side = 1080;
  const half = (side - gap) / 2;
  const boxes: [number, number, number, number][] =
    n === 2
      ? random() < 0.5
        ? [
            [0, 0, half, side * 0.75],
            [half + gap, 0, half, side * 0.75],
          ]
        : [
            [0, 0, side, half],
            [0, half + gap, side, half],
          ]
      : n === 3
        ? [
            [0, 0, side, half],
            [0, half + gap, half, half],
            [half + gap, half + gap, half, half],
          ]
        : [
            [0, 0, half, half],
            [half + gap, 0, half, half],
            [0, half + gap, half, half],
            [half + gap, half + gap, half, half],
          ];
  const order = boxes.map((_, i) => i).sort(() => random() - 0.5);
  const height = n === 2 && boxes[0]![3] === side * 0.75 ? side * 0.75 : side;
  const layers: OverlayOptions[] = [];
  for (const [k, b] of order.entries()) {
    const [x, y, w, h] = boxes[b]!.map(Math.round) as [number, number, number, number];
    const cell = await fitted(cells[k % cells.length]!, w, h);
    layers.push({ input: await image(cell).png({ compressionLevel: 1 }).toBuffer(), left: x, top: y });
  }
  return pixels(
    sharp({ create: { width: side, height: Math.round(height), channels: 3, background: back } }).composite(
      layers,
    ),
  );
}

/** Photographed from a screen: tilt, a bezel, moire of the pixel rows, glare, the camera's blur, noise and exposure. */
export async function photographed(p: Rgb, random: () => number): Promise<Rgb> {
  const width = 1080;
  const height = Math.round((width * p.height) / p.width);
  const tilt = 0.05 + 0.05 * random();
  const corner = (x: number, y: number): [number, number] => [
    width * (x + (random() - 0.5) * tilt),
    height * (y + (random() - 0.5) * tilt),
  ];
  const m = 0.07 + 0.06 * random();
  const quad = [corner(m, m), corner(1 - m, m), corner(1 - m, 1 - m), corner(m, 1 - m)];
  const bezel = 0.04;
  const screen = await pixels(
    image(p).extend({
      top: Math.round(bezel * p.height),
      bottom: Math.round(bezel * p.height),
      left: Math.round(bezel * p.width),
      right: Math.round(bezel * p.width),
      background: '#0b0b0c',
    }),
  );
  const wall = 60 + Math.floor(random() * 90);
  const seen = warped(
    screen,
    width,
    height,
    fromQuad(quad, screen.width, screen.height),
    (i, k) => wall + [4, 0, -6][k]! + 6 * Math.sin(i / 37),
  );
  const turn = random() * 0.5 - 0.25;
  const period = 5 + 9 * random();
  const depth = 0.05 + 0.11 * random();
  const glare = {
    x: width * (0.2 + 0.6 * random()),
    y: height * (0.2 + 0.6 * random()),
    r: width * (0.1 + 0.12 * random()),
    s: 50 + 90 * random(),
  };
  const blurred = await pixels(image(seen).blur(0.6 + 0.8 * random()));
  const cast = [0.98, 1, 1.03 + 0.05 * random()];
  return mapped(blurred, (v, i, k) => {
    const x = i % width;
    const y = (i / width) | 0;
    const wave =
      Math.sin(((x * Math.cos(turn) + y * Math.sin(turn)) * 6.28) / period) * 0.6 +
      Math.sin(((y * Math.cos(turn * 1.7) - x * Math.sin(turn)) * 6.28) / (period * 1.37) + k) * 0.4;
    const d = Math.hypot(x - glare.x, (y - glare.y) * 1.4) / glare.r;
    const noise = (random() + random() - 1) * 9;
    return (v * cast[k]! + 10) * (1 + depth * wave) * 0.95 + glare.s * Math.exp(-d * d) + noise;
  });
}

/** The picture as it stands in a chat bubble, corners rounded, with a little of the app around it. */
export async function bubbled(p: Rgb, random: () => number): Promise<Rgb> {
  const look = LOOKS[Math.floor(random() * LOOKS.length)]!;
  const pad = random() < 0.4 ? 0 : Math.round(p.width * 0.04 * random());
  const radius = Math.round(Math.min(p.width, p.height) * (0.02 + 0.06 * random()));
  return pixels(
    sharp({
      create: { width: p.width + 2 * pad, height: p.height + 2 * pad, channels: 3, background: look.back },
    }).composite([{ input: await rounded(p, radius), left: pad, top: pad }]),
  );
}
