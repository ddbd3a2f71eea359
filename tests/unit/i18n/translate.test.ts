import { afterEach, describe, expect, it } from 'vitest';
import { findingText, notCheckedText } from '../../../lib/i18n/finding-text.ts';
import {
  formatBytes,
  formatDuration,
  formatMoney,
  formatPercent,
  formatVideoSpan,
  formatVideoTimes,
  resolveLocale,
  setLocale,
  t,
} from '../../../lib/i18n/index.ts';
import { createTranslator, fillText } from '../../../lib/i18n/translate.ts';
import { findingOf } from '../support/findings.ts';

afterEach(() => setLocale('zh-CN'));

const texts = {
  n: { one: '{n} claim', other: '{n} claims' },
  by: { by: 'who', same: 'the same', other: 'somebody' },
  plain: 'plain',
};
const { t: tell, has } = createTranslator({ a: { 'zh-CN': texts, 'zh-TW': texts, en: texts } });

describe('texts', () => {
  it('leave out what is not known', () => {
    expect(fillText('a[[ by {who}]].', {})).toBe('a.');
    expect(fillText('a[[ by {who}]].', { who: 'B' })).toBe('a by B.');
    expect(fillText('a[[?mirrored , mirrored]].', { mirrored: true })).toBe('a, mirrored.');
    expect(fillText('a[[?mirrored , mirrored]].', {})).toBe('a.');
    expect(fillText('needs {x}', {})).toBe('needs –');
  });

  it('cut what strangers send', () => {
    expect(fillText('{x}', { x: 'y'.repeat(5000) }).length).toBeLessThan(210);
    expect(fillText('{x}', { x: '{y} [[z]]', y: 'no' })).toBe('{y} [[z]]');
    // A file may be called anything; inside an optional part too its name is no pattern.
    expect(fillText('from[[ {x}]]', { x: '{nothing}' })).toBe('from {nothing}');
    expect(fillText('from[[ {x}]]', { x: 'a]] [[?y b' })).toBe('from a]] [[?y b');
    expect(fillText('{constructor}[[?toString x]]', {})).toBe('–');
  });

  it('keep names that turn the order of letters to themselves', () => {
    expect(fillText('{x}: 12', { x: 'photo\u202Egpj.exe' })).toBe('\u2068photogpj.exe\u2069: 12');
    expect(fillText('{x}: 12', { x: 'علي' })).toBe('\u2068علي\u2069: 12');
    expect(fillText('{x}', { x: 'a\u2069\u2066b' })).toBe('\u2068ab\u2069');
    expect(fillText('{x}', { x: '陶瓷杯 ☕ é' })).toBe('陶瓷杯 ☕ é');
  });

  it('choose forms by number and by word', () => {
    setLocale('en');
    expect(tell('a.n', { n: 1 })).toBe('1 claim');
    expect(tell('a.n', { n: 2 })).toBe('2 claims');
    expect(tell('a.by', { who: 'same' })).toBe('the same');
    expect(tell('a.by', { who: 'else' })).toBe('somebody');
  });

  it('give back the key of a text that is not there, and never reach into objects', () => {
    expect(tell('a.none')).toBe('a.none');
    expect(has('a.constructor')).toBe(false);
    expect(has('a.n')).toBe(true);
  });
});

describe('numbers', () => {
  it('money in minor units of its currency', () => {
    setLocale('en');
    expect(formatMoney({ value: 123_450, currency: 'USD' })).toBe('$1,234.50');
    expect(formatMoney({ value: 500, currency: 'JPY' })).toBe('¥500');
    setLocale('zh-CN');
    expect(formatMoney({ value: 990, currency: 'CNY' })).toBe('¥9.90');
  });

  it('shares are never rounded to the whole or to nothing', () => {
    setLocale('en');
    expect(formatPercent(0.998)).toBe('99%');
    expect(formatPercent(1)).toBe('99%');
    expect(formatPercent(0.001)).toBe('1%');
    expect(formatPercent(0)).toBe('0%');
  });

  it('tells frames of one second apart by tenths, and no others', () => {
    expect(formatVideoTimes([0, 1.2, 1.96, 65])).toEqual(['0:00', '0:01.2', '0:01.9', '1:05']);
    expect(formatVideoTimes([3.4, 3.9, 59.95, 60])).toEqual(['0:03.4', '0:03.9', '0:59', '1:00']);
    expect(formatVideoSpan(1.2, 1.9)).toBe('0:01');
  });

  it('sizes and lengths of time', () => {
    setLocale('en');
    expect(formatBytes(0)).toBe('0 bytes');
    expect(formatBytes(2_500_000)).toBe('2.5 MB');
    expect(formatDuration(93_784_000)).toBe('1 day 2 hr');
    expect(formatDuration(400)).toBe('0.4 sec');
  });
});

describe('languages', () => {
  it('follow the choice, else the browser', () => {
    expect(resolveLocale('en', ['zh-CN'])).toBe('en');
    expect(resolveLocale('auto', ['zh-Hant-HK', 'en'])).toBe('zh-TW');
    expect(resolveLocale('auto', ['zh'])).toBe('zh-CN');
    expect(resolveLocale('auto', ['de', 'en-GB'])).toBe('en');
    expect(resolveLocale('auto', ['de'])).toBe('en');
  });
});

describe('finding sentences', () => {
  it('name the picture, the product and the regions', () => {
    setLocale('en');
    const { says } = findingText(
      findingOf('copy-of-listing-edited', {
        region: [{ x: 0, y: 0, width: 1, height: 1, area: 1 }],
        against: { kind: 'listing', sha256: 'a', product: 'file:Mug', file: 'shop/mug.jpg' },
        facts: { keptShare: 0.934 },
      }),
      { product: 'Blue mug' },
    );
    expect(says).toBe(
      "This photo lines up point for point with the shop's saved image “mug.jpg” of Blue mug (93% is the same picture), except in 1 outlined region.",
    );
  });

  it.each([
    'copy-of-listing',
    'copy-of-other-product',
    'copy-of-shipping-archive',
    'same-flat-picture',
  ] as const)('speak of a frame where %s was seen in a video, of a photo elsewhere', (code) => {
    const against = { kind: 'listing', sha256: 'a', file: 'mug.jpg' } as const;
    const says = (facts: object) => findingText(findingOf(code, { against, facts })).says;
    for (const [locale, photo, frame] of [
      ['en', 'This photo', 'A frame of the video (0:04–0:07)'],
      ['zh-CN', '这张照片', '视频画面（0:04–0:07）'],
      ['zh-TW', '這張照片', '影片畫面（0:04–0:07）'],
    ] as const) {
      setLocale(locale);
      expect(says({}).startsWith(photo)).toBe(true);
      expect(says({}).includes(frame)).toBe(false);
      expect(says({ filmFrom: 4, filmTo: 7 }).startsWith(frame)).toBe(true);
      expect(says({ filmFrom: 4, filmTo: 7 }).includes(photo)).toBe(false);
    }
  });

  it('turn codes into words', () => {
    setLocale('en');
    const { says } = findingText(
      findingOf('reused-across-claims', {
        against: { kind: 'claim', sha256: 'a', claim: 'pinduoduo:77' },
        facts: { sameBuyer: false },
      }),
    );
    expect(says).toBe('The same picture was evidence in claim 77 of a different buyer.');
    expect(findingText(findingOf('photo-unavailable', { facts: { why: 'not-found' } })).says).toBe(
      t('findings.codes.photo-unavailable.says', { why: 'not-found' }),
    );
    expect(notCheckedText('video')).toBe(
      'This video was kept before frames could be checked. Check the claim again.',
    );
    expect(notCheckedText('new-reason')).toContain('new-reason');
  });
});
