/** Places on made-up views: damage painted in one view, in both, in none, and looked up from one view in the other. */
import { readdirSync } from 'node:fs';
import { join as path } from 'node:path';
import { seeded } from '../../../lib/match/fingerprint/pattern.ts';
import type { Box } from '../../../lib/pixels/box.ts';
import { applyTo } from '../../../lib/pixels/homography.ts';
import { surfaceFeatures } from '../../../lib/place/features/features.ts';
import { join } from '../../../lib/place/join/join.ts';
import { findPlace, type PlaceState } from '../../../lib/place/patch/place.ts';
import { SAMPLES } from '../../samples.ts';
import { pixelsOf } from '../pixels.ts';
import { type Damage, damaged, type Shape, type View, view } from './scenes.ts';

export const SHAPES: Shape[] = ['flat', 'round'];
const MODES = ['one', 'both', 'none'] as const;

export interface PlaceSeen {
  damage: (typeof MODES)[number];
  state: PlaceState;
  /** Pixels between where it was found and where it is; NaN where it was not found. */
  error: number;
}

/** The box around damage in a view; null where the view does not show all of it. */
function boxIn(own: View, { x, y, r }: Damage): Box | null {
  const rim = [
    [-r, 0],
    [r, 0],
    [0, -r],
    [0, r],
  ].map(([dx, dy]) => own.fromSurface(x + dx!, y + dy!));
  if (rim.some((p) => !p || p[0] < 0 || p[1] < 0 || p[0] > own.picture.width || p[1] > own.picture.height))
    return null;
  const xs = rim.map((p) => p![0]);
  const ys = rim.map((p) => p![1]);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** Places that both views show, of `count` surfaces. */
export async function madeUp(shape: Shape, count: number): Promise<PlaceSeen[]> {
  const root = path(SAMPLES, 'photos');
  const shop = readdirSync(path(root, 'shop'))
    .sort()
    .map((file) => path(root, 'shop', file));
  const packs = readdirSync(path(root, 'packages'))
    .sort()
    .map((name) => path(root, 'packages', name, 'listing.jpg'));
  const random = seeded(71);
  const out: PlaceSeen[] = [];
  for (let k = 0; k < count; k++) {
    const surface = await pixelsOf((k % 2 ? shop[(k * 7) % shop.length] : packs[k % packs.length])!);
    const grounds = [
      await pixelsOf(shop[(k * 13 + 5) % shop.length]!),
      await pixelsOf(shop[(k * 17 + 9) % shop.length]!),
    ];
    const damage: Damage = {
      x: surface.width * (0.25 + 0.5 * random()),
      y: surface.height * (0.25 + 0.5 * random()),
      r: Math.min(surface.width, surface.height) * (0.05 + 0.06 * random()),
    };
    const worn = damaged(surface, damage, k, k + 1);
    for (const mode of MODES) {
      const a = await view(mode === 'none' ? surface : worn, grounds[0]!, shape, k * 10 + 1);
      const b = await view(mode === 'both' ? worn : surface, grounds[1]!, shape, k * 10 + 2);
      const box = boxIn(a, damage);
      if (!box || !boxIn(b, damage)) continue;
      const photo = { picture: a.picture, features: surfaceFeatures(a.picture) };
      const other = { picture: b.picture, features: surfaceFeatures(b.picture) };
      const found = findPlace(photo, other, join(photo.features, other.features), box);
      const middle = [box.x + box.width / 2, box.y + box.height / 2] as const;
      const on = a.toSurface(...middle);
      const truth = on && b.fromSurface(...on);
      if (!truth) continue;
      const at = found.map && applyTo(found.map, ...middle);
      out.push({
        damage: mode,
        state: found.state,
        error: at ? Math.hypot(at[0] - truth[0], at[1] - truth[1]) : Number.NaN,
      });
    }
  }
  return out;
}
