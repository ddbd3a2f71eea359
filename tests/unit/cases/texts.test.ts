import { randomFillSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { composeText, TEXT_IDS } from '../../../lib/cases/texts/compose.ts';
import { factsOf } from '../../../lib/cases/texts/facts.ts';
import { freshRequest } from '../../../lib/cases/texts/fresh-request.ts';
import { countCharacters, cutText, measureText, PRESETS } from '../../../lib/cases/texts/presets.ts';
import { layOutSheet, shrinkToFit } from '../../../lib/cases/texts/shrink.ts';
import { forbiddenWords } from '../../../lib/cases/texts/wording.ts';
import { rawText } from '../../../lib/cases/words.ts';
import { LOCALES } from '../../../lib/i18n/locale.ts';
import { FINDING_CODES } from '../../../lib/verdict/catalogue.ts';
import { findingOf } from '../support/findings.ts';
import { sampleDossier } from './sample-case.ts';

const LOCALE_DIR = resolve(import.meta.dirname, '../../../lib/i18n/locales');
const random = (bytes: Uint8Array<ArrayBuffer>) => randomFillSync(bytes);

/** Every string of a JSON tree with its path. */
function* strings(value: unknown, path = ''): Generator<[string, string]> {
  if (typeof value === 'string') yield [path, value];
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value))
      yield* strings(member, path ? `${path}.${name}` : name);
}

const facts = (locale: (typeof LOCALES)[number]) =>
  factsOf({
    dossier: sampleDossier(),
    locale,
    now: '2026-10-05T06:00:00.000Z',
    fresh: { code: 'ACD347', action: 'turn' },
    sameAccount: [],
    entered: { dueAt: '2026-10-06', contact: 'shop@example.com' },
  });

describe('wording', () => {
  it.each(LOCALES)('has no forbidden word in any locale text of %s', (locale) => {
    for (const file of readdirSync(resolve(LOCALE_DIR, locale)))
      for (const [path, text] of strings(JSON.parse(readFileSync(resolve(LOCALE_DIR, locale, file), 'utf8'))))
        expect(forbiddenWords(text), `${locale}/${file} ${path}: ${text}`).toEqual([]);
  });

  it.each(LOCALES)('has no forbidden word in any composed text of %s', (locale) => {
    for (const id of TEXT_IDS) {
      const { text } = composeText(id, locale, facts(locale));
      expect(forbiddenWords(text), id).toEqual([]);
    }
  });

  it.each(LOCALES)('keeps doubt, AI, threats and law out of what the buyer reads (%s)', (locale) => {
    for (const id of ['T1', 'T2', 'T3'] as const) {
      const { text } = composeText(id, locale, { ...facts(locale), product: undefined });
      expect(forbiddenWords(text, 'buyer'), id).toEqual([]);
    }
  });

  it('sees a forbidden word when there is one', () => {
    for (const text of [
      '这是造假',
      '騙子',
      '100%确定',
      '100 %',
      'This is a fake',
      'It proves that',
      'a fraudster',
    ])
      expect(forbiddenWords(text).length, text).toBeGreaterThan(0);
    for (const text of ['approve the refund', 'proofs attached', '1000%', '与订单信息不符'])
      expect(forbiddenWords(text), text).toEqual([]);
  });

  it.each(LOCALES)(
    'has words, ordinary explanations and what would settle it for every finding (%s)',
    (locale) => {
      const file = JSON.parse(readFileSync(resolve(LOCALE_DIR, locale, 'findings.json'), 'utf8'));
      for (const code of FINDING_CODES)
        for (const part of ['title', 'says', 'ordinary', 'settles'])
          expect(file.codes[code]?.[part], `${code}.${part}`).toBeTruthy();
    },
  );

  it('names every law rule, clock, text and gap in all languages', () => {
    const zh = [...strings(JSON.parse(readFileSync(resolve(LOCALE_DIR, 'zh-CN/cases.json'), 'utf8')))].map(
      ([path]) => path,
    );
    for (const locale of LOCALES)
      for (const path of zh) expect(rawText(locale, path), `${locale} ${path}`).toBeTruthy();
    for (const id of TEXT_IDS)
      for (const [, name] of (rawText('zh-CN', `texts.templates.${id}.body`) ?? '').matchAll(/\{(\w+)\}/g))
        expect(rawText('zh-CN', `texts.gaps.${name}`), `${id} ${name}`).toBeTruthy();
  });

  it.each(LOCALES)('asks for the same facts in every language (%s)', (locale) => {
    const names = (text: string | null) =>
      [...(text ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    for (const id of TEXT_IDS)
      expect(names(rawText(locale, `texts.templates.${id}.body`)), id).toEqual(
        names(rawText('zh-CN', `texts.templates.${id}.body`)),
      );
  });
});

describe('texts', () => {
  it('shows what was not captured as gaps, and guesses nothing', () => {
    const { text, gaps } = composeText('T3', 'zh-CN', { orderId: '261002-1' });
    expect(gaps).toEqual(['remedy', 'remedyAt', 'nextStep']);
    expect(text).toContain('【待填\uff1a处理方式】');
    expect(text).toContain('261002-1');
  });

  it('fills the request for evidence with the code, the action and the shots', () => {
    const { text, gaps } = composeText('T1', 'zh-CN', facts('zh-CN'));
    expect(gaps).toEqual([]);
    expect(text).toContain('ACD347');
    expect(text).toContain('慢慢转一整圈');
  });

  it('reads a value as text even when it looks like a pattern or hides marks', () => {
    const { text } = composeText('T1', 'en', { orderId: '{code} [[x]] \u202e$&', code: 'K' });
    expect(text).toContain('{code} [[x]]');
    expect(text).not.toContain('\u202e');
  });

  it('fits the rejection of an ordinary case into 200 characters', () => {
    const text = composeText('T4', 'zh-CN', { ...facts('zh-CN'), proofNo: '3' }).text;
    expect(countCharacters(text)).toBeLessThanOrEqual(200);
  });

  it('names the provider as the file does, and asks for no personal data', () => {
    const dossier = sampleDossier();
    const label = dossier.findings[0]!;
    dossier.findings = [
      {
        ...label,
        code: 'ai-label-implicit',
        finding: findingOf('ai-label-implicit', {
          facts: { label: '1', producerCode: '001191110102MACQD9K64010000', contentId: 'X-1' },
        }),
      },
    ];
    const text = composeText(
      'T7',
      'en',
      factsOf({
        dossier,
        locale: 'en',
        now: '2026-10-05T06:00:00.000Z',
        fresh: null,
        sameAccount: [],
        entered: {},
      }),
    ).text;
    expect(text).toContain('001191110102MACQD9K64010000 (ByteDance (Doubao))');
    expect(text).toContain('X-1');
    expect(text).not.toContain('王小明');
  });
});

describe('fresh request', () => {
  it('draws readable codes that do not repeat', () => {
    const codes = Array.from({ length: 500 }, () => freshRequest(random).code);
    expect(codes.every((code) => /^[ACDEFHJKMNPRTWXY3479]{6}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(495);
  });
});

const chinese = fc
  .array(
    fc.constantFrom(
      '杯',
      '子',
      '碎',
      ',',
      '。',
      '!',
      'a',
      ' ',
      '\n',
      '😀',
      '👨‍👩‍👧‍👦',
      '🇨🇳',
      'e\u0301',
      '👍🏽',
    ),
    { maxLength: 600 },
  )
  .map((parts) => parts.join(''));

describe('presets', () => {
  it('holds every text limit by code point and never cuts inside a character', () => {
    fc.assert(
      fc.property(chinese, fc.constantFrom(...Object.values(PRESETS)), (text, preset) => {
        const cut = cutText(preset, text);
        expect(measureText(preset, cut).over).toBe(0);
        if (measureText(preset, text).over === 0) expect(cut).toBe(text);
        expect(cut.isWellFormed()).toBe(true);
        const whole = [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)].map(
          ({ segment }) => segment,
        );
        const kept = [
          ...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(cut.replace(/…$/, '')),
        ].map(({ segment }) => segment);
        expect(kept).toEqual(whole.slice(0, kept.length));
      }),
      { numRuns: 200 },
    );
  });

  it('counts an emoji by its code points', () => {
    expect(countCharacters('👨‍👩‍👧')).toBe(5);
    expect(measureText(PRESETS['cn-200'], '好'.repeat(203)).over).toBe(3);
  });

  it('keeps pictures below the byte limit whatever the encoder makes of them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6_000 }),
        fc.integer({ min: 1, max: 6_000 }),
        fc.double({ min: 0.02, max: 3, noNaN: true }),
        async (width, height, perPixel) => {
          const limit = PRESETS['cn-200'].maxPictureBytes!;
          const encode = async (w: number, h: number, quality: number) =>
            new Uint8Array(Math.min(40_000_000, Math.ceil(w * h * perPixel * quality) + 600));
          const { bytes, width: w, height: h } = await shrinkToFit(encode, width, height, limit);
          expect(bytes.length).toBeLessThan(limit);
          expect(Math.max(w, h)).toBeLessThanOrEqual(2_400);
        },
      ),
      { numRuns: 100 },
    );
    await expect(shrinkToFit(async () => new Uint8Array(200_000), 4_000, 3_000, 130_000)).rejects.toThrow(
      RangeError,
    );
  });

  it('brings a real 4000-pixel picture below the limit', async () => {
    const side = { width: 4_000, height: 3_000 };
    const picture = await sharp({
      create: {
        ...side,
        channels: 3,
        background: '#886644',
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
      },
    })
      .png({ compressionLevel: 1 })
      .toBuffer();
    const encode = async (w: number, h: number, quality: number) =>
      new Uint8Array(
        await sharp(picture)
          .resize(w, h)
          .jpeg({ quality: Math.round(quality * 100) })
          .toBuffer(),
      );
    const { bytes, width } = await shrinkToFit(encode, side.width, side.height, 130_000);
    expect(bytes.length).toBeLessThan(130_000);
    expect(width).toBeGreaterThan(200);
  });

  it('lays up to nine pictures out on a sheet without overlap', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            width: fc.integer({ min: 1, max: 4_000 }),
            height: fc.integer({ min: 1, max: 4_000 }),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        (pictures) => {
          const sheet = layOutSheet(pictures);
          expect(sheet.placements.length).toBe(Math.min(9, pictures.length));
          for (const [i, a] of sheet.placements.entries()) {
            expect(a.x + a.width <= sheet.width && a.y + a.height + sheet.captionHeight <= sheet.height).toBe(
              true,
            );
            for (const b of sheet.placements.slice(i + 1))
              expect(
                a.x + a.width <= b.x ||
                  b.x + b.width <= a.x ||
                  a.y + a.height <= b.y ||
                  b.y + b.height <= a.y,
              ).toBe(true);
          }
        },
      ),
    );
  });
});
