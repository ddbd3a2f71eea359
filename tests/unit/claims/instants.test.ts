import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareInstants, utcInstant } from '../../../lib/claims/instants.ts';
import { isoInZone } from '../../../lib/claims/time.ts';
import { sources } from '../../lint/import-direction.ts';

const ZONES = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata'];

describe('instants', () => {
  it('have one text whatever zone told them, over both changes of the clock', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1_700_000_000, max: 1_800_000_000 }), (seconds) => {
        const texts = ZONES.map((zone) => isoInZone(seconds * 1_000, zone));
        expect(new Set(texts.map(utcInstant))).toEqual(new Set([new Date(seconds * 1_000).toISOString()]));
        for (const a of texts) for (const b of texts) expect(compareInstants(a, b)).toBe(0);
      }),
    ));

  it('are in order of time, not of characters', () => {
    expect(compareInstants('2026-10-02T11:00:00+08:00', '2026-10-02T04:00:00Z')).toBeLessThan(0);
    // The hour that Berlin has twice: 02:30 summer time is before 02:10 winter time.
    expect(compareInstants('2026-10-25T02:30:00+02:00', '2026-10-25T02:10:00+01:00')).toBeLessThan(0);
    expect(['later', '2026-10-02T04:00:00Z', ''].sort(compareInstants)).toEqual([
      '2026-10-02T04:00:00Z',
      '',
      'later',
    ]);
  });
});

describe('the code', () => {
  it('compares no two times as texts', () => {
    const root = resolve(import.meta.dirname, '../../..');
    /** `a.at < b.at`, `deadlineAt.localeCompare(…)`, `x.dueAt <= now.toISOString()`. */
    const asText =
      /\b\w*(?:At|\.at)(?: \?\? '[^']*')?\)?(?:\.localeCompare\(| [<>]=? [\w.]*(?:At|\.at|toISOString\(\))\b)/;
    const found: string[] = [];
    for (const top of ['lib', 'components', 'entrypoints'])
      for (const path of sources(resolve(root, top))) {
        const file = relative(root, path);
        if (file === 'lib/claims/instants.ts') continue;
        for (const [i, line] of readFileSync(path, 'utf8').split('\n').entries())
          if (asText.test(line)) found.push(`${file}:${i + 1} ${line.trim()}`);
      }
    expect(found).toEqual([]);
  });
});
