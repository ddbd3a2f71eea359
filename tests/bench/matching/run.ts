/**
 * `npm run bench:matching [-- --every N] [--negatives N] [--out FILE]`: recall, false alarms, regions and speed of matching on the
 * sample photos and on the seeded generator, with Wilson intervals, beside image-hash, sharp-phash and plain inlier counts.
 * `--every N` takes every Nth claim and genuine photo.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import phash from 'sharp-phash';
import { findConsensus } from '../../../lib/match/consensus.ts';
import { hashDistance } from '../../../lib/match/global-hash.ts';
import {
  encodeFingerprint,
  type Fingerprint,
  fingerprintPrepared,
  MatchIndex,
  type Prepared,
  prepare,
} from '../../../lib/match/index.ts';
import { evidenceOf, judge, SMALL } from '../../../lib/match/level.ts';
import { pairFeatures } from '../../../lib/match/pairing.ts';
import type { Match } from '../../../lib/match/types.ts';
import { measurePair } from '../../../lib/match/verify.ts';
import { hasSamples, SAMPLES } from '../../samples.ts';
import { decoded, drawn } from '../../unit/match/pictures.ts';
import { NEGATIVE_KINDS, negative, positive } from './generator.ts';
import { crossed, quantile, share, wilson } from './statistics.ts';
import { type RegionScore, readMask, scoreRegions } from './truth.ts';

const { values: options } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    negatives: { type: 'string', default: '400' },
    out: { type: 'string' },
  },
});
const every = Number(options.every);
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

interface Outcome {
  name: string;
  source: string;
  kind: string;
  level: string;
  score: number;
  confidence: number;
  right: boolean;
  rank?: number;
  blockhash: number;
  phash: number;
  inliers: number;
  regions?: RegionScore;
}

const positives: Outcome[] = [];
const negatives: Outcome[] = [];

async function samples(): Promise<void> {
  const items = (JSON.parse(readFileSync(join(photosDir, 'manifest.json'), 'utf8')) as { items: Item[] })
    .items;
  const gallery = items.filter((i) => /^gallery/.test(i.role) || i.role === 'distractor');
  const known = new Map<string, { prepared: Prepared; fp: Fingerprint; phash: string }>();
  const index = new MatchIndex();
  for (const item of gallery) {
    const prepared = prepare(await decoded(join(photosDir, item.file)));
    const fp = fingerprintPrepared(prepared);
    known.set(item.file, { prepared, fp, phash: await phash(join(photosDir, item.file)) });
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
    fp: Fingerprint;
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
    const looks = new Map<string, Look>();
    return { looks, ranked, fp, prepared, phash: await phash(join(photosDir, item.file)) };
  };
  const claims = items.filter((i) => i.truth.copy_of).filter((_, k) => k % every === 0);
  for (const claim of claims) {
    const source = claim.truth.copy_of!;
    const { ranked, fp, prepared, phash: hash } = await check(claim);
    const own = known.get(source)!;
    const seen = look(prepared, own.prepared);
    const rank = ranked.indexOf(source) + 1;
    positives.push({
      name: claim.file,
      source,
      kind: claim.truth.transform!,
      level: rank > 0 && rank <= 5 ? (seen.match?.level ?? 'none') : 'not-found',
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
    const { ranked, fp, prepared, phash: hash } = await check(photo);
    let best: Look = { score: 0, match: null, real: 0 };
    let bestInliers = 0;
    for (const id of ranked.slice(0, 5)) {
      if (photo.truth.same_exposure?.includes(id)) continue;
      const seen = look(prepared, known.get(id)!.prepared);
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

function report(): void {
  const real = positives.filter((p) => p.rank !== undefined);
  const copied = (p: Outcome): boolean => p.level === 'copy';
  const found = (p: Outcome): boolean =>
    p.level === 'copy' || p.level === 'likely' || p.level === 'rerendered';
  console.log(
    '\n| transform | n | copy | copy, likely or re-rendered | IoU median | hit | first region | outside |\n| --- | --- | --- | --- | --- | --- | --- | --- |',
  );
  for (const kind of [...new Set(positives.map((p) => p.kind))]) {
    const group = positives.filter((p) => p.kind === kind);
    const marked = group.flatMap((p) => p.regions ?? []);
    const n = marked.length;
    const cells = n
      ? `${quantile(
          marked.map((r) => r.iou),
          0.5,
        ).toFixed(
          2,
        )} | ${marked.filter((r) => r.hit).length}/${n} | ${marked.filter((r) => r.first).length}/${n} | ${((100 * marked.reduce((s, r) => s + r.outside, 0)) / n).toFixed(2)} %`
      : '- | - | - | -';
    console.log(
      `| ${kind} | ${group.length} | ${group.filter(copied).length} | ${group.filter(found).length} | ${cells} |`,
    );
  }
  console.log(
    '\n| negatives | n | called copy | likely or re-rendered | part / same goods | highest score |\n| --- | --- | --- | --- | --- | --- |',
  );
  for (const kind of [...new Set(negatives.map((p) => p.kind))]) {
    const group = negatives.filter((p) => p.kind === kind);
    const count = (levels: string[]): number => group.filter((p) => levels.includes(p.level)).length;
    console.log(
      `| ${kind} | ${group.length} | ${count(['copy'])} | ${count(['likely', 'rerendered'])} | ${count(['part', 'same-goods'])} | ${Math.max(...group.map((p) => p.score)).toFixed(2)} |`,
    );
  }
  const honest = negatives.filter((n) => !(NEGATIVE_KINDS as readonly string[]).includes(n.kind));
  const made = negatives.filter((n) => (NEGATIVE_KINDS as readonly string[]).includes(n.kind));
  const alarms = (group: Outcome[]): string => `${share(group.filter(copied).length, group.length)}`;
  const marked = real.flatMap((p) => (found(p) ? (p.regions ?? []) : []));
  const rows: [string, string][] = [
    ['genuine samples called copy', alarms(honest)],
    [
      'generated negatives called copy',
      `${alarms(made)}, upper bound ${(100 * wilson(made.filter(copied).length, made.length)[1]).toFixed(2)} %`,
    ],
    [
      'copies found (copy, likely under 400 px, or re-rendered), end to end',
      share(real.filter(found).length, real.length),
    ],
    [
      'the right source among the best 5',
      share(real.filter((p) => p.rank! > 0 && p.rank! <= 5).length, real.length),
    ],
    ['edit hit: some region', share(marked.filter((r) => r.hit).length, marked.length)],
    ['edit hit: first region', share(marked.filter((r) => r.first).length, marked.length)],
    [
      'marked outside the edit (mean)',
      `${((100 * marked.reduce((s, r) => s + r.outside, 0)) / Math.max(1, marked.length)).toFixed(2)} %`,
    ],
  ];
  for (const [name, pick] of [
    ['this matcher', (o: Outcome) => o.score],
    ['inliers alone (brute force, same features)', (o: Outcome) => o.inliers],
    ['image-hash blockhash', (o: Outcome) => o.blockhash],
    ['sharp-phash', (o: Outcome) => o.phash],
  ] as const) {
    const give = (o: Outcome): { name: string; score: number } => ({ name: o.source, score: pick(o) + 1000 });
    const c = crossed(real.map(give), honest.map(give));
    rows.push([
      `recall, threshold from the other half: ${name}`,
      `${share(c.found, c.of)}; genuine let through ${c.passed}/${c.passedOf}`,
    ]);
  }
  for (const [name, unit] of [
    ['perMegapixel', 'fingerprint, processor ms per megapixel'],
    ['verify', 'verify one pair, processor ms'],
    ['search', 'search the sample gallery (all passes), processor ms'],
  ] as const) {
    const t = times[name] ?? [];
    rows.push([unit, `median ${quantile(t, 0.5).toFixed(1)}, fastest tenth ${quantile(t, 0.1).toFixed(1)}`]);
  }
  console.log('\n| figure | this project |\n| --- | --- |');
  for (const [name, value] of rows) console.log(`| ${name} | ${value} |`);
  console.log('\n| reported confidence | n | right |\n| --- | --- | --- |');
  const said = [...positives, ...negatives].filter((p) => ['copy', 'likely', 'rerendered'].includes(p.level));
  for (const [lo, hi] of [
    [0, 0.6],
    [0.6, 0.9],
    [0.9, 0.97],
    [0.97, 0.99],
    [0.99, 1.01],
  ] as const) {
    const group = said.filter((p) => p.confidence >= lo && p.confidence < hi);
    console.log(
      `| ${lo}–${Math.min(1, hi)} | ${group.length} | ${share(group.filter((p) => p.right).length, group.length)} |`,
    );
  }
}

if (hasSamples) await samples();
else console.log('samples: absent, only the generator is measured');
await generated(Number(options.negatives));
report();
const bytes = encodeFingerprint(fingerprintPrepared(prepare(drawn(1)))).length;
console.log(`stored fingerprint: ${bytes} bytes`);
if (options.out) writeFileSync(options.out, JSON.stringify({ positives, negatives }));
