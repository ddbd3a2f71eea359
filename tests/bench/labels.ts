/**
 * Label reading measured: read rate per row of a generated set, false alarms on every sample photo without a label, sparkle, time.
 *
 *   node tests/bench/labels.ts [--count 32] [--seed 42] [--rows reference,harder,styles,inside] [--no-alarms] [--json out.json]
 *
 * The reference rows are those of the published measurement (same phrases, sizes, opacities, quality); grounds are the samples' camera photos.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { classifyFrame, findSparkle, judgeLabels } from '../../lib/labels/index.ts';
import { hasSamples, SAMPLES } from '../samples.ts';
import { nodeReader } from '../unit/labels/node-reader.ts';
import { HARDER, HARDER_LEAST, INSIDE, REFERENCE, STYLES } from './labels-rows.ts';
import { decodePicture, type LabelRow, labelRow, samplePhotos, seeded } from './labels-set.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '32' },
    seed: { type: 'string', default: '42' },
    rows: { type: 'string', default: 'reference,harder,styles,inside' },
    'no-alarms': { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const ROWS = [
  ...REFERENCE.map((row) => ({ ...row, group: 'reference' })),
  ...HARDER.map((row) => ({ ...row, group: 'harder', least: null })),
  ...STYLES.map((row) => ({ ...row, group: 'styles', least: null })),
  ...INSIDE.map((row) => ({ ...row, group: 'inside', least: null })),
];

if (!hasSamples) process.exit(0);
const reader = await nodeReader();
const count = Number(values.count);
const groups = values.rows.split(',');
const report: Record<string, unknown>[] = [];
const say = (row: Record<string, unknown>): void => {
  report.push(row);
  console.log(JSON.stringify(row));
};

/** Camera photos; outlined and boxed labels also on studio pictures, where plain white letters are invisible to anybody. */
const grounds = (row: LabelRow): string[] =>
  row.styles.includes('plain') ? samplePhotos('genuine') : samplePhotos('genuine', 'gallery');

let harderRead = 0;
let harderAll = 0;
for (const row of ROWS.filter((r) => groups.includes(r.group))) {
  let read = 0;
  let atEdges = 0;
  let fitted = 0;
  let rightEntry = 0;
  let strong = 0;
  const times: number[] = [];
  const insideTimes: number[] = [];
  const missed: string[] = [];
  for await (const one of labelRow(row, grounds(row), count, Number(values.seed))) {
    const picture = await decodePicture(one.jpeg);
    const from = performance.now();
    const edges = await reader.read(picture, { parts: 'edges' });
    times.push(performance.now() - from);
    const again = performance.now();
    const answer =
      edges.labels.length > 0 ? edges : await reader.read(picture, { parts: 'inside', known: edges.lines });
    if (answer !== edges) insideTimes.push(performance.now() - again);
    if (edges.labels.length > 0) atEdges++;
    const hit = answer.labels[0];
    if (!hit) missed.push(`${one.phrase} on ${one.photo}`);
    else {
      read++;
      if (hit.how === 'fitted') fitted++;
      if (hit.entry.text.toLowerCase().replace(/\W/g, '') === one.phrase.toLowerCase().replace(/\W/g, ''))
        rightEntry++;
      const judged = judgeLabels({
        photo: '',
        picture,
        answer,
        sparkle: null,
        frame: classifyFrame(picture),
      });
      if (judged.findings.some((f) => f.strength === 'strong')) strong++;
    }
  }
  if (row.group === 'harder') {
    harderRead += atEdges;
    harderAll += count;
  }
  times.sort((a, b) => a - b);
  say({
    group: row.group,
    row: row.name,
    atEdges: `${atEdges}/${count}`,
    read: `${read}/${count}`,
    published: row.least ? row.least.join('/') : null,
    fitted,
    rightEntry,
    strong,
    edgesMs: Math.round(times[times.length >> 1]!),
    insideMs: Math.round(insideTimes.sort((a, b) => a - b)[insideTimes.length >> 1] ?? 0),
    missed,
  });
}
if (harderAll > 0) {
  say({
    group: 'harder',
    row: 'all',
    read: `${harderRead}/${harderAll}`,
    rate: harderRead / harderAll,
    published: HARDER_LEAST,
  });
}

if (!values['no-alarms']) {
  for (const role of ['genuine', 'gallery', 'gallery-listing', 'distractor']) {
    const files = samplePhotos(role);
    const random = seeded(Number(values.seed));
    let lines = 0;
    let stars = 0;
    let starGrounds = 0;
    const alarms: string[] = [];
    const times: number[] = [];
    for (const file of files) {
      const source = resolve(SAMPLES, 'photos', file);
      const picture = await decodePicture(source);
      const from = performance.now();
      const answer = await reader.read(picture, { parts: 'all' });
      const sparkle = findSparkle(picture);
      times.push(performance.now() - from);
      lines += answer.lines.length;
      if (answer.labels.length > 0) alarms.push(`${file}: ${answer.labels[0]!.read}`);
      if (sparkle) alarms.push(`${file}: sparkle ${sparkle.score.toFixed(2)}`);
      const starred = await withStar(source, 0.4 + 0.15 * random());
      if (starred) {
        starGrounds++;
        if (findSparkle(await decodePicture(starred))) stars++;
      }
    }
    times.sort((a, b) => a - b);
    say({
      group: 'alarms',
      role,
      photos: files.length,
      lines,
      alarms,
      sparkleFound: `${stars}/${starGrounds}`,
      medianMs: Math.round(times[times.length >> 1]!),
    });
  }
}
await reader.dispose();
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

/** The photo with a white star as Gemini places it (48 px and 32 px margin at 1024), JPEG 80; null for tiny photos. */
async function withStar(source: string, opacity: number): Promise<Buffer | null> {
  const ground = await sharp(source)
    .rotate()
    .flatten({ background: '#fff' })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const { width, height } = await sharp(ground).metadata();
  if (Math.min(width, height) < 200) return null;
  const unit = Math.max(width, height) / 1024;
  const r = 24 * unit;
  const x = width - 32 * unit - r;
  const y = height - 32 * unit - r;
  const k = r * 0.2;
  const path = `M${x} ${y - r}Q${x + k} ${y - k} ${x + r} ${y}Q${x + k} ${y + k} ${x} ${y + r}Q${x - k} ${y + k} ${x - r} ${y}Q${x - k} ${y - k} ${x} ${y - r}Z`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path d="${path}" fill="#fff" fill-opacity="${opacity}"/></svg>`;
  return sharp(ground)
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality: 80 })
    .toBuffer();
}
