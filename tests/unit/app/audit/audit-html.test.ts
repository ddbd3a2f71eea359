import { JSDOM } from 'jsdom';
import { afterAll, describe, expect, it } from 'vitest';
import { auditHtml } from '../../../../lib/app/audit/audit-html.ts';
import { type AuditPictures, collectPictures } from '../../../../lib/app/audit/audit-pictures.ts';
import type {
  AuditReport,
  ReportClaim,
  ReportMatch,
  ReportPhoto,
} from '../../../../lib/app/audit/audit-report.ts';
import type { Verdict } from '../../../../lib/claims/finding.ts';
import { setLocale } from '../../../../lib/i18n/index.ts';

const JPEG = 'data:image/jpeg;base64,/9j/';
const NASTY = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e.jpg';

const MATCH: ReportMatch = {
  kind: 'listing',
  file: 'mug/1.jpg',
  code: 'copy-of-listing-edited',
  confidence: 1,
  kept: 0.9,
  transform: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  mirrored: false,
  changed: [{ x: 10, y: 20, width: 30, height: 40, area: 1_200 }],
};

const photo = (file: string, over: Partial<ReportPhoto> = {}): ReportPhoto => ({
  file,
  sha256: 'a'.repeat(64),
  width: 640,
  height: 480,
  mime: 'image/jpeg',
  match: null,
  findings: [],
  ms: {},
  ...over,
});
const matched = (file: string): ReportPhoto =>
  photo(file, {
    match: MATCH,
    findings: [{ code: 'copy-of-listing-edited', strength: 'contradiction', facts: {} }],
  });
const claim = (key: string, verdict: Verdict, photos: ReportPhoto[]): ReportClaim => ({
  claim: key,
  verdict,
  findings: [],
  photos,
});
const report = (claims: ReportClaim[], unreadable: { file: string; why: string }[] = []): AuditReport => ({
  schema: 'claimlens-report/1',
  tool: { version: '1.0.0', browser: 'test' },
  library: { products: 1, images: 1, unreadable },
  claims,
  timing: { wall_ms: 1_000, photos_per_second: 1 },
});
const pairs = (of: AuditReport, budget?: number): Promise<AuditPictures> =>
  collectPictures(of, async (_, { match }) => ({ photo: JPEG, source: match && JPEG }), budget);
const opened = async (of: AuditReport, budget?: number): Promise<Document> =>
  new JSDOM(auditHtml(of, await pairs(of, budget))).window.document;

describe('the audit as a page', () => {
  afterAll(() => setLocale('en'));
  setLocale('en');

  it('shows each photo beside its source, the changed regions outlined on the photo', async () => {
    const page = await opened(report([claim('audit:a', 'several-signs', [matched('a/1.jpg')])]));
    const [own, source] = page.querySelectorAll('tbody td');
    expect(own?.querySelector('img')?.getAttribute('src')).toBe(JPEG);
    expect(own?.querySelector('svg')?.getAttribute('viewBox')).toBe('0 0 640 480');
    expect(own?.querySelector('path.core')?.getAttribute('d')).toBe('M10 20h30v40h-30Z');
    expect(source?.querySelector('img')?.getAttribute('src')).toBe(JPEG);
    expect(source?.querySelector('svg')).toBeNull();
    expect(source?.textContent).toContain('mug/1.jpg');
    expect([...page.images].every((image) => image.alt)).toBe(true);
  });

  it('shows the photo alone where the file itself tells something, and none where there is nothing to see', async () => {
    const ai = photo('b/ai.jpg', {
      findings: [{ code: 'ai-label-implicit', strength: 'contradiction', facts: {} }],
    });
    const stripped = photo('b/plain.jpg', {
      findings: [{ code: 'metadata-stripped', strength: 'context', facts: {} }],
    });
    const page = await opened(report([claim('audit:b', 'file-declares-ai', [ai, stripped])]));
    expect(page.images).toHaveLength(1);
    expect(page.body.textContent).toContain('b/plain.jpg');
  });

  it('puts the claims that need most attention first', async () => {
    const page = await opened(
      report([
        claim('audit:calm', 'no-anomaly', [photo('calm.jpg')]),
        claim('audit:loud', 'several-signs', [matched('loud.jpg')]),
      ]),
    );
    expect([...page.querySelectorAll('h2')].map((head) => head.textContent?.split(' ')[1])).toEqual([
      'loud',
      'calm',
    ]);
  });

  it('gives its room to the claims that need most attention, and says what was left out', async () => {
    const both = report([
      claim('audit:later', 'worth-checking', [matched('later.jpg')]),
      claim('audit:first', 'several-signs', [matched('first.jpg')]),
    ]);
    const page = await opened(both, JPEG.length * 3);
    expect(page.images).toHaveLength(2);
    expect(page.querySelector('tbody tr')?.textContent).toContain('first.jpg');
    expect(page.querySelector('tbody tr img')).not.toBeNull();
    expect(page.body.textContent).toContain('To keep this file small, 1 photo is listed without its picture');
    expect((await opened(both)).body.textContent).not.toContain('To keep this file small');
  });

  it('reads no further picture once its room is used up', async () => {
    let read = 0;
    const many = Array.from({ length: 50 }, (_, i) => matched(`${i}.jpg`));
    const { leftOut } = await collectPictures(
      report([claim('audit:a', 'several-signs', many)]),
      async () => {
        read += 1;
        return { photo: JPEG, source: JPEG };
      },
      JPEG.length * 5,
    );
    expect([read, leftOut]).toEqual([3, 48]);
  });

  it('says of unusable product images why', async () => {
    const page = await opened(report([], [{ file: 'mug/2.txt', why: 'not-an-image' }]));
    expect(page.body.textContent).toContain('mug/2.txt');
    expect(page.body.textContent).not.toContain('not-an-image');
  });

  it('runs nothing, loads nothing, and takes no markup from names', async () => {
    const nasty = matched(NASTY);
    nasty.match = { ...MATCH, file: NASTY };
    const of = report([claim(NASTY, 'several-signs', [nasty])], [{ file: NASTY, why: NASTY }]);
    const text = auditHtml(of, await pairs(of));
    const page = new JSDOM(text).window.document;
    expect(page.querySelectorAll('script, link, iframe, object, [onerror]')).toHaveLength(0);
    expect([...page.images].map((image) => image.src)).toEqual([JPEG, JPEG]);
    expect(
      page.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content'),
    ).toContain("default-src 'none'");
    expect(text).not.toContain('\u202e');
    expect(text).not.toMatch(/https?:/);
  });

  it.each(['zh-CN', 'zh-TW', 'en'] as const)('speaks %s', async (locale) => {
    setLocale(locale);
    const page = await opened(report([claim('audit:a', 'several-signs', [matched('a.jpg')])]), JPEG.length);
    expect(page.documentElement.lang).toBe(locale);
    expect(page.body.textContent).not.toMatch(/surfaces\.|findings\./);
    setLocale('en');
  });
});
