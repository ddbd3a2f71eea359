import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const CALL = /tryTo\(\s*'([^']+)',\s*t\(\s*'([^']+)'/g;

describe('what a surface says when a command fails', () => {
  it('is about that command: at most an act and its way back share a sentence', () => {
    const said = new Map<string, Set<string>>();
    for (const file of globSync('components/**/*.{ts,tsx}'))
      for (const [, command = '', text = ''] of readFileSync(file, 'utf8').matchAll(CALL))
        said.set(text, (said.get(text) ?? new Set()).add(command));
    expect(said.size).toBeGreaterThan(25);
    const shared = [...said].filter(([text, commands]) => commands.size > 2 && !SAME.has(text));
    expect(shared.map(([text, commands]) => [text, ...commands])).toEqual([]);
  });
});

/** Sentences that are true of each of their commands. */
const SAME = new Set(['surfaces.errors.check', 'surfaces.sameName.failed', 'consoles.sites.failed']);
