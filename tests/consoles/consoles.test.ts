/** Every recorded page, read every way; and what must hold for all of them. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FIELDS, hasField } from '../../lib/claims/partial.ts';
import { authorOf } from '../../lib/consoles/page/speaker.ts';
import { EVERY_WAY, type Ways } from '../../lib/consoles/read-page.ts';
import { CONSOLES } from '../../lib/consoles/registry.ts';
import type { Field, PartialClaim } from '../../lib/consoles/types.ts';
import { clean } from '../../lib/consoles/words/text.ts';
import { vocabularyOf } from '../../lib/consoles/words/vocabulary.ts';
import { type Case, caseFolders, definitionOf, loadCases, readCase, summary } from './cases.ts';

const cases = loadCases();
const named = cases.map((one) => [`${one.console}/${one.name}`, one] as const);
const withClaims = named.filter(([, one]) => one.claims.length > 0);

const ALONE: Record<string, Ways> = {
  json: { json: true, dom: false, generic: false },
  dom: { json: false, dom: true, generic: false },
  generic: { json: false, dom: false, generic: true },
};

const claimsOf = (one: Case, ways?: Ways, change?: (document: Document) => void) =>
  summary(readCase(one, ways, change)).claims;

describe('recorded pages', () => {
  it.each(named)('%s', (_, one) => {
    const {
      url: _url,
      now: _now,
      answers: _answers,
      console: _console,
      name: _name,
      html: _html,
      ...expected
    } = one;
    expect(summary(readCase(one))).toEqual(expected);
  });
});

/** A field that one way alone read, compared with what all ways together found. Evidence and items may be a part of it. */
function agrees(field: Field, alone: PartialClaim, whole: PartialClaim): boolean {
  if (field === 'evidence') {
    const known = new Set((whole.evidence ?? []).map((entry) => entry.originalUrl ?? entry.url));
    return (alone.evidence ?? []).every((entry) => known.has(entry.originalUrl ?? entry.url));
  }
  return true;
}

describe('each way alone', () => {
  const table = new Map<string, Record<string, Set<Field>>>();
  for (const [way, ways] of Object.entries(ALONE)) {
    it.each(withClaims)(`${way}: %s invents nothing`, (_, one) => {
      const row = table.get(one.console) ?? {};
      table.set(one.console, row);
      row[way] ??= new Set<Field>();
      const read = row[way];
      for (const claim of claimsOf(one, ways)) {
        const whole = one.claims.find((entry) =>
          claim.claimId ? entry.claimId === claim.claimId : entry.orderId === claim.orderId,
        );
        expect(whole, `claim ${claim.claimId ?? claim.orderId} is on the page`).toBeDefined();
        for (const field of FIELDS) {
          if (!hasField(claim, field) || !whole) continue;
          expect(hasField(whole, field) && agrees(field, claim, whole), `${field} of ${whole.claimId}`).toBe(
            true,
          );
          read.add(field);
        }
        if (whole?.amount && claim.amount) expect(claim.amount).toEqual(whole.amount);
        if (whole?.appliedAt && claim.appliedAt) expect(claim.appliedAt).toBe(whole.appliedAt);
      }
    });
  }
  afterAll(() => {
    const marks = (row: Record<string, Set<Field>>, field: Field) =>
      Object.keys(ALONE)
        .map((way) => (row[way]?.has(field) ? way[0] : '·'))
        .join('');
    const head = FIELDS.map((field) => field.slice(0, 8).padEnd(9)).join('');
    const lines = [...table].map(
      ([name, row]) => `${name.padEnd(14)}${FIELDS.map((field) => marks(row, field).padEnd(9)).join('')}`,
    );
    console.log(
      `fields read by json (j), known structure (d), generic labels (g), each alone\n${' '.repeat(14)}${head}\n${lines.join('\n')}`,
    );
  });
});

/** Every class name replaced, hash and prefix alike: the worst that a new build of the console can do. */
function renameClasses(root: ParentNode): void {
  for (const element of root.querySelectorAll('*')) {
    if (element.hasAttribute('class')) {
      const names = (element.getAttribute('class') ?? '')
        .split(/\s+/)
        .map((name) => `z${[...name].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 99991, 7)}`);
      element.setAttribute('class', names.join(' '));
    }
    if (element.shadowRoot) renameClasses(element.shadowRoot);
  }
}

/** Only the generated part of class names replaced. */
function renameHashes(root: ParentNode): void {
  for (const element of root.querySelectorAll('[class]')) {
    element.setAttribute('class', (element.getAttribute('class') ?? '').replace(/__\w+/g, '__new1'));
  }
}

/** The case whose labels are gone on purpose has nothing but class prefixes to hold on to. */
const ONLY_STRUCTURE = new Set([
  'pinduoduo/changed-labels',
  // Avatars, stickers and the sides of a conversation are told apart by what their elements are called.
  'mercadolibre/detail-background',
  'douyin/chat',
]);

describe('a page with new class names reads the same', () => {
  it.each(withClaims)('generated parts: %s', (_, one) => {
    expect(claimsOf(one, undefined, renameHashes)).toEqual(one.claims);
  });
  it.each(withClaims.filter(([name]) => !ONLY_STRUCTURE.has(name)))('whole names: %s', (_, one) => {
    // What stands beside no label at all can only be found by its class.
    const unlabelled = definitionOf(one).dom?.parts?.buyer ? 'buyer' : 'items';
    const without = (claims: PartialClaim[]) =>
      claims.map(({ items: _items, [unlabelled]: _gone, ...rest }) => rest);
    expect(without(claimsOf(one, undefined, renameClasses))).toEqual(without(one.claims));
  });
});

/** Elements whose whole text is a label word. */
function labelElements(document: Document, word: string): Element[] {
  const found: Element[] = [];
  const visit = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) visit(element.shadowRoot);
      const own = [...element.childNodes]
        .filter((node) => node.nodeType === 3)
        .map((node) => node.textContent ?? '')
        .join('');
      if (clean(own).replace(/[\s:：]+$/, '') === word) found.push(element);
    }
  };
  visit(document);
  return found;
}

describe('a renamed label costs exactly its field', () => {
  const DOM_ONLY: Ways = { json: false, dom: true, generic: true };
  const renamings = withClaims.flatMap(([name, one]) => {
    const { dom } = definitionOf(one);
    const vocabulary = vocabularyOf(dom?.labels, dom?.notLabels);
    const words = new Map<string, Field>();
    readCase(one, DOM_ONLY, (document) => {
      const visit = (root: ParentNode): void => {
        for (const element of root.querySelectorAll('*')) {
          if (element.shadowRoot) visit(element.shadowRoot);
          const own = clean(
            [...element.childNodes]
              .filter((node) => node.nodeType === 3)
              .map((node) => node.textContent ?? '')
              .join(''),
          );
          const match = own.length < 40 ? vocabulary.exact(own) : undefined;
          const field = FIELDS.find((entry) => entry === match?.name);
          // The head of an entry says who speaks: renaming it takes the entry's author, not a field.
          const speaks = authorOf(own) !== undefined && one.name.match(/log|chat|conversation|ticket/);
          if (field && field !== 'claimId' && field !== 'evidence' && !speaks)
            words.set(own.replace(/[\s:：]+$/, ''), field);
        }
      };
      visit(document);
    });
    return [...words].map(([word, field]) => [`${name}: ${word}`, one, word, field] as const);
  });

  it.each(renamings)('%s', (_, one, word, field) => {
    const before = readCase(one, DOM_ONLY);
    const after = readCase(one, DOM_ONLY, (document) => {
      for (const element of labelElements(document, word)) {
        for (const node of element.childNodes) {
          if (node.nodeType === 3 && node.textContent?.includes(word))
            node.textContent = node.textContent.replace(word, '甲乙丙');
        }
      }
    });
    const lost = before.claims.some(({ partial }) => hasField(partial, field));
    const strip = (claims: typeof before.claims) =>
      claims.map(({ partial }) => {
        const { raw: _raw, stage, [field]: _field, ...rest } = partial;
        // The stage is what the status says.
        return field === 'status' ? rest : { ...rest, stage };
      });
    expect(strip(after.claims)).toEqual(strip(before.claims));
    // Another label may carry the same field; otherwise it is gone, and said to be missing where it was expected.
    const still = after.claims.some(({ partial }) => hasField(partial, field));
    const expected = before.page !== 'chat' && definitionOf(one).expects[before.page].includes(field);
    const added = after.missing.filter((entry) => !before.missing.includes(entry));
    expect(added).toEqual(lost && !still && expected ? [field] : []);
  });
});

describe('shape of the folder', () => {
  const files = readdirSync(join(import.meta.dirname, '../../lib/consoles/platforms'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replace(/\.ts$/, ''));

  it.each(CONSOLES.map((definition) => [definition.id, definition] as const))(
    '%s has its file and at least two cases',
    (id, definition) => {
      expect(files).toContain(id);
      expect(cases.filter((one) => one.console === id).length).toBeGreaterThanOrEqual(2);
      expect(definition.pages.length).toBeGreaterThan(0);
      for (const pattern of [...definition.hosts, ...definition.cdnHosts])
        expect(pattern).toMatch(/^https:\/\/[^/]+\/\*$/);
      for (const one of cases.filter((entry) => entry.console === id)) {
        expect(
          definition.pages.some((rule) => rule.pattern.test(one.url.replace('https://', ''))),
          one.url,
        ).toBe(true);
      }
    },
  );

  it('has no folder of an unknown console', () => {
    const known = new Set([...CONSOLES.map((definition) => definition.id), 'site']);
    for (const folder of caseFolders()) expect(known.has(folder), folder).toBe(true);
  });

  it('has a page or an answer for every case', () => {
    for (const one of cases) {
      const folder = join(import.meta.dirname, one.console);
      const hasPage = existsSync(join(folder, `${one.name}.html`));
      expect(hasPage || (one.answers ?? []).length > 0, `${one.console}/${one.name}`).toBe(true);
    }
  });

  it('uses every way by default', () => {
    expect(EVERY_WAY).toEqual({ json: true, dom: true, generic: true });
  });
});
