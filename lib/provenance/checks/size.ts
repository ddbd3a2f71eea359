/** Pixel sizes that generators hand out or screens have, and cameras do not. Weak: cropped and published pictures have them too. */
import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding } from '../../claims/finding.ts';
import type { FileCheck } from '../file-check.ts';
import { type Case, found, tracesOf } from '../proof.ts';
import type { Reading } from '../reading.ts';
import { trace } from '../trace.ts';

/** Sizes of OpenAI (gpt-image, DALL·E 3), SDXL and Flux training buckets, Gemini; squares of 1024 are left out: too common. */
const SIZES = new Set([
  '1536x1024',
  '1792x1024',
  '1344x768',
  '1216x832',
  '1152x896',
  '1408x768',
  '1184x864',
  '1248x832',
  '1448x1086',
]);

/** Screens of phones sold since 2017, short side first; a picture of exactly this shape is mostly a screenshot. */
const SCREENS = new Set([
  '750x1334',
  '828x1792',
  '1080x2160',
  '1080x2220',
  '1080x2280',
  '1080x2312',
  '1080x2316',
  '1080x2340',
  '1080x2376',
  '1080x2388',
  '1080x2400',
  '1080x2408',
  '1080x2412',
  '1080x2460',
  '1125x2436',
  '1170x2532',
  '1179x2556',
  '1200x2640',
  '1200x2670',
  '1206x2622',
  '1212x2616',
  '1220x2712',
  '1224x2720',
  '1228x2700',
  '1240x2772',
  '1242x2208',
  '1242x2688',
  '1256x2760',
  '1260x2800',
  '1264x2780',
  '1284x2778',
  '1290x2796',
  '1320x2868',
  '1344x2992',
  '1440x2960',
  '1440x3040',
  '1440x3120',
  '1440x3200',
]);

function read(r: Reading): void {
  const [long, short] = [Math.max(r.w.width, r.w.height), Math.min(r.w.width, r.w.height)];
  if (r.traces.some((t) => t.id === 'device')) return;
  const at = { place: `${r.w.prefix}:size`, offset: -1, length: 0, raw: `${r.w.width}×${r.w.height}` };
  const size = { width: r.w.width, height: r.w.height };
  if (SCREENS.has(`${short}x${long}`)) trace(r, 'size.phone-screen', at, size);
  if (SIZES.has(`${long}x${short}`)) trace(r, 'size.generator', at, size);
}

const codes = {
  'generator-size': code({
    strengths: ['weak'],
    family: 'pixels',
    reason: 'META',
    hard: 'never',
    facts: traceFacts({ width: v.number(), height: v.number() }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

declare module '../types.ts' {
  interface TraceValues {
    'size.generator': { width: number; height: number };
    'size.phone-screen': { width: number; height: number };
  }
}

function judge(c: Case): Finding[] {
  // A declaration says it better; a size beside it adds nothing.
  if (c.report.ai !== 'none') return [];
  return tracesOf(c, 'size.generator').map((t) =>
    found('generator-size', 'weak', 'generator-size', t, t.values),
  );
}

export const size: FileCheck = {
  id: 'generator-size',
  codes,
  traces: { 'size.generator': null, 'size.phone-screen': null },
  read,
  judge,
  unlisted: true,
};
