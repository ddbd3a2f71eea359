/** Files that say nothing at all about themselves. Context only: most evidence photos arrive like this. */
import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding } from '../../claims/finding.ts';
import type { FileCheck } from '../file-check.ts';
import { type Case, found, tracesOf } from '../proof.ts';
import type { Reading } from '../reading.ts';
import { trace } from '../trace.ts';
import type { TraceId } from '../types.ts';

/** Traces that come from the bytes' coding or the name, not from metadata. */
const OUTSIDE = new Set<TraceId>([
  'filename',
  'jpeg.adobe-tables',
  'size.generator',
  'size.phone-screen',
  'apple.png',
]);

function read(r: Reading): void {
  const says = r.traces.some((t) => !OUTSIDE.has(t.id));
  const blocks = r.exif.length + r.xmp.length + r.sef.length + r.resources.length + r.iim.length;
  const stores = r.w.parts.some((p) => p.kind === 'jumbf' || p.kind === 'preview');
  if (says || blocks > 0 || stores || r.texts.some((t) => t.text.trim() !== '')) return;
  if (r.w.width === 0) return;
  trace(r, 'meta.none', { place: `${r.w.prefix}:whole-file`, offset: -1, length: 0, raw: '' }, {});
}

const codes = {
  'metadata-stripped': code({
    strengths: ['context'],
    family: 'quality',
    reason: 'QUAL',
    hard: 'never',
    facts: traceFacts({
      console: v.nullable(v.string()),
      /** What the console is known to do to uploaded photos. */
      reencoding: v.picklist(['always', 'usually', 'unclear', 'rarely', 'unknown']),
    }),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

declare module '../types.ts' {
  interface TraceValues {
    'meta.none': object;
  }
}

type Reencoding = 'always' | 'usually' | 'unclear' | 'rarely' | 'unknown';

/**
 * What consoles do to an uploaded photo, as far as known: `always` by the platform's own template, `usually` by app and
 * server compression, `unclear` where reports contradict, `rarely` where attachments stay files.
 */
const REENCODING: readonly [RegExp, Reencoding][] = [
  [/douyin|tiktok/, 'always'],
  [/pinduoduo|pdd|temu|taobao|tmall|1688|xiaohongshu|weixin|wechat|kuaishou|jd/, 'usually'],
  [/ebay|etsy|shopee|lazada/, 'unclear'],
  [/amazon|mercado|shopify/, 'rarely'],
];

const reencodingOf = (name: string | undefined): Reencoding =>
  (name && REENCODING.find(([pattern]) => pattern.test(name))?.[1]) || 'unknown';

const judge = (c: Case): Finding[] =>
  tracesOf(c, 'meta.none').map((t) =>
    found('metadata-stripped', 'context', 'metadata', t, {
      console: c.context.console ?? null,
      reencoding: reencodingOf(c.context.console),
    }),
  );

export const metadata: FileCheck = { id: 'metadata', codes, traces: { 'meta.none': null }, read, judge };
