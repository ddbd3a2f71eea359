/** Catalogue, texts, docs and tests agree with the checks; facts agree with their schemas. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../lib/claims/finding.ts';
import { FINDING_CODES } from '../../../lib/verdict/catalogue.ts';
import { CHECKS } from '../../../lib/verdict/registry.ts';
import { validFinding } from '../../../lib/verdict/validate.ts';
import { findingOf } from '../support/findings.ts';
import { beside, faults } from './shape.ts';

const LIB = resolve(import.meta.dirname, '../../../lib');
const sources = readdirSync(LIB, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => [file, readFileSync(resolve(LIB, file), 'utf8')] as const);

describe('every check', () => {
  it('has its texts, its place in the docs and a test', () => expect(faults(CHECKS, beside())).toEqual([]));

  it('gives every code that it declares', () => {
    const emitters = sources.filter(([file]) => !/old-facts|i18n\//.test(file)).map(([, text]) => text);
    for (const code of FINDING_CODES) {
      // Once where it is declared, at least once where it is given.
      const named = emitters.reduce((n, text) => n + text.split(`'${code}'`).length - 1, 0);
      const plain = emitters.reduce((n, text) => n + text.split(`  ${code}: code(`).length - 1, 0);
      expect(named + plain, `${code} is given nowhere`).toBeGreaterThanOrEqual(2);
    }
  });

  it('is listed in a registry', () => {
    const listed = new Set(CHECKS.flatMap(({ codes }) => Object.keys(codes)));
    for (const [file, text] of sources)
      for (const [, code = ''] of text.matchAll(/^ {2}'?([a-z][\w-]+)'?: (?:code|declare)\(\{/gm))
        expect(listed.has(code), `${file} declares ${code}, and its check is in no registry`).toBe(true);
  });
});

describe('validFinding', () => {
  it('takes whole facts of every code', () => {
    for (const code of FINDING_CODES) expect(validFinding(findingOf(code)).code).toBe(code);
  });

  it.each([
    ['an unknown code', { code: 'from-the-future' }, 'no such code'],
    ['a strength that the code never has', { strength: 'contradiction' }, 'never contradiction'],
    ['a fact of another type', { facts: { ...findingOf('screenshot').facts, sign: 7 } }, 'screenshot'],
    ['a missing fact', { facts: {} }, 'screenshot'],
  ])('refuses %s', (_, change, message) =>
    expect(() => validFinding({ ...findingOf('screenshot'), ...change } as unknown as Finding)).toThrow(
      message,
    ),
  );

  it('refuses a fact that the code does not name', () =>
    expect(() =>
      validFinding({
        ...findingOf('copy-of-listing'),
        facts: { ...findingOf('copy-of-listing').facts, extra: 1 },
      } as never),
    ).toThrow('copy-of-listing'));
});
