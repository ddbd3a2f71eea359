import { expect, it } from 'vitest';
import { plainFromColourPlanes, toColourPlanes } from '../../../lib/pixels/raster.ts';
import { random } from '../../fuzz/mutate.ts';

it('takes colours apart and puts them together again, to two steps', () => {
  const next = random(3);
  const data = Uint8ClampedArray.from({ length: 4 * 64 * 64 }, (_, i) =>
    i % 4 === 3 ? 255 : Math.floor(256 * next()),
  );
  const again = plainFromColourPlanes(toColourPlanes({ width: 64, height: 64, data }));
  const apart = data.map((v, i) => Math.abs(v - again.data[i]!));
  expect(Math.max(...apart)).toBeLessThanOrEqual(2);
});
