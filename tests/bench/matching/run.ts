/**
 * `npm run bench:matching [-- --every N] [--negatives N] [--hard N] [--kinds swap,chat] [--prints N] [--out FILE] [--plots DIR]`: recall, false alarms, regions and speed of matching on the
 * sample photos and on the seeded generator, with Wilson intervals, beside image-hash, sharp-phash and plain inlier counts.
 * `--every N` takes every Nth claim and genuine photo; `--kinds` measures these hard kinds and nothing else, so that a run can be taken in pieces.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import phash from 'sharp-phash';
import { findConsensus } from '../../../lib/match/align/consensus.ts';
import { pairFeatures } from '../../../lib/match/align/pairing.ts';
import { hashDistance } from '../../../lib/match/fingerprint/global-hash.ts';
import {
  encodeFingerprint,
  type FreshFingerprint,
  fingerprintPrepared,
  MatchIndex,
  type Prepared,
  prepare,
} from '../../../lib/match/index.ts';
import { evidenceOf, judge, SMALL } from '../../../lib/match/judge/level.ts';
import type { Match } from '../../../lib/match/types.ts';
import { measurePair } from '../../../lib/match/verify.ts';
import { hasSamples, SAMPLES } from '../../samples.ts';
import { decoded, drawn } from '../../unit/match/pictures.ts';
import { negative, positive } from './generator.ts';
import { type Growth, measureGrowth, printGrowth, type Query } from './growth.ts';
import { HARD_KINDS } from './hard/kinds.ts';
import { hardKinds } from './hard/rows.ts';
import { hardCopies } from './hard-copies.ts';
import type { Outcome } from './outcomes.ts';
import { writePlots } from './plots.ts';
import { printRows } from './prints/rows.ts';
import { printReport } from './report.ts';
import { type Kept, keptOf, printStages, throughStages } from './stages.ts';
import { readMask, scoreRegions } from './truth.ts';

const { values: options } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    negatives: { type: 'string', default: '400' },
    hard: { type: 'string', default: '60' },
    kinds: { type: 'string' },
    prints: { type: 'string', default: '120' },
    out: { type: 'string' },
    plots: { type: 'string' },
  },
});
const every = Number(options.every);
const kinds = HARD_KINDS.filter((kind) => !options.kinds || options.kinds.split(',').includes(kind));
const photosDir = join(SAMPLES, 'photos');

interface Item {
  file: string;
  mask?: string;
  role: string;
  truth: {
    copy_of?: string;
    transform?: string;
    edit?: string;
    kind?: string;
    object?: string;
    product?: string;
    same_exposure?: string[];
  };
}

interface Look {
  score: number;
  match: Match | null;
  real: number;
}

const times: Record<string, number[]> = {};
function timed<T>(name: string, work: () => T): T {
  // Processor time, so that what else runs on the machine counts less.
  const start = process.cpuUsage();
  const out = work();
  const used = process.cpuUsage(start);
  times[name] ??= [];
  times[name].push((used.user + used.system) / 1000);
  return out;
}

function look(photo: Prepared, source: Prepared): Look {
  const measured = timed('verify', () => measurePair(photo, source));
  if (!measured) return { score: 0, match: null, real: 0 };
  return { score: evidenceOf(measured).score, match: judge(measured), real: measured.real };
}

/** Inliers alone: the brute-force matcher on the same features, without pixels. */
function inliers(photo: Prepared, source: Prepared): number {
  const side = Math.max(source.width, source.height);
  return Math.max(
    ...[false, true].map((mirrored) => {
      const pairs = pairFeatures(photo.features, source.features, mirrored);
      return findConsensus(pairs, photo.features, source.features, side, mirrored, 6)?.inliers ?? 0;
    }),
  );
}

const bitsApart = (a: string, b: string): number => [...a].reduce((n, c, i) => n + (c === b[i] ? 0 : 1), 0);

const positives: Outcome[] = [];
const negatives: Outcome[] = [];

const queries: Query[] = [];

/** Compares all sample photos; returns how the search does as the gallery grows. */
async function samples(): Promise<Growth[]> {
  const items = (JSON.parse(readFileSync(join(photosDir, 'manifest.json'), 'utf8')) as { items: Item[] })
    .items;
  const gallery = items.filter((i) => /^gallery/.test(i.role) || i.role === 'distractor');
  const known = new Map<string, { prepared: Prepared; fp: FreshFingerprint; phash: string; kept: Kept }>();
  const index = new MatchIndex();
  for (const item of gallery) {
    const prepared = prepare(await decoded(join(photosDir, item.file)));
    const fp = fingerprintPrepared(prepared);
    const kept = keptOf(prepared, fp);
    known.set(item.file, { prepared, fp, phash: await phash(join(photosDir, item.file)), kept });
    index.add(item.file, fp);
  }
  console.log(
    `gallery: ${index.size} pictures, ${(index.bytes / index.size).toFixed(0)} bytes each in memory`,
  );
  const check = async (
    item: Item,
  ): Promise<{
    looks: Map<string, Look>;
    ranked: string[];
    /** What is compared: the first five and the close-ups. */
    looked: string[];
    near: string[];
    fp: FreshFingerprint;
    prepared: Prepared;
    phash: string;
  }> => {
    const picture = await decoded(join(photosDir, item.file));
    const prepared = timed('prepare', () => prepare(picture));
    const fp = timed('hash', () => fingerprintPrepared(prepared));
    times.perMegapixel ??= [];
    times.perMegapixel.push(
      (times.prepare!.at(-1)! + times.hash!.at(-1)!) / ((picture.width * picture.height) / 1e6),
    );
    const ranked = timed('search', () => index.search(fp, 20)).map((f) => f.id);
    // As in the product: what the photo may be a close crop of is looked at after the first four.
    const near = timed('close-up', () => index.closeUps(fp)).map((f) => f.id);
    const looked = [...new Set([...ranked.slice(0, 5), ...near])];
    const looks = new Map<string, Look>();
    return { looks, ranked, looked, near, fp, prepared, phash: await phash(join(photosDir, item.file)) };
  };
  const hard = () =>
    hardKinds(
      index,
      new Map(
        gallery
          .filter(({ file }) => /^(shop|same-object)\//.test(file))
          .map(({ file }) => [file, join(photosDir, file)]),
      ),
      (id) => known.get(id)!.prepared,
      Number(options.hard),
      kinds,
    );
  if (options.kinds) {
    await hard();
    return [];
  }
  await hardCopies(
    index,
    new Map(gallery.map(({ file }) => [file, join(photosDir, file)])),
    (id) => known.get(id)!.prepared,
    7 * every,
  );
  await hard();
  const claims = items.filter((i) => i.truth.copy_of).filter((_, k) => k % every === 0);
  for (const claim of claims) {
    const source = claim.truth.copy_of!;
    const { ranked, looked, near, fp, prepared, phash: hash } = await check(claim);
    const own = known.get(source)!;
    queries.push({ source, fp });
    const seen = look(prepared, own.prepared);
    throughStages(prepared, own.kept, near.includes(source), seen.match?.level ?? 'none');
    const rank = ranked.indexOf(source) + 1;
    positives.push({
      name: claim.file,
      source,
      kind: claim.truth.transform!,
      level: looked.includes(source) ? (seen.match?.level ?? 'none') : 'not-found',
      score: Math.round(seen.real) < SMALL ? Math.min(seen.score, 0.55) : seen.score,
      confidence: seen.match?.confidence ?? 0,
      right: true,
      rank,
      blockhash: -hashDistance(fp.blockHash, own.fp.blockHash),
      phash: -bitsApart(hash, own.phash),
      inliers: inliers(prepared, own.prepared),
      regions:
        seen.match && claim.mask
          ? scoreRegions(seen.match.changed, await readMask(join(photosDir, claim.mask)))
          : undefined,
    });
  }
  const genuine = items.filter((i) => i.role === 'genuine').filter((_, k) => k % every === 0);
  for (const photo of genuine) {
    const { looked, near, fp, prepared, phash: hash } = await check(photo);
    let best: Look = { score: 0, match: null, real: 0 };
    let bestInliers = 0;
    for (const id of looked) {
      if (photo.truth.same_exposure?.includes(id)) continue;
      const seen = look(prepared, known.get(id)!.prepared);
      throughStages(prepared, known.get(id)!.kept, near.includes(id), seen.match?.level ?? 'none');
      bestInliers = Math.max(bestInliers, inliers(prepared, known.get(id)!.prepared));
      if (seen.score > best.score) best = seen;
    }
    negatives.push({
      name: photo.file,
      source: photo.truth.object ?? photo.truth.product ?? photo.file,
      kind: photo.file.split('/')[0]!,
      level: best.match?.level ?? 'none',
      score: Math.round(best.real) < SMALL ? Math.min(best.score, 0.55) : best.score,
      confidence: best.match?.confidence ?? 0,
      right: false,
      blockhash: Math.max(...[...known.values()].map((k) => -hashDistance(fp.blockHash, k.fp.blockHash))),
      phash: Math.max(...[...known.values()].map((k) => -bitsApart(hash, k.phash))),
      inliers: bestInliers,
    });
  }
  return measureGrowth(
    index,
    [...known.values()].map((k) => k.fp),
    queries,
  );
}

async function generated(count: number): Promise<void> {
  for (let seed = 1; seed <= count; seed++) {
    const pair = await negative(seed);
    const seen = look(prepare(pair.photo), prepare(pair.known));
    negatives.push({
      name: `generated/${seed}`,
      source: `generated/${seed}`,
      kind: pair.kind,
      level: seen.match?.level ?? 'none',
      score: seen.score,
      confidence: seen.match?.confidence ?? 0,
      right: false,
      blockhash: Number.NEGATIVE_INFINITY,
      phash: Number.NEGATIVE_INFINITY,
      inliers: 0,
    });
  }
  for (let seed = 1; seed <= Math.ceil(count / 8); seed++) {
    const pair = await positive(seed);
    const seen = look(prepare(pair.photo), prepare(pair.known));
    positives.push({
      name: `generated/${seed}`,
      source: `generated/${seed}`,
      kind: `drawn ${pair.transform}`,
      level: seen.match?.level ?? 'none',
      score: seen.score,
      confidence: seen.match?.confidence ?? 0,
      right: true,
      blockhash: Number.NEGATIVE_INFINITY,
      phash: Number.NEGATIVE_INFINITY,
      inliers: 0,
    });
  }
}

const growth = hasSamples ? await samples() : [];
if (!hasSamples) console.log('samples: absent, only the generator is measured');
if (!options.kinds) {
  await generated(Number(options.negatives));
  await printRows(Number(options.prints));
  printReport({ positives, negatives, times });
  printStages();
  if (growth.length) printGrowth(growth);
  const bytes = encodeFingerprint(fingerprintPrepared(prepare(drawn(1)))).length;
  console.log(`stored fingerprint: ${bytes} bytes`);
  if (options.out) writeFileSync(options.out, JSON.stringify({ positives, negatives, growth }));
  if (options.plots) writePlots(options.plots, { positives, negatives, times }, growth);
}
