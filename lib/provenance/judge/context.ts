/** What says nothing either way, and says so: no metadata, and parts that could not be read. */
import type { Finding } from '../../claims/finding.ts';
import { type Case, checkOf, found, tracesOf } from './proof.ts';

/**
 * What consoles do to an uploaded photo, as far as known: `always` by the platform's own template, `usually` by app and
 * server compression, `unclear` where reports contradict, `rarely` where attachments stay files.
 */
const REENCODING: readonly [RegExp, string][] = [
  [/douyin|tiktok/, 'always'],
  [/pinduoduo|pdd|temu|taobao|tmall|1688|xiaohongshu|weixin|wechat|kuaishou|jd/, 'usually'],
  [/ebay|etsy|shopee|lazada/, 'unclear'],
  [/amazon|mercado|shopify/, 'rarely'],
];

const reencodingOf = (name: string | undefined): string =>
  (name && REENCODING.find(([pattern]) => pattern.test(name))?.[1]) || 'unknown';

export function stripped(c: Case): Finding[] {
  return tracesOf(c, 'meta.none').map((t) =>
    found('metadata-stripped', 'context', 'metadata', t, {
      console: c.context.console ?? null,
      reencoding: reencodingOf(c.context.console),
    }),
  );
}

/** Notes that every second ordinary file has and that hide nothing. */
const HARMLESS = /^jpeg@\d+$/;

export function unreadable(c: Case): Finding[] {
  const parts = c.report.unreadable.filter((u) => !(HARMLESS.test(u.place) && u.why === 'marker-expected'));
  if (parts.length === 0) return [];
  return [
    {
      code: 'photo-unreadable',
      strength: 'context',
      facts: {
        parts: parts.slice(0, 10).map((u) => ({ place: u.place, why: u.why })),
        more: Math.max(0, parts.length - 10),
        command: 'exiftool -validate -warning -a FILE',
      },
      check: checkOf('file'),
    },
  ];
}
