/** Copies in other surroundings, close crops, and imitations of a redrawing. */
import sharp from 'sharp';
import {
  blended,
  type Cover,
  cutOut,
  fitted,
  image,
  mapped,
  pixels,
  type Rgb,
  softened,
  warped,
} from './raster.ts';

/** The product kept where it stands, everything around it replaced. */
export const swapped = async (p: Rgb, product: Cover, scene: Rgb): Promise<Rgb> =>
  blended(await fitted(scene, p.width, p.height), p, product);

/** The product cut out and put into another scene at `scale` of its size, turned by a few degrees, with a soft shadow. */
export async function pasted(
  p: Rgb,
  product: Cover,
  scene: Rgb,
  scale: number,
  random: () => number,
): Promise<Rgb> {
  const under = await fitted(scene, p.width, p.height);
  const turn = (random() - 0.5) * 16;
  const clear = { r: 0, g: 0, b: 0, alpha: 0 };
  const cut = await sharp(await cutOut(p, product))
    .trim({ background: clear, threshold: 1 })
    .toBuffer();
  const own = await sharp(cut).metadata();
  const k = Math.min(scale, (0.96 * p.width) / own.width, (0.96 * p.height) / own.height);
  const small = await sharp(cut)
    .resize(Math.max(8, Math.round(own.width * k)), Math.max(8, Math.round(own.height * k)), { fit: 'fill' })
    .rotate(turn, { background: clear })
    .png({ compressionLevel: 1 })
    .toBuffer();
  let { width, height } = await sharp(small).metadata();
  const fit = Math.min(1, p.width / width, p.height / height);
  const placed =
    fit < 1
      ? await sharp(small)
          .resize(Math.floor(width * fit), Math.floor(height * fit))
          .toBuffer()
      : small;
  ({ width, height } = await sharp(placed).metadata());
  const left = Math.floor(random() * (p.width - width + 1));
  const top = Math.floor((0.3 + 0.7 * random()) * (p.height - height + 1));
  const shadow = await sharp(placed)
    .linear([0, 0, 0, 0.45], [0, 0, 0, 0])
    .extend({ top: 12, bottom: 12, left: 12, right: 12, background: clear })
    .blur(5)
    .png()
    .toBuffer();
  const sm = await sharp(shadow).metadata();
  const inside = Math.min(sm.width, p.width) === sm.width && Math.min(sm.height, p.height) === sm.height;
  const at = (v: number, size: number, room: number): number => Math.max(0, Math.min(room - size, v));
  return pixels(
    image(under).composite([
      ...(inside
        ? [{ input: shadow, left: at(left - 8, sm.width, p.width), top: at(top - 6, sm.height, p.height) }]
        : []),
      { input: placed, left, top },
    ]),
  );
}

/** A part of `share` of the sides around a place inside the product, enlarged to a platform's usual size. */
export async function closeUp(p: Rgb, share: number, [cx, cy]: readonly [number, number]): Promise<Rgb> {
  const width = Math.round(p.width * share);
  const height = Math.round(p.height * share);
  const left = Math.round(Math.max(0, Math.min(p.width - width, cx - width / 2)));
  const top = Math.round(Math.max(0, Math.min(p.height - height, cy - height / 2)));
  return pixels(
    image(await pixels(image(p).extract({ left, top, width, height }))).resize(960, 960, {
      fit: 'inside',
      kernel: 'cubic',
    }),
  );
}

/**
 * What an image model's re-rendering leaves measurable: places slip by a smooth field of a few pixels, fine texture is
 * smoothed away and redrawn, colours move a little. A stand-in: nothing is really generated here.
 */
export async function redrawnLike(p: Rgb, random: () => number): Promise<Rgb> {
  const size = Math.max(p.width, p.height);
  const slip = (0.0012 + 0.004 * random()) * size;
  const waves = Array.from({ length: 6 }, () => ({
    u: (1 + 2.5 * random()) * (6.28 / size),
    v: (1 + 2.5 * random()) * (6.28 / size),
    at: 6.28 * random(),
    a: (random() - 0.5) * 2,
    b: (random() - 0.5) * 2,
  }));
  const moved = warped(
    p,
    p.width,
    p.height,
    (x, y) => {
      let dx = 0;
      let dy = 0;
      for (const w of waves) {
        const s = Math.sin(w.u * x + w.v * y + w.at);
        dx += w.a * s;
        dy += w.b * s;
      }
      const px = Math.min(p.width - 0.5, Math.max(0.5, x + 0.6 * slip * dx));
      const py = Math.min(p.height - 0.5, Math.max(0.5, y + 0.6 * slip * dy));
      return [px, py];
    },
    () => 0,
  );
  const smooth = await pixels(image(moved).median(3).blur(0.7));
  const grain = await softened(
    {
      width: p.width,
      height: p.height,
      data: Uint8Array.from({ length: p.width * p.height }, () => 255 * random()),
    },
    0.9,
  );
  const tint = [0.96 + 0.08 * random(), 0.98 + 0.04 * random(), 0.95 + 0.08 * random()];
  return pixels(
    image(
      mapped(smooth, (v, i, k) => (v * tint[k]! - 128) * 1.06 + 128 + (grain.data[i]! - 127) * 0.16),
    ).sharpen({ sigma: 0.9 }),
  );
}
