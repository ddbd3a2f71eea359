/** What is said of honest buyers of flat prints, by kind of photo: against them, and at which level the pictures match. */
import { prepare, verify } from '../../../../lib/match/index.ts';
import { decoded } from '../../../unit/match/pictures.ts';
import { share } from '../statistics.ts';
import { ARTWORKS, printPair } from './pairs.ts';
import { against } from './said.ts';

/** Prints a row per kind over the first `count` pairs. */
export async function printRows(count: number): Promise<void> {
  const kinds = new Map<string, { accused: number; levels: Record<string, number> }>();
  for (let seed = 0; seed < count; seed++) {
    const { kind, own, photo, known } = await printPair(seed);
    const match = verify(prepare(await decoded(photo)), prepare(await decoded(known)));
    const level = match?.level ?? 'none';
    const accused = against(match, own).length > 0 ? 1 : 0;
    for (const name of [kind, 'all']) {
      const row = kinds.get(name) ?? { accused: 0, levels: {} };
      row.accused += accused;
      row.levels[level] = (row.levels[level] ?? 0) + 1;
      kinds.set(name, row);
    }
  }
  console.log(
    `\n| honest flat prints (${ARTWORKS} artworks) | n | accused | copy | likely or re-rendered | part | same flat picture | same goods | nothing |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |`,
  );
  for (const [kind, { accused, levels }] of kinds) {
    const of = (...names: string[]): number => names.reduce((sum, name) => sum + (levels[name] ?? 0), 0);
    const n = of(...Object.keys(levels));
    console.log(
      `| ${kind} | ${n} | ${share(accused, n)} | ${of('copy')} | ${of('likely', 'rerendered')} | ${of('part')} | ${of('flat')} | ${of('same-goods')} | ${of('none')} |`,
    );
  }
}
