/** Which modules a change of one file reaches: those that import it, and those that import them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const IMPORT = /\bfrom '(\.{1,2}\/[^']+\.ts)'/g;

/** Files below some folders by what they import, both as absolute paths. */
export class Graph {
  private readonly importers = new Map<string, string[]>();

  constructor(folders: string[]) {
    for (const folder of folders) {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!name.endsWith('.ts')) continue;
        const file = join(folder, name);
        for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
          const imported = resolve(file, '..', path);
          this.importers.set(imported, [...(this.importers.get(imported) ?? []), file]);
        }
      }
    }
  }

  /** The file itself and all that a change of it reaches. */
  reachedFrom(file: string): Set<string> {
    const found = new Set([file]);
    for (const one of found) for (const importer of this.importers.get(one) ?? []) found.add(importer);
    return found;
  }
}
