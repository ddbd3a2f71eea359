/** Screenshots that say so in the file: Apple's UserComment (EXIF or XMP), and its `iDOT` chunk together with no camera. */
import * as v from 'valibot';
import { code, type FactsIn, traceFacts } from '../../claims/check.ts';
import type { Finding } from '../../claims/finding.ts';
import type { FileCheck } from '../file-check.ts';
import { type Case, found, tracesOf } from '../proof.ts';
import type { Reading } from '../reading.ts';
import { textAt, textsOf, trace, xmpAt } from '../trace.ts';

function read(r: Reading): void {
  const said = comment(r) ?? tool(r);
  if (said) {
    trace(r, 'screenshot', said.at, { platform: said.platform });
  } else if (r.w.blocks.has('iDOT') && !r.traces.some((t) => t.id === 'device')) {
    // `iDOT` is written by Apple's PNG encoder for anything it saves, so it only supports.
    trace(r, 'apple.png', { place: 'png:iDOT', offset: -1, length: 0, raw: 'iDOT' }, {});
  }
}

const WORD = /^screenshot$/i;

function comment(r: Reading) {
  const t = textsOf(r, 'UserComment').find((u) => WORD.test(u.text.trim()));
  if (t) return { at: textAt(t), platform: 'apple' };
  for (const packet of r.xmp) {
    const p = packet.properties.find((q) => q.name === 'UserComment' && WORD.test(q.value.trim()));
    if (p) return { at: xmpAt(packet, p), platform: 'apple' };
  }
  return null;
}

const TOOLS = /^(screenshot|gnome-screenshot|flameshot|spectacle|snipping tool|snipaste|sharex)\b/i;

function tool(r: Reading) {
  const t = textsOf(r, 'Software').find((u) => TOOLS.test(u.text.trim()));
  return t ? { at: textAt(t), platform: 'tool' } : null;
}

const codes = {
  screenshot: code({
    strengths: ['weak', 'context'],
    family: 'quality',
    reason: 'QUAL',
    hard: 'never',
    facts: v.union([
      traceFacts({
        /** Who or what says so. */
        sign: v.optional(v.string()),
      }),
      // From the picture's own rows (lib/labels/marks/frame.ts): what they look like, with the measurements.
      v.strictObject({
        place: v.literal('pixels'),
        shape: v.array(v.string()),
        flatRows: v.number(),
        bands: v.number(),
        flatRuns: v.number(),
        noise10: v.number(),
        noise40: v.number(),
        colours: v.number(),
      }),
    ]),
  }),
};

declare module '../../claims/finding.ts' {
  interface FactsOf extends FactsIn<typeof codes> {}
}

declare module '../types.ts' {
  interface TraceValues {
    screenshot: { platform: string };
    'apple.png': object;
  }
}

/** One finding: what says so itself, else the screen's size, where no file name says it (file-name.ts). */
function judge(c: Case): Finding[] {
  const [said] = tracesOf(c, 'screenshot');
  if (said) return [found('screenshot', 'weak', 'screenshot', said, { sign: said.values.platform })];
  if (tracesOf(c, 'filename').some((t) => t.values.class === 'screenshot')) return [];
  return tracesOf(c, 'size.phone-screen').map((t) => found('screenshot', 'context', 'screenshot', t, {}));
}

export const screenshot: FileCheck = {
  id: 'screenshot',
  codes,
  traces: { screenshot: null, 'apple.png': null },
  read,
  judge,
};
