/** Videos beyond what is kept whole: their beginning and end, asked for piece by piece. */
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../lib/claims/canonical.ts';
import { fetchOriginal } from '../../../lib/images/fetch.ts';
import { MAX_VIDEO_BYTES, VIDEO_PART_BYTES } from '../../../lib/images/limits.ts';
import type { FetchRules, FirstPart } from '../../../lib/images/receive.ts';

const URL = 'https://img.pddpic.com/a.mp4';
const TOTAL = MAX_VIDEO_BYTES + 5_000_000;
const HEAD = [0, 0, 0, 24, ...new TextEncoder().encode('ftypisom')];
const PIECE = 1_000_000;

/** The made-up video: what stands where can be told. */
const WHOLE = new Uint8Array(TOTAL);
for (let at = 0; at < TOTAL; at += 4_099) WHOLE[at] = at / 4_099;
WHOLE.set(HEAD);
const bytesAt = (from: number, to: number): Uint8Array<ArrayBuffer> => WHOLE.slice(from, to);

interface Server {
  /** What it says of ranges. */
  ranges: 'given' | 'ignored' | 'refused' | 'of-another-version';
  length: 'said' | 'unsaid';
  etag: string | null;
  total: number;
  /** Ends the line after so many bytes of the answer to a range. */
  breaksAt?: number;
}

/** A server of one video; which ranges were asked for, and how many bytes went over the line. */
function server(over: Partial<Server> = {}, rules: Partial<FetchRules> = {}) {
  const is: Server = { ranges: 'given', length: 'said', etag: '"v1"', total: TOTAL, ...over };
  const asked: (string | null)[] = [];
  const line = { sent: 0 };
  const body = (from: number, to: number, breaksAt = Number.POSITIVE_INFINITY) => {
    let at = from;
    return new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (at - from >= breaksAt) return controller.error(new TypeError('gone'));
          if (at >= to) return controller.close();
          const end = Math.min(to, at + PIECE);
          controller.enqueue(bytesAt(at, end));
          line.sent += end - at;
          at = end;
        },
      },
      { highWaterMark: 0 },
    );
  };
  const fetch = (async (_: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    const range = headers.get('range');
    asked.push(range);
    const said: Record<string, string> = is.etag === null ? {} : { etag: is.etag };
    const [, start, suffix] = /^bytes=(?:(\d+)-|-(\d+))$/.exec(range ?? '') ?? [];
    if (range === null || is.ranges === 'ignored') {
      if (is.length === 'said') said['content-length'] = String(is.total);
      return new Response(body(0, is.total), { headers: said });
    }
    if (is.ranges === 'refused') return new Response(null, { status: 416 });
    const from = start === undefined ? is.total - Number(suffix) : Number(start);
    if (is.ranges === 'of-another-version') said.etag = '"v2"';
    said['content-range'] = `bytes ${from}-${is.total - 1}/${is.total}`;
    const breaksAt = is.breaksAt;
    is.breaksAt = undefined;
    return new Response(body(from, is.total, breaksAt), { status: 206, headers: said });
  }) as typeof globalThis.fetch;
  return { asked, line, rules: { allowed: async () => true, fetch, ...rules } satisfies FetchRules };
}

const LAST = TOTAL - VIDEO_PART_BYTES;
const part = (from: number, to: number) => ({ from, to, sha256: sha256Hex(bytesAt(from, to)) });
const FIRST = part(0, VIDEO_PART_BYTES);
const BOTH = { total: TOTAL, why: 'size', parts: [FIRST, part(LAST, TOTAL)] };

describe('a video that is too large to be kept whole', () => {
  it('is kept as its beginning and its end, each with its place and hash', async () => {
    const { asked, line, rules } = server();
    const fetched = await fetchOriginal([URL], 'video', rules);
    expect(fetched.parts).toEqual(BOTH);
    expect(fetched.bytes.length).toBe(2 * VIDEO_PART_BYTES);
    expect(sha256Hex(fetched.bytes.subarray(VIDEO_PART_BYTES))).toBe(BOTH.parts[1]?.sha256);
    expect(asked).toEqual([null, `bytes=${LAST}-`]);
    expect(line.sent).toBeLessThan(2 * VIDEO_PART_BYTES + 3 * PIECE);
  });

  it('is told by what comes where the server does not say how much', async () => {
    const { asked, rules } = server({ length: 'unsaid' });
    expect((await fetchOriginal([URL], 'video', rules)).parts).toEqual(BOTH);
    expect(asked).toEqual([null, `bytes=-${VIDEO_PART_BYTES}`]);
  });

  it('goes on where the line broke within the end', async () => {
    const { asked, rules } = server({ breaksAt: 3 * PIECE });
    expect((await fetchOriginal([URL], 'video', rules)).parts).toEqual(BOTH);
    expect(asked).toEqual([null, `bytes=${LAST}-`, `bytes=${LAST + 3 * PIECE}-`]);
  });

  it.each([
    ['gives no ranges', { ranges: 'ignored' }],
    ['refuses the range', { ranges: 'refused' }],
    ['has another version by then', { ranges: 'of-another-version' }],
    ['names no version', { etag: null }],
    ['names a weak version', { etag: 'W/"v1"' }],
  ] as const)('is kept as its beginning alone where the server %s', async (_, over) => {
    const { rules } = server(over);
    const fetched = await fetchOriginal([URL], 'video', rules);
    expect(fetched.parts).toEqual({ ...BOTH, parts: [FIRST] });
    expect(sha256Hex(fetched.bytes)).toBe(FIRST.sha256);
  });

  it('asks for nothing twice that an earlier try has kept', async () => {
    const kept: FirstPart[] = [];
    const keepFirst = async (one: FirstPart): Promise<void> => {
      kept.push(one);
    };
    const first = server({ breaksAt: 0 }, { keepFirst });
    await expect(fetchOriginal([URL], 'video', first.rules)).rejects.toMatchObject({ problem: 'network' });
    const second = server({}, { begun: kept[0] });
    expect((await fetchOriginal([URL], 'video', second.rules)).parts).toEqual(BOTH);
    expect(second.asked).toEqual([`bytes=${LAST}-`]);
  });
});

describe('room for a video', () => {
  const small = 40_000_000;
  it('is asked for before anything is kept', async () => {
    const { line, rules } = server({}, { hasRoom: async () => false });
    await expect(fetchOriginal([URL], 'video', rules)).rejects.toMatchObject({ problem: 'no-room' });
    expect(line.sent).toBe(0);
  });

  it('that is too little for the whole may be enough for parts', async () => {
    const { rules } = server({ total: small }, { hasRoom: async (bytes) => bytes < small });
    const { parts } = await fetchOriginal([URL], 'video', rules);
    expect(parts).toMatchObject({
      total: small,
      why: 'room',
      parts: [FIRST, { from: small - VIDEO_PART_BYTES }],
    });
  });

  it('leaves a small video whole', async () => {
    const { rules } = server({ total: small }, { hasRoom: async () => true });
    const fetched = await fetchOriginal([URL], 'video', rules);
    expect(fetched.parts).toBeUndefined();
    expect(fetched.bytes.length).toBe(small);
  });
});
