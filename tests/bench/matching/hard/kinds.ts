/** The hard kinds of claims: which there are, and one of each from a seed. */
import { seeded } from '../../../../lib/match/fingerprint/pattern.ts';
import { DAMAGES, damaged } from './damage.ts';
import { FILTERS, filtered } from './filters.ts';
import { productOf } from './product.ts';
import { type Cover, delivered, type Rgb } from './raster.ts';
import { closeUp, pasted, redrawnLike, swapped } from './scenes.ts';
import { bubbled, chatted, collage, photographed } from './screens.ts';

export const HARD_KINDS = [
  'swap',
  'cut-out',
  'chat',
  'collage',
  'crop',
  'screen',
  'filter',
  'filter-edited',
  'bubble',
  're-render',
] as const;
export type HardKind = (typeof HARD_KINDS)[number];

/** Kinds in which nothing was painted: whatever is called an edit there is a false statement. */
export const UNEDITED: ReadonlySet<HardKind> = new Set(['filter', 'bubble']);

export interface HardClaim {
  kind: HardKind;
  /** What exactly was done: filter, scale, share. */
  what: string;
  /** JPEG bytes as a platform delivers them. */
  bytes: Buffer;
  /** Share of the source's sides or of the screen, where that is what makes it hard. */
  size?: number;
}

const where = (product: Cover | null, p: Rgb, random: () => number): [number, number] => {
  for (let k = 0; k < 60; k++) {
    const x = Math.floor(p.width * (0.2 + 0.6 * random()));
    const y = Math.floor(p.height * (0.2 + 0.6 * random()));
    if (!product || product.data[y * p.width + x]! > 200) return [x, y];
  }
  return [p.width / 2, p.height / 2];
};

/** One claim made from `source`; `others` are pictures of other things, at least four. Null where the kind needs an outline and none was found. */
export async function hardClaim(
  kind: HardKind,
  seed: number,
  source: Rgb,
  others: Rgb[],
): Promise<HardClaim | null> {
  const random = seeded(seed * 977 + HARD_KINDS.indexOf(kind) * 131 + 7);
  for (let k = 0; k < 5; k++) random();
  const product = await productOf(source);
  const other = (k: number): Rgb => others[(Math.floor(random() * others.length) + k) % others.length]!;
  const quality = 62 + Math.floor(random() * 28);
  const longest = [1080, 960, 800, 720][Math.floor(random() * 4)]!;
  const hurt = async (p: Rgb): Promise<Rgb> => {
    const [x, y] = where(product, p, random);
    const size = Math.min(p.width, p.height) * (0.09 + 0.12 * random());
    return (await damaged(p, DAMAGES[Math.floor(random() * DAMAGES.length)]!, [x, y, size], other(1), random))
      .picture;
  };
  const done = async (p: Rgb, what: string, size?: number): Promise<HardClaim> => ({
    kind,
    what,
    bytes: await delivered(p, longest, quality),
    ...(size === undefined ? {} : { size }),
  });
  switch (kind) {
    case 'swap':
      return product && done(await swapped(await hurt(source), product, other(2)), 'background replaced');
    case 'cut-out': {
      const scale = 0.25 + 0.75 * random();
      return (
        product &&
        done(
          await pasted(await hurt(source), product, other(2), scale, random),
          `at ${scale.toFixed(2)}`,
          scale,
        )
      );
    }
    case 'chat': {
      const share = 0.03 + 0.09 * random();
      const more = random() < 0.4 ? [other(3)] : [];
      return {
        ...(await done(
          await chatted(await hurt(source), share, more, random),
          `${(100 * share).toFixed(0)} % of the screen`,
          share,
        )),
        bytes: await delivered(await chatted(await hurt(source), share, more, random), 2400, quality),
      };
    }
    case 'collage':
      return done(await collage([await hurt(source), other(1), other(2), other(3)], random), 'collage');
    case 'crop': {
      const share = 0.28 + 0.14 * random();
      const [x, y] = where(product, source, random);
      const size = Math.min(source.width, source.height) * share * 0.3;
      const { picture } = await damaged(
        source,
        DAMAGES[Math.floor(random() * DAMAGES.length)]!,
        [x, y, size],
        other(1),
        random,
      );
      return done(await closeUp(picture, share, [x, y]), `${(100 * share).toFixed(0)} % of the sides`, share);
    }
    case 'screen':
      return done(await photographed(await hurt(source), random), 'photographed screen');
    case 'filter': {
      const filter = FILTERS[seed % FILTERS.length]!;
      return done(await filtered(source, filter, 0.35 + 0.65 * random()), filter);
    }
    case 'filter-edited': {
      const filter = FILTERS[seed % FILTERS.length]!;
      return done(await filtered(await hurt(source), filter, 0.35 + 0.65 * random()), filter);
    }
    case 'bubble':
      return done(await bubbled(source, random), 'rounded corners');
    case 're-render':
      return done(await redrawnLike(source, random), 'imitated re-rendering');
  }
}
