/** What moves on its own for as long as checks run costs no drawing, and stands still for those who want no motion. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
/** Properties that are moved as a layer; a change of any other one is repainted for every frame. */
const FREE = new Set(['transform', 'opacity']);

const PROPERTY = /(?:^|[{;\s])([\w-]+)\s*:/g;

/** What is wrong with the motion of one style sheet, in words. */
function faultsOf(css: string): string[] {
  const faults: string[] = [];
  for (const [, name, body = ''] of css.matchAll(
    /@keyframes\s+([\w-]+)\s*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}/g,
  ))
    for (const [, step = ''] of body.matchAll(/\{([^{}]*)\}/g))
      for (const [, property = ''] of step.matchAll(PROPERTY))
        if (!FREE.has(property)) faults.push(`${name} moves ${property}`);
  if (/animation:[^;]*infinite/.test(css) && !css.includes('prefers-reduced-motion'))
    faults.push('moves without end, also where no motion is wanted');
  return faults;
}

describe('motion', () => {
  const files = ['components', 'entrypoints'].flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.css$|mark-style\.ts$/.test(file))
      .map((file) => join(top, file)),
  );

  it('is drawn as a layer, and can be switched off', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(
      files.flatMap((file) =>
        faultsOf(readFileSync(join(ROOT, file), 'utf8')).map((fault) => `${file}: ${fault}`),
      ),
    ).toEqual([]);
  });

  it.each([
    ['@keyframes flow { from { background-position: 0 0 } to { background-position: 9px 0 } }', 2],
    ['.x { animation: turn 1s linear infinite; } @keyframes turn { to { transform: rotate(1turn); } }', 1],
    [
      '@media (prefers-reduced-motion: reduce) {} .x { animation: a 1s infinite } @keyframes a { to { opacity: 0 } }',
      0,
    ],
  ])('%s is seen: %i', (css, n) => {
    expect(faultsOf(css)).toHaveLength(n);
  });
});
