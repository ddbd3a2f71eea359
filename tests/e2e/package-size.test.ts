/** The store packages stay small enough to be installed over a shop's line. */
import { expect, it } from 'vitest';
import { MOST_PACKAGE_MB, zippedBytes } from '../bench/package-size.ts';
import { BROWSERS } from '../browsers/kinds.ts';

it.each(BROWSERS)('the package for %s is at most 45 MB', (browser) => {
  expect(zippedBytes(browser) / 1e6).toBeLessThanOrEqual(MOST_PACKAGE_MB);
});
