/** The clips with known truth: what the seller has, what honest buyers film, and listings filmed from a screen. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { filmGenuine, type Subject, subjects } from './genuine.ts';
import { filmScreen } from './screen.ts';

/** Where things stand below a folder that `makeTruth` has filled, as the audit takes it. */
export interface Truth {
  library: string;
  photos: string;
  /** Names of claims with one clip each. */
  genuine: string[];
  screen: string[];
}

/** Two clips of the same thing from different photos where there are enough: two buyers of one product. */
const clipsOf = ({ photos }: Subject): string[][] =>
  photos.length >= 4 ? [photos.slice(0, 2), photos.slice(2)] : [photos];

/**
 * Makes the clips below `base`.
 * @param most how many subjects of the 31 are used, evenly chosen
 */
export async function makeTruth(base: string, most = Number.POSITIVE_INFINITY): Promise<Truth> {
  const all = subjects();
  const step = Math.max(1, all.length / most);
  const chosen = all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  const truth: Truth = {
    library: join(base, 'library'),
    photos: join(base, 'photos'),
    genuine: [],
    screen: [],
  };
  for (const [i, subject] of chosen.entries()) {
    const { name, listings } = subject;
    mkdirSync(join(truth.library, name), { recursive: true });
    for (const listing of listings) copyFileSync(listing, join(truth.library, name, basename(listing)));
    for (const [k, photos] of clipsOf(subject).entries()) {
      const claim = `genuine-${name}-${k}`;
      filmGenuine(photos, join(truth.photos, claim, 'clip.mp4'), i * 2 + k);
      truth.genuine.push(claim);
    }
    const claim = `screen-${name}`;
    await filmScreen(listings[0]!, join(truth.photos, claim, 'clip.mp4'), i);
    truth.screen.push(claim);
  }
  return truth;
}
