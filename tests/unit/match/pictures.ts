/** Pictures for matching tests: drawn from a seed, changed as claims change them, or read from a file. */
import sharp, { type Sharp } from 'sharp';
import { seeded } from '../../../lib/match/fingerprint/pattern.ts';
import type { Picture } from '../../../lib/pixels/picture.ts';

/** Overlapping soft-edged discs and bars over a gradient, with fine grain: corners at many scales, nothing repeated. */
export function drawn(seed: number, width = 640, height = 480): Picture {
  const random = seeded(seed);
  const data = new Uint8ClampedArray(width * height * 4);
  const shapes = Array.from({ length: 90 }, () => ({
    x: random() * width,
    y: random() * height,
    r: 6 + random() ** 2 * 90,
    bar: random() < 0.4,
    turn: random() * Math.PI,
    colour: [random() * 255, random() * 255, random() * 255],
  }));
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p += 4) {
      data[p] = 90 + (80 * x) / width;
      data[p + 1] = 120 + (60 * y) / height;
      data[p + 2] = 140;
      data[p + 3] = 255;
    }
  }
  for (const s of shapes) {
    const bottom = Math.min(height - 1, Math.floor(s.y + s.r));
    const right = Math.min(width - 1, Math.floor(s.x + s.r));
    for (let y = Math.max(0, Math.ceil(s.y - s.r)); y <= bottom; y++) {
      for (let x = Math.max(0, Math.ceil(s.x - s.r)); x <= right; x++) {
        const dx = x - s.x;
        const dy = y - s.y;
        const along = dx * Math.cos(s.turn) + dy * Math.sin(s.turn);
        const across = dy * Math.cos(s.turn) - dx * Math.sin(s.turn);
        const inside = s.bar
          ? Math.abs(along) < s.r && Math.abs(across) < s.r / 5
          : dx * dx + dy * dy < s.r * s.r;
        if (inside) data.set(s.colour, (y * width + x) * 4);
      }
    }
  }
  for (let p = 0; p < data.length; p += 4) {
    const grain = (random() - 0.5) * 10;
    for (let k = 0; k < 3; k++) data[p + k] = data[p + k]! + grain;
  }
  return { width, height, data };
}

export const toSharp = (picture: Picture): Sharp =>
  sharp(Buffer.from(picture.data.buffer, picture.data.byteOffset, picture.data.byteLength), {
    raw: { width: picture.width, height: picture.height, channels: 4 },
  });

/** Decodes a file or bytes as the product does: orientation applied, painted on white. */
export async function decoded(input: string | Buffer | Sharp): Promise<Picture> {
  const image = typeof input === 'string' || Buffer.isBuffer(input) ? sharp(input) : input;
  const { data, info } = await image
    .rotate()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
  };
}

/** Through a JPEG file, as every platform sends it. */
export const saved = async (image: Sharp, quality = 80): Promise<Picture> =>
  decoded(await image.flatten({ background: '#ffffff' }).jpeg({ quality }).toBuffer());

/** Paints a solid disc: a stand-in for painted damage whose place is known. */
export function stained(picture: Picture, cx: number, cy: number, r: number, colour = [70, 40, 20]): Picture {
  const data = picture.data.slice();
  for (let y = Math.max(0, cy - r); y < Math.min(picture.height, cy + r); y++) {
    for (let x = Math.max(0, cx - r); x < Math.min(picture.width, cx + r); x++) {
      if ((x - cx) ** 2 + (y - cy) ** 2 < r * r) data.set(colour, (y * picture.width + x) * 4);
    }
  }
  return { ...picture, data };
}
