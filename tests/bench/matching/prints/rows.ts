/** What is said of honest buyers of flat prints, by kind of photo: any level but the last three accuses them. */
import { prepare, verify } from '../../../../lib/match/index.ts';
import { decoded } from '../../../unit/match/pictures.ts';
import { share } from '../statistics.ts';
import { ARTWORKS, printPair } from './pairs.ts';

/** Prints a row per kind over the first `count` pairs. */
export async function printRows(count: number): Promise<void> {
  const kinds = new Map<string, Record<string, number>>();
  for (let seed = 0; seed < count; seed++) {
    const { kind, own, photo, known } = await printPair(seed);
    const match = verify(prepare(await decoded(photo)), prepare(await decoded(known)));
    // Of two photos of the buyer's own what is told by its light says nothing.
    const level = match && !(own && match.byLight) ? match.level : 'none';
    for (const name of [kind, 'all']) {
      const row = kinds.get(name) ?? {};
      row[level] = (row[level] ?? 0) + 1;
      kinds.set(name, row);
    }
  }
  console.log(
    `\n| honest flat prints (${ARTWORKS} artworks) | n | accused | copy | likely or re-rendered | part | same flat picture | same goods | nothing |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |`,
  );
  for (const [kind, row] of kinds) {
    const of = (...levels: string[]): number => levels.reduce((sum, level) => sum + (row[level] ?? 0), 0);
    const n = Object.values(row).reduce((sum, one) => sum + one, 0);
    const accused = of('copy', 'likely', 'rerendered', 'part');
    console.log(
      `| ${kind} | ${n} | ${share(accused, n)} | ${of('copy')} | ${of('likely', 'rerendered')} | ${of('part')} | ${of('flat')} | ${of('same-goods')} | ${of('none')} |`,
    );
  }
}
