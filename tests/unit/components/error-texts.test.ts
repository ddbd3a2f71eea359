import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const CALL = /tryTo\(\s*'([^']+)',\s*t\(\s*'([^']+)'/g;

describe('what a surface says when a command fails', () => {
  it('is about that command: no two kinds of command share a sentence', () => {
    const said = new Map<string, Set<string>>();
    for (const file of globSync('components/**/*.{ts,tsx}'))
      for (const [, command = '', text = ''] of readFileSync(file, 'utf8').matchAll(CALL))
        said.set(text, (said.get(text) ?? new Set()).add(command));
    expect(said.size).toBeGreaterThan(25);
    const shared = [...said].filter(([text, commands]) => commands.size > 1 && !SAME.has(text));
    expect(shared.map(([text, commands]) => [text, ...commands])).toEqual([]);
  });
});

/** Sentences that are true of each of their commands: checking or flagging one claim or many, settings from two pages. */
const SAME = new Set([
  'surfaces.errors.check',
  'surfaces.flag.failed',
  'surfaces.sameName.failed',
  'settings.failed',
  'consoles.sites.failed',
]);
