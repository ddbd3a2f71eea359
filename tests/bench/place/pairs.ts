/** Pairs of the shared samples: different photos of one thing, and photos of different goods. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../../../lib/match/fingerprint/pattern.ts';
import { SAMPLES } from '../../samples.ts';

export type Pair = [a: string, b: string];

/** Photos of living things are no goods. */
const ALIVE = /^(dog|cat)/;

const photos = (folder: string): string[][] => {
  const root = join(SAMPLES, 'photos', folder);
  return readdirSync(root)
    .sort()
    .filter((name) => !ALIVE.test(name))
    .map((name) =>
      readdirSync(join(root, name))
        .filter((file) => !file.startsWith('listing'))
        .sort()
        .map((file) => join(root, name, file)),
    );
};

/** All pairs inside each group. */
const within = (groups: string[][]): Pair[] =>
  groups.flatMap((group) => group.flatMap((a, i) => group.slice(i + 1).map((b): Pair => [a, b])));

export const objectPairs = (): Pair[] => within(photos('same-object'));
export const packagePairs = (): Pair[] => within(photos('packages'));

/** `count` pairs of photos of different goods, drawn from a seed. */
export function strangerPairs(count: number): Pair[] {
  const groups = [...photos('same-object'), ...photos('packages')];
  const all = groups.flatMap((group, g) => group.map((file) => ({ file, g })));
  const random = seeded(19);
  const out: Pair[] = [];
  while (out.length < count) {
    const a = all[Math.floor(random() * all.length)]!;
    const b = all[Math.floor(random() * all.length)]!;
    if (a.g !== b.g) out.push([a.file, b.file]);
  }
  return out;
}

/** Maker of a package by its folder's first word: packs of one maker share printed panels. */
export const makerOf = (file: string): string => file.split('/').at(-2)?.split('-')[0] ?? '';
