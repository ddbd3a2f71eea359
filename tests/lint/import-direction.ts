/** Fails when an import runs upward between the folders of lib/ (docs/architecture.md lists the order and why). */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Top to bottom; a room may import from itself and from any room below it. */
export const ORDER = [
  'entrypoints',
  'components',
  'lib/app',
  'lib/engine',
  'lib/team',
  'lib/cases',
  'lib/verdict',
  'lib/video',
  'lib/place',
  'lib/match',
  'lib/provenance',
  'lib/packs',
  'lib/labels',
  'lib/consoles',
  'lib/library',
  'lib/images',
  'lib/store',
  'lib/i18n',
  'lib/claims',
  'lib/formats',
  'lib/pixels',
  'lib/platform',
  'lib/base',
] as const;

/** Packages that only some rooms may use: thinking code knows no React, and only lib/platform touches the browser. */
const RESERVED: { pattern: RegExp; rooms: string[] }[] = [
  {
    pattern: /^react(-dom)?(\/|$)|^radix-ui|^lucide-react|^@tanstack\/react-virtual/,
    rooms: ['entrypoints', 'components'],
  },
  { pattern: /^wxt\/browser$|^webextension-polyfill$/, rooms: ['lib/platform'] },
];

const root = resolve(import.meta.dirname, '../..');
const roomOf = (file: string): string | undefined =>
  ORDER.find((room) => file === room || file.startsWith(`${room}/`));

/** Every TypeScript file below `dir`, with its path. */
export function* sources(dir: string): Generator<string> {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

/** The specifiers that a file's text imports or re-exports, statically or at run time. */
export const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)['"]([^'"]+)['"]/g)].map(([, spec]) => spec ?? '');

/** Every breach of the order below `base`, one line each. */
export function breaches(base: string): string[] {
  const found: string[] = [];
  for (const top of ['entrypoints', 'components', 'lib']) {
    for (const path of sources(join(base, top))) {
      const file = relative(base, path);
      const room = roomOf(file);
      if (!room) {
        found.push(`${file}: stands in no room of the house`);
        continue;
      }
      const text = readFileSync(path, 'utf8');
      for (const spec of importsOf(text)) {
        const reserved = RESERVED.find((r) => r.pattern.test(spec));
        if (reserved && !reserved.rooms.includes(room)) found.push(`${file}: ${room} may not use ${spec}`);
        if (!spec.startsWith('.')) continue;
        const target = roomOf(relative(base, resolve(dirname(path), spec)));
        if (target && ORDER.indexOf(target as never) < ORDER.indexOf(room as never)) {
          found.push(`${file}: ${room} imports upward from ${target} (${spec})`);
        }
      }
    }
  }
  return found;
}

if (process.argv[1] === import.meta.filename) {
  const found = breaches(root);
  for (const line of found) console.error(line);
  console.log(found.length ? `import direction: ${found.length} breaches` : 'import direction: clean');
  process.exitCode = found.length ? 1 : 0;
}
