/**
 * Fails when two folders of one level import each other (directly or round a circle), when a folder of lib/ or components/
 * holds more than 16 loose files, or when one has no README.md that says in a sentence what belongs there.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { importsOf, sources } from './import-direction.ts';

const MOST_LOOSE = 16;
/** Folders whose files are all of one kind behind one interface, and that hold nothing else. */
const ONE_KIND = new Set(['lib/consoles/platforms', 'lib/provenance/checks']);
const TOPS = ['entrypoints', 'components', 'lib'];

interface Edge {
  from: string;
  to: string;
  /** One import that makes the edge. */
  example: string;
}

/** Imports between sibling folders, by the folder that holds both. */
function edgesByParent(base: string): Map<string, Edge[]> {
  const byParent = new Map<string, Edge[]>();
  for (const top of TOPS) {
    if (!existsSync(join(base, top))) continue;
    for (const path of sources(join(base, top))) {
      for (const spec of importsOf(readFileSync(path, 'utf8'))) {
        if (!spec.startsWith('.')) continue;
        const a = relative(base, path).split('/');
        const b = relative(base, resolve(dirname(path), spec)).split('/');
        let same = 0;
        while (same < Math.min(a.length, b.length) && a[same] === b[same]) same++;
        // A loose file and a folder beside it are no pair of folders.
        if (same >= a.length - 1 || same >= b.length - 1) continue;
        const parent = a.slice(0, same).join('/');
        const edge = {
          from: a.slice(0, same + 1).join('/'),
          to: b.slice(0, same + 1).join('/'),
          example: `${a.join('/')} imports ${b.join('/')}`,
        };
        byParent.set(parent, [...(byParent.get(parent) ?? []), edge]);
      }
    }
  }
  return byParent;
}

function reaches(edges: readonly Edge[], from: string, to: string): boolean {
  const seen = new Set([from]);
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true;
    for (const edge of edges) {
      if (edge.from !== at || seen.has(edge.to)) continue;
      seen.add(edge.to);
      open.push(edge.to);
    }
  }
  return false;
}

/** Import circles between folders of one level below `base`, one line for each pair that is part of one. */
export function folderCircles(base: string): string[] {
  const lines = new Set<string>();
  const pairs = new Set<string>();
  for (const edges of edgesByParent(base).values()) {
    for (const edge of edges) {
      const pair = `${edge.from} → ${edge.to}`;
      if (pairs.has(pair) || !reaches(edges, edge.to, edge.from)) continue;
      pairs.add(pair);
      lines.add(`import circle of folders: ${pair} (${edge.example})`);
    }
  }
  return [...lines];
}

/** Folders below `base` with too many loose files or without the sentence that says what belongs there. */
export function folderFaults(base: string): string[] {
  const faults: string[] = [];
  const visit = (dir: string): void => {
    const entries = readdirSync(join(base, dir), { withFileTypes: true });
    const loose = entries.filter((entry) => entry.isFile() && entry.name !== 'README.md');
    if (loose.length > MOST_LOOSE && !ONE_KIND.has(dir))
      faults.push(`${dir}: ${loose.length} loose files, at most ${MOST_LOOSE}`);
    if (loose.some(({ name }) => /\.tsx?$/.test(name)) && !existsSync(join(base, dir, 'README.md')))
      faults.push(`${dir}: no README.md that says what belongs there`);
    for (const entry of entries) if (entry.isDirectory()) visit(`${dir}/${entry.name}`);
  };
  for (const top of ['components', 'lib']) if (existsSync(join(base, top))) visit(top);
  return faults;
}

if (process.argv[1] === import.meta.filename) {
  const root = resolve(import.meta.dirname, '../..');
  const found = [...folderCircles(root), ...folderFaults(root)];
  for (const line of found) console.error(line);
  console.log(found.length ? `folders: ${found.length} faults` : 'folders: clean');
  process.exitCode = found.length ? 1 : 0;
}
