/** The rows of the generated label set, with what the published measurement read. */
import { FONTS, type LabelRow } from './labels-set.ts';

const plain = { fonts: ['Noto Sans CJK SC'], styles: ['plain', 'shadow'] } as const;

/** `least`: read rate of the published measurement, as read of n. */
export type ReferenceRow = LabelRow & { least: [number, number] };

const reference = (size: number, opacity: number, read: number): ReferenceRow => ({
  name: `long side 1440, q75, ${size * 100} %, opacity ${opacity}`,
  longSide: 1440,
  quality: 75,
  size,
  opacity,
  ...plain,
  least: [read, 32],
});

export const REFERENCE: readonly ReferenceRow[] = [
  reference(0.05, 0.85, 32),
  reference(0.05, 0.6, 31),
  reference(0.03, 0.85, 31),
  reference(0.03, 0.6, 30),
];

const harder = (size: number, opacity: number): LabelRow => ({
  name: `long side 1080, q60, ${size * 100} %, opacity ${opacity}`,
  longSide: 1080,
  quality: 60,
  size,
  opacity,
  ...plain,
});

export const HARDER: readonly LabelRow[] = [
  harder(0.05, 0.45),
  harder(0.05, 0.3),
  harder(0.025, 0.45),
  harder(0.025, 0.3),
];
/** Published total of the harder rows at scale 1.5: 106 of 128. */
export const HARDER_LEAST = 106 / 128;

export const STYLES: readonly LabelRow[] = (['outline', 'pill', 'plain'] as const).map((style) => ({
  name: `${style}, four fonts, 5 %, opacity .7`,
  longSide: 1280,
  quality: 75,
  size: 0.05,
  opacity: 0.7,
  fonts: FONTS,
  styles: [style],
}));

/** Labels away from the strips along bottom and top: what only the look at the whole picture can find. */
export const INSIDE: readonly LabelRow[] = [
  {
    ...reference(0.05, 0.85, 0),
    name: 'left or right edge at middle height, 5 %, opacity .85',
    place: 'side',
  },
  { ...reference(0.05, 0.85, 0), name: 'anywhere inside, 5 %, opacity .85', place: 'inside' },
];
