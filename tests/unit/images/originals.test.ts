import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOriginal, MAX_CANDIDATES, originals } from '../../../lib/images/originals.ts';
import pairs from './cdn-pairs.json' with { type: 'json' };

const urlsOf = (shown: string): string[] => originals(shown).map((candidate) => candidate.url);
const HOSTS = [...new Set(pairs.map((pair) => new URL(pair.shown).host))];
const SIGNATURES = [
  'x-signature',
  'x-expires',
  'Signature',
  'Expires',
  'OSSAccessKeyId',
  'auth_key',
  'sign',
  'token',
  'X-Amz-Signature',
  'Policy',
  'Key-Pair-Id',
];

describe('CDN pairs', () => {
  it.each(pairs)('$family $shown', ({ shown, first }) => {
    const urls = urlsOf(shown);
    expect(urls.slice(0, first.length)).toEqual(first);
    expect(urls).toContain(shown);
    if (first[0] !== shown) expect(urls.at(-1)).toBe(shown);
  });

  it('knows every CDN family', () => {
    expect([...new Set(pairs.map((pair) => pair.family))].join('')).toBe('ABCDEFGHIJKLMN');
  });

  it.each(pairs.filter((pair) => pair.first[0] !== pair.shown))(
    'an original is its own original: $shown',
    ({ first }) => {
      expect(bestOriginal(first[0] ?? '')).toBe(first[0]);
    },
  );

  it('drops the frame-rate copy of a video', () => {
    expect(urlsOf('https://video3.pddpic.com/a/b.mp4.f30.mp4')[0]).toBe('https://video3.pddpic.com/a/b.mp4');
  });

  it('asks for a Referer only where one is documented', () => {
    const shown =
      'https://sns-webpic-qc.xhscdn.com/202401010101/0a1b2c3d4e5f60718293a4b5c6d7e8f9/1040g00831abc!nd_dft_wlteh_webp_3';
    expect(originals(shown).map((candidate) => candidate.referer)).toEqual([
      undefined,
      'https://www.xiaohongshu.com/',
    ]);
    for (const pair of pairs.filter((entry) => entry.family !== 'E')) {
      expect(originals(pair.shown).every((candidate) => !candidate.referer)).toBe(true);
    }
  });
});

describe('what holds for every address', () => {
  const path = fc.array(fc.stringMatching(/^[A-Za-z0-9_~!@.,$=-]{1,24}$/), { minLength: 1, maxLength: 5 });
  const query = fc.stringMatching(/^[A-Za-z0-9_/=&%.-]{0,40}$/).map((text) => text.replaceAll('%', ''));

  it('a signed address is never altered', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...HOSTS),
        path,
        query,
        fc.constantFrom(...SIGNATURES),
        (host, parts, rest, name) => {
          const shown = `https://${host}/${parts.join('/')}?${rest}${rest && '&'}${name}=abc%3D`;
          expect(urlsOf(shown)).toEqual([shown]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('at most three tries, all https, none on a guessed host, the shown one among them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...HOSTS), path, query, (host, parts, rest) => {
        const shown = `https://${host}/${parts.join('/')}${rest && `?${rest}`}`;
        const urls = urlsOf(shown);
        expect(urls.length).toBeGreaterThan(0);
        expect(urls.length).toBeLessThanOrEqual(MAX_CANDIDATES);
        expect(urls).toContain(shown);
        for (const url of urls) {
          expect(url.startsWith('https://')).toBe(true);
          expect([new URL(shown).host, 'ci.xiaohongshu.com']).toContain(new URL(url).host);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    '',
    'javascript:alert(1)',
    'data:image/png;base64,AA',
    'blob:https://a/b',
    'http://img.alicdn.com/a.jpg',
    'file:///etc/passwd',
    '/relative.jpg',
  ])('no address to fetch: %s', (shown) => {
    expect(originals(shown)).toEqual([]);
  });

  it('leaves an unknown host alone', () => {
    expect(urlsOf('https://pictures.example.com/a.jpg?w=100')).toEqual([
      'https://pictures.example.com/a.jpg?w=100',
    ]);
  });
});
