/** Joining and finding places: the sample pairs, strangers, and made-up views with known places. */
import { type SurfaceFeatures, surfaceFeatures } from '../../../lib/place/features/features.ts';
import { join } from '../../../lib/place/join/join.ts';
import { type Figure, median, quantile } from '../figures.ts';
import { pixelsOf } from '../pixels.ts';
import { madeUp, SHAPES } from './made-up.ts';
import { makerOf, objectPairs, type Pair, packagePairs, strangerPairs } from './pairs.ts';

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Figures of the part `place`. @param strangers pairs of different goods @param scenes made-up surfaces of each shape */
export async function place(strangers = 600, scenes = 12): Promise<Figure[]> {
  const held = new Map<string, SurfaceFeatures>();
  const perPicture: number[] = [];
  const perPair: number[] = [];
  const featuresOf = async (file: string): Promise<SurfaceFeatures> => {
    const known = held.get(file);
    if (known) return known;
    const picture = await pixelsOf(file);
    const at = cpu();
    const features = surfaceFeatures(picture);
    perPicture.push(cpu() - at);
    held.set(file, features);
    return features;
  };
  const joined = async (pairs: Pair[]): Promise<Pair[]> => {
    const out: Pair[] = [];
    for (const [a, b] of pairs) {
      const [fa, fb] = [await featuresOf(a), await featuresOf(b)];
      const at = cpu();
      const found = join(fa, fb);
      perPair.push(cpu() - at);
      if (found.surfaces.length) out.push([a, b]);
    }
    return out;
  };
  const share = async (what: string, pairs: Pair[], target: number): Promise<Figure> => {
    const value = (100 * (await joined(pairs)).length) / pairs.length;
    return {
      what,
      value,
      unit: '%',
      against: `${pairs.length} pairs`,
      target: `≥ ${target} %`,
      met: value >= target,
    };
  };
  const figures = [
    await share('different photos of one object, joined', objectPairs(), 40),
    await share('different photos of one package, joined', packagePairs(), 85),
  ];
  const wrong = await joined(strangerPairs(strangers));
  const chance = wrong.filter(([a, b]) => makerOf(a) !== makerOf(b));
  const against = `${strangers} pairs`;
  figures.push(
    {
      what: 'different goods of one maker, joined by a printed panel that both bear',
      value: wrong.length - chance.length,
      unit: '',
      against,
    },
    {
      what: 'other pairs of different goods, joined (by a wall or floor that both show)',
      value: chance.length,
      unit: '',
      against,
    },
    { what: 'features of a picture, processor time, median', value: median(perPicture), unit: 'ms' },
    { what: 'joining a pair, processor time, median', value: median(perPair), unit: 'ms' },
  );
  for (const shape of SHAPES) {
    const seen = await madeUp(shape, scenes);
    const errors = seen.filter(({ state }) => state === 'seen').map(({ error }) => error);
    const count = (state: string): number => seen.filter((one) => one.state === state).length;
    figures.push(
      {
        what: `made-up ${shape} surfaces: places found`,
        value: (100 * count('seen')) / seen.length,
        unit: '%',
        against: `${seen.length} places, ${count('unsure')} not sure`,
      },
      {
        what: `made-up ${shape} surfaces: error of a found place, median of views of 1,000 px`,
        value: median(errors),
        unit: 'px',
      },
      { what: `made-up ${shape} surfaces: the same, 95 %`, value: quantile(errors, 0.95), unit: 'px' },
    );
  }
  return figures;
}
