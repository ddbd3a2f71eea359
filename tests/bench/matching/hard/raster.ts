/** Raw RGB pictures of the hard kinds' generator, and the few operations that sharp does not have. */
import sharp, { type Sharp } from 'sharp';

/** Interleaved RGB, 8 bits a channel. */
export interface Rgb {
  width: number;
  height: number;
  data: Uint8Array;
}

/** 0..255 weight for every pixel. */
export interface Cover {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Reads a file or bytes, painted on white, no longer than `longest` on its longer side. */
export async function read(input: string | Buffer, longest = 1024): Promise<Rgb> {
  const { data, info } = await sharp(input)
    .rotate()
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .removeAlpha()
    .resize(longest, longest, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}

export const image = (p: Rgb): Sharp =>
  sharp(Buffer.from(p.data.buffer, p.data.byteOffset, p.data.byteLength), {
    raw: { width: p.width, height: p.height, channels: 3 },
  });

const grey = (c: Cover): Sharp =>
  sharp(Buffer.from(c.data.buffer, c.data.byteOffset, c.data.byteLength), {
    raw: { width: c.width, height: c.height, channels: 1 },
  });

/** What the operations give, without a file between: for three channels of 8 bits. */
export async function raw(of: Sharp): Promise<Rgb> {
  const { data, info } = await of.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}

export async function pixels(of: Sharp): Promise<Rgb> {
  return read(await of.png({ compressionLevel: 1 }).toBuffer(), 100_000);
}

/** Cut to `width` x `height`, from the middle. */
export const fitted = (p: Rgb, width: number, height: number): Promise<Rgb> =>
  pixels(image(p).resize(width, height, { fit: 'cover' }));

export const scaled = (p: Rgb, width: number, height: number): Promise<Rgb> =>
  pixels(image(p).resize(width, height, { fit: 'fill' }));

export async function softened(c: Cover, sigma: number): Promise<Cover> {
  const { data, info } = await grey(c)
    .blur(sigma)
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}

/** The picture with its cover as alpha, as PNG bytes. */
export const cutOut = async (p: Rgb, c: Cover): Promise<Buffer> =>
  image(p)
    .joinChannel(Buffer.from(c.data), { raw: { width: c.width, height: c.height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();

/** Where `cover` is full `over` is seen, elsewhere `under`; all of one size. */
export function blended(under: Rgb, over: Rgb, cover: Cover): Rgb {
  const data = new Uint8Array(under.data.length);
  for (let i = 0, p = 0; i < cover.data.length; i++, p += 3) {
    const w = cover.data[i]! / 255;
    for (let k = 0; k < 3; k++) data[p + k] = under.data[p + k]! * (1 - w) + over.data[p + k]! * w + 0.5;
  }
  return { ...under, data };
}

/** Applies `change` to every value: (value, index of the pixel, channel). */
export function mapped(p: Rgb, change: (v: number, pixel: number, channel: number) => number): Rgb {
  const data = new Uint8Array(p.data.length);
  for (let i = 0, o = 0; o < data.length; i++) {
    for (let k = 0; k < 3; k++, o++) {
      const v = change(p.data[o]!, i, k);
      data[o] = v < 0 ? 0 : v > 255 ? 255 : v + 0.5;
    }
  }
  return { ...p, data };
}

/** Reads `p` bilinearly at the place that `where` gives for every pixel of a `width` x `height` picture; `beyond` outside it. */
export function warped(
  p: Rgb,
  width: number,
  height: number,
  where: (x: number, y: number) => readonly [number, number],
  beyond: (pixel: number, channel: number) => number,
): Rgb {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [sx, sy] = where(x + 0.5, y + 0.5);
      const fx = sx - 0.5;
      const fy = sy - 0.5;
      const out = fx < -0.5 || fy < -0.5 || fx > p.width - 0.5 || fy > p.height - 0.5;
      const x0 = Math.min(p.width - 2, Math.max(0, Math.floor(fx)));
      const y0 = Math.min(p.height - 2, Math.max(0, Math.floor(fy)));
      const ax = Math.min(1, Math.max(0, fx - x0));
      const ay = Math.min(1, Math.max(0, fy - y0));
      const s = (y0 * p.width + x0) * 3;
      for (let k = 0; k < 3; k++) {
        if (out) {
          data[i * 3 + k] = beyond(i, k);
          continue;
        }
        const top = p.data[s + k]! * (1 - ax) + p.data[s + 3 + k]! * ax;
        const low = p.data[s + p.width * 3 + k]! * (1 - ax) + p.data[s + p.width * 3 + 3 + k]! * ax;
        data[i * 3 + k] = top * (1 - ay) + low * ay + 0.5;
      }
    }
  }
  return { width, height, data };
}

/** The map from the corners of a quadrilateral to a `w` x `h` rectangle, as a function of a point (Heckbert 1989). */
export function fromQuad(
  quad: readonly (readonly [number, number])[],
  w: number,
  h: number,
): (x: number, y: number) => readonly [number, number] {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = quad as [
    [number, number],
    [number, number],
    [number, number],
    [number, number],
  ];
  const sx = x0 - x1 + x2 - x3;
  const sy = y0 - y1 + y2 - y3;
  const [dx1, dx2, dy1, dy2] = [x1 - x2, x3 - x2, y1 - y2, y3 - y2];
  const d = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / d;
  const k = (dx1 * sy - sx * dy1) / d;
  const m = [x1 - x0 + g * x1, x3 - x0 + k * x3, x0, y1 - y0 + g * y1, y3 - y0 + k * y3, y0, g, k, 1];
  const [a, b, c, dd, e, f, gg, hh, i] = m as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  // Adjugate: the inverse up to scale.
  const n = [
    e * i - f * hh,
    c * hh - b * i,
    b * f - c * e,
    f * gg - dd * i,
    a * i - c * gg,
    c * dd - a * f,
    dd * hh - e * gg,
    b * gg - a * hh,
    a * e - b * dd,
  ] as const;
  return (x, y) => {
    const q = n[6] * x + n[7] * y + n[8];
    return [((n[0] * x + n[1] * y + n[2]) / q) * w, ((n[3] * x + n[4] * y + n[5]) / q) * h];
  };
}

/** Saved as a platform does: no longer than `longest`, as JPEG. */
export const delivered = (p: Rgb, longest: number, quality: number): Promise<Buffer> =>
  image(p)
    .resize(longest, longest, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality, chromaSubsampling: '4:2:0' })
    .toBuffer();
