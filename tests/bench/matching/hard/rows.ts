/** Measures the hard kinds over real sources, against a gallery of all sample pictures, and prints a row each. */
import type { MatchIndex, Prepared } from '../../../../lib/match/index.ts';
import { fingerprintPrepared, isEdited, prepare, verify } from '../../../../lib/match/index.ts';
import { decoded } from '../../../unit/match/pictures.ts';
import { keptOf, reachesPixels } from '../stages.ts';
import { half, share } from '../statistics.ts';
import { type HardClaim, type HardKind, hardClaim, UNEDITED } from './kinds.ts';
import { type Rgb, read } from './raster.ts';

/** First seed of each half of the sources: thresholds were chosen on half 0 with other seeds, the rows are of half 1. */
const SEED = 20_000;
const SCENE = /^same-object\//;

/** Cut-outs of this size and more, of their source's, have a row of their own. */
const LARGE_CUT = 0.3;

interface Row {
  kind: string;
  n: number;
  /** Source first, and among the first five, of the search or the close-ups. */
  first: number;
  five: number;
  /** Claims named as derived at all (copy, likely, re-rendered or part), compared directly with their source. */
  named: number;
  /** Those of them that are named where the goods are known: by the search, or by the stages before the pixels. */
  known: number;
  levels: Record<string, number>;
  edited: number;
}

/** Claims of every kind, `each` at most, over the sources of half 1 in turn. */
async function* claims(
  files: ReadonlyMap<string, string>,
  each: number,
  kinds: readonly HardKind[],
): AsyncGenerator<{ id: string; claim: HardClaim }> {
  const sources = [...files].filter(([id]) => half(id) === 1);
  const scenes = [...files].filter(([id]) => SCENE.test(id));
  const pictures = new Map<string, Rgb>();
  const picture = async (file: string): Promise<Rgb> => {
    const known = pictures.get(file) ?? (await read(file, 900));
    pictures.set(file, known);
    return known;
  };
  for (const kind of kinds) {
    let made = 0;
    for (let k = 0; made < each && k < 3 * each; k++) {
      const [id, file] = sources[k % sources.length]!;
      const folder = id.slice(0, id.lastIndexOf('/'));
      const others = scenes.filter(([name]) => !name.startsWith(folder));
      const chosen = await Promise.all(
        [0, 1, 2, 3].map((j) => picture(others[(k * 3 + j * 5) % others.length]![1])),
      );
      const claim = await hardClaim(kind, SEED + k, await picture(file), chosen);
      if (!claim) continue;
      made++;
      yield { id, claim };
    }
  }
}

function print({ kind, n, first, five, named, known, levels, edited }: Row): void {
  const count = (...names: string[]): number => names.reduce((sum, name) => sum + (levels[name] ?? 0), 0);
  console.log(
    `| ${kind} | ${n} | ${share(first, n)} | ${share(five, n)} | ${share(named, n)} | ${share(known, n)} | ${count('copy')} | ${count('likely', 'rerendered')} | ${count('part')} | ${count('flat')} | ${share(count('same-goods'), n)} | ${UNEDITED.has(kind as HardKind) ? `${share(edited, n)} (wrong)` : share(edited, n)} |`,
  );
}

/** Prints one row per kind as it is done. `files` maps gallery ids to paths; `known` gives their prepared pictures. */
export async function hardKinds(
  index: MatchIndex,
  files: ReadonlyMap<string, string>,
  known: (id: string) => Prepared,
  each: number,
  kinds: readonly HardKind[],
): Promise<void> {
  const sources = new Set<string>();
  console.log(
    '\n| hard kind | n | source first | among those looked at | named as derived | with the goods known | copy | likely or re-rendered | part | same flat picture | same goods (wrong) | called edited |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  );
  const empty = (kind: string): Row => ({
    kind,
    n: 0,
    first: 0,
    five: 0,
    named: 0,
    known: 0,
    levels: {},
    edited: 0,
  });
  let rows: Row[] = [];
  for await (const { id, claim } of claims(files, each, kinds)) {
    sources.add(id);
    if (rows[0]?.kind !== claim.kind) {
      rows.forEach(print);
      rows = [empty(claim.kind), ...(claim.kind === 'cut-out' ? [empty('cut-out from 30 %')] : [])];
    }
    const photo = prepare(await decoded(claim.bytes));
    const fp = fingerprintPrepared(photo);
    const ranked = index.search(fp, 5).map((one) => one.id);
    const near = index.closeUps(fp).map((one) => one.id);
    const match = verify(photo, known(id));
    const level = match?.level ?? 'none';
    const found = ranked.includes(id) || near.includes(id);
    const derived = match !== null && level !== 'same-goods' && level !== 'flat';
    const source = known(id);
    const toldKnown = derived && (found || reachesPixels(photo, keptOf(source, fingerprintPrepared(source))));
    for (const row of (claim.size ?? 1) < LARGE_CUT ? rows.slice(0, 1) : rows) {
      row.n++;
      if (ranked[0] === id) row.first++;
      if (found) row.five++;
      row.levels[level] = (row.levels[level] ?? 0) + 1;
      if (derived) row.named++;
      if (toldKnown) row.known++;
      if (derived && isEdited(match)) row.edited++;
    }
  }
  rows.forEach(print);
  console.log(`over ${sources.size} sources`);
}
