/** Copies that the sample claims do not hold: close crops, and pictures of which a large part was redrawn. */
import sharp from 'sharp';
import type { MatchIndex, Prepared } from '../../../lib/match/index.ts';
import { fingerprintPrepared, prepare, verify } from '../../../lib/match/index.ts';
import { decoded } from '../../unit/match/pictures.ts';

const CROPS = [0.6, 0.5, 0.42, 0.35];
const EDITS = [0.2, 0.3, 0.4];

interface Row {
  kind: string;
  n: number;
  /** Among the first four of the search. */
  inFour: number;
  /** Those, or named as what the photo may be a close crop of. */
  found: number;
  levels: Record<string, number>;
}

const around = (size: number, share: number, centre: number): [number, number] => [
  Math.round(size * (centre - share / 2)),
  Math.round(size * share),
];

/** The middle of the picture, enlarged. */
async function cropped(picture: Buffer, share: number): Promise<Buffer> {
  const { width, height } = await sharp(picture).metadata();
  const [left, w] = around(width, share, 0.5);
  const [top, h] = around(height, share, 0.52);
  const part = sharp(picture).extract({ left, top, width: w, height: h });
  return sharp(await part.toBuffer())
    .resize(1_000, 1_000, { fit: 'inside' })
    .jpeg({ quality: 75 })
    .toBuffer();
}

/** An ellipse in the middle, of this share of the area, filled with blotches. */
async function redrawn(picture: Buffer, share: number): Promise<Buffer> {
  const { width, height } = await sharp(picture).metadata();
  const blotches = await sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 110, sigma: 60 },
    },
  })
    .blur(4)
    .normalise()
    .ensureAlpha()
    .png()
    .toBuffer();
  const k = Math.sqrt(share / Math.PI);
  const shape = Buffer.from(
    `<svg width="${width}" height="${height}"><ellipse cx="${width / 2}" cy="${height / 2}" rx="${k * width}" ry="${k * height}"/></svg>`,
  );
  const patch = await sharp(blotches)
    .composite([{ input: shape, blend: 'dest-in' }])
    .png()
    .toBuffer();
  return sharp(picture)
    .composite([{ input: patch }])
    .jpeg({ quality: 75 })
    .toBuffer();
}

/** Measures every n-th of the pictures in the index; prints a table. */
export async function hardCopies(
  index: MatchIndex,
  files: ReadonlyMap<string, string>,
  known: (id: string) => Prepared,
  every: number,
): Promise<void> {
  const kinds = [
    ...CROPS.map((share) => ({
      kind: `middle ${Math.round(100 * share)} % of the sides`,
      make: cropped,
      share,
    })),
    ...EDITS.map((share) => ({ kind: `${Math.round(100 * share)} % redrawn`, make: redrawn, share })),
  ];
  const rows: Row[] = kinds.map(({ kind }) => ({ kind, n: 0, inFour: 0, found: 0, levels: {} }));
  for (const [id, file] of [...files].filter((_, k) => k % every === 0)) {
    const picture = await sharp(file)
      .rotate()
      .flatten({ background: '#fff' })
      .jpeg({ quality: 95 })
      .toBuffer();
    for (const [k, { make, share }] of kinds.entries()) {
      const photo = prepare(await decoded(await make(picture, share)));
      const fp = fingerprintPrepared(photo);
      const row = rows[k]!;
      const inFour = index.search(fp, 4).some((one) => one.id === id);
      const level = verify(photo, known(id))?.level ?? 'none';
      row.n++;
      if (inFour) row.inFour++;
      if (inFour || index.closeUps(fp).some((one) => one.id === id)) row.found++;
      row.levels[level] = (row.levels[level] ?? 0) + 1;
    }
  }
  console.log(
    '\n| other copies | n | first four of the search | with the close-up | copy | likely or re-rendered | part | same flat picture | same goods | none |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  );
  for (const { kind, n, inFour, found, levels } of rows) {
    const count = (...names: string[]): number => names.reduce((sum, name) => sum + (levels[name] ?? 0), 0);
    console.log(
      `| ${kind} | ${n} | ${inFour} | ${found} | ${count('copy')} | ${count('likely', 'rerendered')} | ${count('part')} | ${count('flat')} | ${count('same-goods')} | ${count('none')} |`,
    );
  }
}
