/** Whatever stands on a page or in an answer, a reader gives a result: it never throws, never yields more than the page can hold. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKeepingDigits } from '../../../lib/claims/ids.ts';
import { toClaim } from '../../../lib/claims/merge.ts';
import { siteConsole } from '../../../lib/consoles/platforms/site.ts';
import { contextFor, partialsOf, readPageNow } from '../../../lib/consoles/read-page.ts';
import { CONSOLES } from '../../../lib/consoles/registry.ts';
import { WORDS } from '../../../lib/consoles/words/words.ts';
import { documentOf, loadCases } from '../../consoles/cases.ts';
import { cpuMs } from '../../fuzz/cpu.ts';

const NOW = Date.parse('2026-10-01T00:00:00Z');
const META = {
  console: 'x',
  version: '1',
  how: 'json',
  pageUrl: 'https://a.example.com/',
  readAt: '2026-10-01T00:00:00Z',
} as const;

const words = Object.values(WORDS).flat();
const piece = fc.oneof(
  fc.constantFrom(...words),
  fc.constantFrom(
    '：',
    ':',
    '260928-412233445000017',
    '22750000000001',
    '¥12.30',
    '$5',
    '2026-09-29 07:00:00',
    '3天2时',
    '<br>',
    '<!---->',
    '<i></i>',
    '<input>',
  ),
  fc.string({ maxLength: 12 }).map((text) => text.replace(/[<>&]/g, ' ')),
  fc.constantFrom(
    '<img src="https://img.pddpic.com/a.jpg">',
    '<img src="javascript:alert(1)">',
    '<img src="data:image/png;base64,AA">',
    '<img srcset=",,,">',
    '<video src="//a/b.mp4"></video>',
  ),
);
const tag = fc.constantFrom('div', 'span', 'p', 'td', 'dt', 'dd', 'li', 'b', 'h3');
const tree: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    piece,
    fc
      .tuple(tag, fc.array(tie('node'), { maxLength: 5 }))
      .map(([name, inner]) => `<${name}>${inner.join('')}</${name}>`),
  ),
})).node;

describe('hostile pages', () => {
  it('reads anything built of labels, values and rubbish without a throw, and only valid claims come out', () => {
    const url = new URL('https://mms.pinduoduo.com/aftersales/aftersale_list');
    const definition = CONSOLES[0]!;
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 6 }), (parts) => {
        const html = `<body>${parts.join('')}</body>`;
        const reading = readPageNow({
          root: documentOf(html, url.href),
          definition,
          page: 'list',
          context: contextFor(definition, url, NOW),
          tapped: [],
        });
        for (const { partial } of reading.claims) {
          expect(toClaim(partial, META)).toBeDefined();
          for (const entry of partial.evidence ?? []) expect(entry.url.startsWith('https://')).toBe(true);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('is not slowed down by a very deep or very wide page', () => {
    const url = new URL('https://desk.example.com/');
    const definition = siteConsole(url);
    const wide = `<table>${'<tr><td>订单编号</td><td>售后编号</td><td>退款金额</td></tr>'.repeat(400)}</table>`;
    const deep = `${'<div>订单编号：'.repeat(600)}x`;
    for (const html of [wide, deep]) {
      const from = cpuMs();
      readPageNow({
        root: documentOf(html, url.href),
        definition,
        page: 'list',
        context: contextFor(definition, url, NOW),
        tapped: [],
      });
      expect(cpuMs() - from).toBeLessThan(10_000);
    }
  });
});

describe('hostile answers', () => {
  it.each(
    CONSOLES.filter((definition) => definition.tap).map((definition) => [definition.id, definition] as const),
  )('%s takes any JSON', (_, definition) => {
    const page = new URL(definition.hosts[0]!.replace('*', ''));
    const context = { ...contextFor(definition, page, NOW), answerUrl: `${page.href}x?id=1` };
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        expect(Array.isArray(definition.tap?.parse(json, context))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  const answered = loadCases().filter((one) => one.answers?.length);
  it.each(answered.map((one) => [`${one.console}/${one.name}`, one] as const))(
    '%s with any value exchanged',
    (_, one) => {
      const definition = CONSOLES.find((entry) => entry.id === one.console) ?? siteConsole(new URL(one.url));
      const junk = [null, -1, 1e30, '', 'x'.repeat(9_000), [], {}, [[[]]], 'javascript:alert(1)', true];
      for (const answer of one.answers ?? []) {
        const text = readFileSync(
          join(import.meta.dirname, '../../consoles', one.console, answer.file),
          'utf8',
        );
        const json = parseKeepingDigits(text);
        for (const bad of junk) {
          let count = 0;
          const spoil = (value: unknown, at: number): unknown => {
            count += 1;
            if (count === at) return bad;
            if (Array.isArray(value)) return value.map((entry) => spoil(entry, at));
            if (typeof value === 'object' && value)
              return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, spoil(entry, at)]));
            return value;
          };
          spoil(json, -1);
          const total = count;
          for (let at = 1; at <= total; at += 3) {
            count = 0;
            const spoiled = JSON.stringify(spoil(json, at));
            for (const partial of partialsOf(
              definition,
              { url: answer.url, text: spoiled, at: NOW },
              new URL(one.url),
            )) {
              const claim = toClaim(partial, META);
              if (claim) expect(claim.claimId.length).toBeLessThanOrEqual(80);
            }
          }
        }
      }
    },
  );
});
