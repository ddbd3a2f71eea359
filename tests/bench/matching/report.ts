/** The matching bench's tables. */
import { NEGATIVE_KINDS } from './generator.ts';
import type { Outcome, Outcomes } from './outcomes.ts';
import { crossed, quantile, share, wilson } from './statistics.ts';

/** Prints recall per transform, false alarms per kind of negative, the figures and the confidence table as Markdown. */
export function printReport({ positives, negatives, times }: Outcomes): void {
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
