/** The matching bench as pictures: ROC, reliability and growth, written as SVG. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Plot from '@observablehq/plot';
import { JSDOM } from 'jsdom';
import type { Growth } from './growth.ts';
import type { Outcome, Outcomes } from './outcomes.ts';
import { wilson } from './statistics.ts';

const INK = '#1e2226';
const SERIES = ['#1f6f8b', '#8a5a00', '#6b4fa0', '#4d7a3a'];

const { document } = new JSDOM('').window;

function write(file: string, options: Plot.PlotOptions): void {
  const svg = Plot.plot({
    document,
    width: 620,
    height: 360,
    marginLeft: 56,
    style: { background: '#ffffff', color: INK, fontSize: '12px' },
    ...options,
  });
  const node = svg.tagName.toLowerCase() === 'svg' ? svg : svg.querySelector('svg:last-of-type');
  if (!node) throw new Error(`${file}: the plot holds no SVG`);
  node.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  writeFileSync(file, `${node.outerHTML}\n`);
}

/** Beyond this share of false alarms no threshold is of use. */
const SHOWN = 0.2;
const LABEL_GAP = 0.05;

interface Point {
  name: string;
  passed: number;
  found: number;
}

/** Share of copies found against share of honest pairs let through, for every threshold of one score. */
function curve(name: string, real: Outcome[], honest: Outcome[], score: (o: Outcome) => number): Point[] {
  const steps = [...new Set([...real, ...honest].map(score))].sort((a, b) => b - a);
  const points = steps.map((t) => ({
    name,
    passed: honest.filter((o) => score(o) >= t).length / Math.max(1, honest.length),
    found: real.filter((o) => score(o) >= t).length / Math.max(1, real.length),
  }));
  return [{ name, passed: 0, found: 0 }, ...points];
}

function rocPlot(file: string, { positives, negatives }: Outcomes): void {
  const real = positives.filter((p) => p.rank !== undefined);
  const honest = negatives.filter((n) => Number.isFinite(n.blockhash));
  const data = [
    ...curve('this matcher', real, honest, (o) => o.score),
    ...curve('inliers alone', real, honest, (o) => o.inliers),
    ...curve('image-hash', real, honest, (o) => o.blockhash),
    ...curve('sharp-phash', real, honest, (o) => o.phash),
  ];
  const ends = [...new Set(data.map((d) => d.name))]
    .map((name) => data.filter((d) => d.name === name && d.passed <= SHOWN).at(-1)!)
    .sort((a, b) => b.found - a.found);
  // Curves that end together keep their names apart.
  let above = 1 + LABEL_GAP;
  const labels = ends.map((end) => {
    above = Math.min(end.found, above - LABEL_GAP);
    return { ...end, at: above };
  });
  write(file, {
    marginRight: 96,
    x: { label: 'honest photos let through', domain: [0, SHOWN], clamp: true, tickFormat: '.0%' },
    y: { label: 'copies found', domain: [0, 1], tickFormat: '.0%', grid: true },
    color: { domain: [...new Set(data.map((d) => d.name))], range: SERIES },
    marks: [
      Plot.line(
        data.filter((d) => d.passed <= SHOWN),
        { x: 'passed', y: 'found', stroke: 'name', strokeWidth: 2, curve: 'step-after' },
      ),
      Plot.text(labels, { x: 'passed', y: 'at', text: 'name', dx: 6, textAnchor: 'start', fill: 'name' }),
    ],
  });
}

const BINS = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 1.0001];

function reliabilityPlot(file: string, { positives, negatives }: Outcomes): void {
  const said = [...positives, ...negatives].filter((o) => ['copy', 'likely', 'rerendered'].includes(o.level));
  const data = BINS.slice(1).flatMap((hi, i) => {
    const group = said.filter((o) => o.confidence >= BINS[i]! && o.confidence < hi);
    if (!group.length) return [];
    const right = group.filter((o) => o.right).length;
    const [low, high] = wilson(right, group.length);
    const mean = group.reduce((sum, o) => sum + o.confidence, 0) / group.length;
    return [{ mean, right: right / group.length, low, high, n: `n = ${group.length}` }];
  });
  write(file, {
    marginRight: 64,
    x: { label: 'confidence reported', domain: [0, 1], tickFormat: '.0%' },
    y: { label: 'share that is right (95 % interval)', domain: [0, 1], tickFormat: '.0%', grid: true },
    marks: [
      Plot.line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: '#9aa0a6', strokeDasharray: '4 4' },
      ),
      Plot.ruleX(data, { x: 'mean', y1: 'low', y2: 'high', stroke: SERIES[0]!, strokeWidth: 2 }),
      Plot.dot(data, { x: 'mean', y: 'right', r: 5, fill: SERIES[0]! }),
      Plot.text(data, { x: 'mean', y: 'right', text: 'n', dx: 8, dy: -9, textAnchor: 'start', fill: INK }),
    ],
  });
}

function growthPlot(file: string, growth: Growth[]): void {
  write(file, {
    x: {
      label: 'pictures in the library',
      type: 'log',
      tickFormat: ',d',
      ticks: growth.map((g) => g.pictures),
    },
    y: { label: 'source among the best 5', domain: [0.9, 1], tickFormat: '.0%', grid: true },
    marks: [
      Plot.line(growth, {
        x: 'pictures',
        y: (g: Growth) => g.inFive / g.of,
        stroke: SERIES[0]!,
        strokeWidth: 2,
      }),
      Plot.dot(growth, { x: 'pictures', y: (g: Growth) => g.inFive / g.of, r: 5, fill: SERIES[0]! }),
      Plot.text(growth, {
        x: 'pictures',
        y: (g: Growth) => g.inFive / g.of,
        text: (g: Growth) => `${g.ms.toFixed(0)} ms`,
        dy: 18,
        fill: INK,
      }),
    ],
  });
}

/** Writes `roc.svg`, `reliability.svg` and, where growth was measured, `growth.svg` into `folder`. */
export function writePlots(folder: string, outcomes: Outcomes, growth: Growth[]): void {
  rocPlot(join(folder, 'roc.svg'), outcomes);
  reliabilityPlot(join(folder, 'reliability.svg'), outcomes);
  if (growth.length) growthPlot(join(folder, 'growth.svg'), growth);
}
