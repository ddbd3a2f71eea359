/**
 * Genuine photos in the shapes in which cameras, phones and apps hand them on. Nothing here was edited: whatever is said against one
 * of these files is a false accusation.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import {
  bytesEntry,
  type Entry,
  ascii as entry,
  join as glued,
  le16,
  le32,
  tiff,
} from '../unit/provenance/files.ts';

/** The claim that all variants belong to: photographed after delivery, before the claim. */
export const TIMES = {
  orderedAt: '2026-05-01T02:00:00Z',
  deliveredAt: '2026-05-04T03:00:00Z',
  appliedAt: '2026-05-06T09:00:00Z',
  now: '2026-05-07T00:00:00Z',
} as const;
const TAKEN = '2026:05:05 15:12:09';

export interface Variant {
  name: string;
  bytes: Uint8Array;
}

/** Whether this machine can make HEIC files (`heif-enc` of libheif-examples). */
const heifEncoders = spawnSync('heif-enc', ['--list-encoders'], { encoding: 'utf8' });
export const makesHeic = heifEncoders.error === undefined;
if (!makesHeic)
  console.log('gate: heif-enc is absent, so the HEIC variants are left out (apt install libheif-examples)');

interface Exif {
  orientation?: number;
  taken?: string;
  offset?: string;
  thumbnail?: Uint8Array;
  /** Date and time of the position, UTC. */
  gps?: [date: string, hour: number];
}

const short = (tag: number, value: number): Entry => ({
  tag,
  type: 3,
  count: 1,
  bytes: Uint8Array.from([...le16(value), 0, 0]),
});
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** What a phone writes: maker, model, time, orientation, and a thumbnail behind the first directory. */
function exif({ orientation = 1, taken = TAKEN, offset, thumbnail, gps }: Exif): Uint8Array {
  const ifd0 = [
    entry(0x010f, 'samsung'),
    entry(0x0110, 'SM-S918B'),
    short(0x0112, orientation),
    entry(0x0131, 'S918BXXS3BWL3'),
    entry(0x0132, taken),
  ];
  const sub = [
    entry(0x9003, taken),
    entry(0x9004, taken),
    ...(offset ? [entry(0x9011, offset)] : []),
    bytesEntry(0x9000, text('0220')),
  ];
  const place: Entry[] = gps
    ? [
        {
          tag: 7,
          type: 5,
          count: 3,
          bytes: Uint8Array.from([gps[1], 12, 9].flatMap((n) => [...le32(n), ...le32(1)])),
        },
        entry(0x1d, gps[0]),
      ]
    : [];
  const block = tiff(ifd0, sub, place);
  if (!thumbnail) return block;
  // The second directory: JPEG compression, where the thumbnail stands and how long it is.
  const pointers = 1 + (gps ? 1 : 0);
  const at = block.length;
  block.set(le32(at), 8 + 2 + (ifd0.length + pointers) * 12);
  const from = at + 2 + 3 * 12 + 4;
  const long = (tag: number, value: number) => glued(le16(tag), le16(4), le32(1), le32(value));
  const compression = glued(le16(0x0103), le16(3), le32(1), le16(6), [0, 0]);
  return glued(
    block,
    le16(3),
    compression,
    long(0x0201, from),
    long(0x0202, thumbnail.length),
    le32(0),
    thumbnail,
  );
}

const bytesOf = async (image: Sharp): Promise<Uint8Array> => new Uint8Array(await image.toBuffer());

/** The JPEG with an EXIF block right behind its start. */
const withExif = (jpeg: Uint8Array, block: Uint8Array): Uint8Array =>
  glued(
    jpeg.subarray(0, 2),
    [0xff, 0xe1, (block.length + 8) >> 8, (block.length + 8) & 255],
    'Exif\0\0',
    block,
    jpeg.subarray(2),
  );

/** Clocks that were never set, count other years or missed the GPS rollover: honest cameras write all of them. */
const CLOCKS: [string, Exif][] = [
  ['clock-factory', { taken: '2002:12:08 12:00:00' }],
  ['clock-new-year', { taken: '2010:01:01 00:00:31' }],
  ['clock-buddhist', { taken: '2569:05:05 15:12:09' }],
  ['clock-zero', { taken: '0000:00:00 00:00:00' }],
  ['gps-rollover', { taken: TAKEN, offset: '+08:00', gps: ['2006:09:19', 7] }],
  ['gps-agrees', { taken: TAKEN, offset: '+08:00', gps: ['2026:05:05', 7] }],
];

/** Thumbnails as cameras make them: letterboxed to 4:3, cut to it, or of the picture before an honest crop. */
async function thumbnails(
  picture: Buffer,
  width: number,
  height: number,
): Promise<[string, Uint8Array, number][]> {
  const small = (fit: 'contain' | 'cover' | 'inside', background = '#000') =>
    bytesOf(sharp(picture).resize(160, 120, { fit, background }).jpeg({ quality: 70 }));
  const tall = Math.round((160 * height) / width);
  const whole = sharp(picture).resize(160, tall);
  const bars = (top: number, bottom: number) => ({ top, bottom, background: '#000' });
  return [
    ['thumbnail', await small('inside'), 1],
    ['thumbnail-bars', await small('contain'), 1],
    ['thumbnail-cut', await small('cover'), 1],
    ['thumbnail-bar-on-one-side', await bytesOf(whole.clone().extend(bars(0, 14)).jpeg()), 1],
  ];
}

async function turned(picture: Buffer, angle: number): Promise<Buffer> {
  return sharp(picture).rotate(angle).png().toBuffer();
}

/** Ways of writing one upright picture (PNG) down, and what cameras add to it. */
async function jpegs(picture: Buffer): Promise<Variant[]> {
  const { width = 1, height = 1 } = await sharp(picture).metadata();
  const plain = await bytesOf(sharp(picture).jpeg({ quality: 92 }));
  const out: Variant[] = [
    { name: 'camera.jpg', bytes: withExif(plain, exif({})) },
    { name: 'p3.jpg', bytes: await bytesOf(sharp(picture).withIccProfile('p3').jpeg({ quality: 94 })) },
    {
      name: 'progressive.jpg',
      bytes: await bytesOf(sharp(picture).jpeg({ quality: 85, progressive: true })),
    },
    { name: 'still.webp', bytes: await bytesOf(sharp(picture).webp({ quality: 88 })) },
    { name: 'still.avif', bytes: await bytesOf(sharp(picture).avif({ quality: 70, effort: 0 })) },
    { name: 'sixteen-bit.png', bytes: await bytesOf(sharp(picture).toColourspace('rgb16').png()) },
  ];
  for (const [name, given] of CLOCKS) out.push({ name: `${name}.jpg`, bytes: withExif(plain, exif(given)) });
  for (const [name, thumbnail, orientation] of await thumbnails(picture, width, height))
    out.push({ name: `${name}.jpg`, bytes: withExif(plain, exif({ thumbnail, orientation })) });
  // Stored as the sensor lies, thumbnail and all, to be turned by the viewer.
  for (const [orientation, angle] of [
    [6, 270],
    [8, 90],
    [3, 180],
  ] as const) {
    const lying = await turned(picture, angle);
    const jpeg = await bytesOf(sharp(lying).jpeg({ quality: 92 }));
    const thumbnail = await bytesOf(
      sharp(lying).resize(160, 120, { fit: 'contain', background: '#000' }).jpeg(),
    );
    out.push({ name: `turned-${orientation}.jpg`, bytes: withExif(jpeg, exif({ orientation, thumbnail })) });
  }
  // Ultra HDR and the like: a gain map behind the picture.
  const map = await bytesOf(
    sharp(picture)
      .resize(width >> 1)
      .toColourspace('b-w')
      .jpeg({ quality: 80 }),
  );
  out.push({ name: 'gain-map.jpg', bytes: glued(withExif(plain, exif({})), map) });
  return out;
}

/** Without x265's long search for a smaller file, which phones do not make either: a sixth of the time. */
const QUICK = heifEncoders.stdout?.includes('x265') ? ['-p', 'preset=ultrafast'] : [];

function heif(work: string, input: Buffer, name: string, options: string[]): Uint8Array {
  const [from, to] = [join(work, `${name}.png`), join(work, name)];
  writeFileSync(from, input);
  execFileSync('heif-enc', ['-q', '90', ...QUICK, ...options, '-o', to, from], { stdio: 'pipe' });
  return new Uint8Array(readFileSync(to));
}

/** The profile's place taken by code points for Display P3 (H.273: primaries 12, transfer 13, matrix 6, full range). */
function byCodes(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  const at = Buffer.from(out.buffer, out.byteOffset, out.length).indexOf('colrprof');
  if (at < 0) throw new Error('heif-enc wrote no profile');
  out.set(glued('nclx', [0, 12, 0, 13, 0, 6, 0x80]), at + 4);
  return out;
}

/** HEIC as phones write it: Display P3 by profile and by code points, 10 bit, with a thumbnail. */
async function heics(picture: Buffer): Promise<Variant[]> {
  if (!makesHeic) return [];
  const work = mkdtempSync(join(tmpdir(), 'claimlens-gate-'));
  try {
    const p3 = await sharp(picture).withIccProfile('p3').png().toBuffer();
    const deep = await sharp(picture).toColourspace('rgb16').withIccProfile('p3').png().toBuffer();
    const byProfile = heif(work, p3, 'p3.heic', []);
    return [
      { name: 'plain.heic', bytes: heif(work, await sharp(picture).png().toBuffer(), 'plain.heic', []) },
      { name: 'p3.heic', bytes: byProfile },
      { name: 'p3-thumbnail.heic', bytes: heif(work, p3, 'p3-thumbnail.heic', ['-t', '160']) },
      { name: 'p3-ten-bit.heic', bytes: heif(work, deep, 'p3-ten-bit.heic', ['-b', '10']) },
      { name: 'p3-by-codes.heic', bytes: byCodes(byProfile) },
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Every variant of one picture file. `lean`: those that only a browser can spoil, for the browsers' own run. */
export async function variantsOf(file: string, lean = false): Promise<Variant[]> {
  const picture = await sharp(file).rotate().flatten({ background: '#fff' }).removeAlpha().png().toBuffer();
  const all = [...(await jpegs(picture)), ...(await heics(picture))];
  const spared = /^(clock-(factory|new-year|zero)|turned-[38]|thumbnail(-bars)?\.|progressive|plain)/;
  return lean ? all.filter(({ name }) => !spared.test(name)) : all;
}

/** An original with all its dates moved into the claim's time; their places and lengths stay. */
export function redated(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  const head = Buffer.from(out.buffer, out.byteOffset, Math.min(out.length, 256_000)).toString('latin1');
  for (const found of head.matchAll(/(?:19|20)\d\d:[01]\d:[0-3]\d(?=[ \0])/g))
    out.set(text(TAKEN.slice(0, 10)), found.index);
  return out;
}
