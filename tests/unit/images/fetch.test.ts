import { afterEach, describe, expect, it, vi } from 'vitest';
import { UnavailablePhotoError } from '../../../lib/images/errors.ts';
import { fetchOriginal } from '../../../lib/images/fetch.ts';
import { MAX_PHOTO_BYTES } from '../../../lib/images/limits.ts';
import { isPrivateHost } from '../../../lib/images/private-host.ts';
import type { FetchRules } from '../../../lib/images/receive.ts';
import { pngHeader } from '../support/bytes.ts';

const PICTURE = pngHeader(8, 8);
const A = 'https://img.pddpic.com/a.jpg';
const B = 'https://img.pddpic.com/a.jpg?imageView2/2/w/200';

afterEach(() => void vi.restoreAllMocks());

type Answer = Response | Error | ((init: RequestInit) => Promise<Response>);

/** A response that says it came from `url`, as the browser's own do. */
function answer(body: BodyInit | null, init: ResponseInit & { url?: string } = {}): Response {
  const response = new Response(body, init);
  if (init.url) Object.defineProperty(response, 'url', { value: init.url });
  return response;
}

const picture = (init: ResponseInit & { url?: string } = {}): Response => answer(PICTURE as BodyInit, init);

function rules(answers: Record<string, Answer>, over: Partial<FetchRules> = {}) {
  const asked: { url: string; init: RequestInit }[] = [];
  const fetch = (async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    const found = answers[url];
    if (!found) throw new TypeError('Failed to fetch');
    if (found instanceof Error) throw found;
    return typeof found === 'function' ? found(init) : found;
  }) as typeof globalThis.fetch;
  return { asked, rules: { allowed: async () => true, fetch, ...over } satisfies FetchRules };
}

async function failure(run: Promise<unknown>): Promise<UnavailablePhotoError & { tries?: unknown[] }> {
  const error = await run.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UnavailablePhotoError);
  return error as UnavailablePhotoError;
}

describe('fetchOriginal', () => {
  it('gives the bytes with what the server said, asks without cookies and referrer', async () => {
    const { rules: r, asked } = rules({
      [A]: picture({
        headers: { etag: '"x"', 'content-type': 'text/html', 'set-cookie': 'a=b', 'x-other': 'y' },
      }),
    });
    const fetched = await fetchOriginal([A, B], 'photo', r);
    expect(fetched.bytes).toEqual(PICTURE);
    expect(fetched).toMatchObject({
      mime: 'image/png',
      usedUrl: A,
      status: 200,
      tries: [{ url: A, outcome: 'ok' }],
    });
    expect(fetched.headers).toEqual({ etag: '"x"', 'content-type': 'text/html' });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.init).toMatchObject({
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
    });
  });

  it('takes the next address only when one failed, and tells every try', async () => {
    const { rules: r } = rules({ [A]: answer('gone', { status: 404 }), [B]: picture() });
    const fetched = await fetchOriginal([A, B], 'photo', r);
    expect(fetched.usedUrl).toBe(B);
    expect(fetched.tries).toEqual([
      { url: A, outcome: 'not-found (404)' },
      { url: B, outcome: 'ok' },
    ]);
  });

  it('asks three addresses at most', async () => {
    const { rules: r, asked } = rules({});
    const error = await failure(fetchOriginal([A, B, `${A}?3`, `${A}?4`, `${A}?5`], 'photo', r));
    expect(asked).toHaveLength(3);
    expect(error.tries).toHaveLength(3);
  });

  it.each([
    [404, 'not-found'],
    [410, 'not-found'],
    [401, 'refused'],
    [403, 'refused'],
    [500, 'server-error'],
    [503, 'server-error'],
    [304, 'server-error'],
  ])('names status %i %s', async (status, problem) => {
    const { rules: r } = rules({ [A]: answer(null, { status }) });
    expect(await failure(fetchOriginal([A], 'photo', r))).toMatchObject({ problem, status });
  });

  it.each([
    ['7', 7_000],
    ['0', 0],
    ['999999', 3_600_000],
    ['soon', null],
    ['-5', null],
    [undefined, null],
  ])('heeds Retry-After %j and asks no other form of the picture', async (value, retryAfterMs) => {
    const headers: Record<string, string> = value === undefined ? {} : { 'retry-after': value };
    const { rules: r, asked } = rules({ [A]: answer('slow down', { status: 429, headers }), [B]: picture() });
    expect(await failure(fetchOriginal([A, B], 'photo', r))).toMatchObject({
      problem: 'too-many-requests',
      retryAfterMs,
    });
    expect(asked).toHaveLength(1);
  });

  it('reads Retry-After as a date', async () => {
    const headers = { 'retry-after': new Date(Date.now() + 60_000).toUTCString() };
    const { rules: r } = rules({ [A]: answer('', { status: 429, headers }) });
    const { retryAfterMs } = await failure(fetchOriginal([A], 'photo', r));
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it.each([
    ['a login page', answer('<html>please log in</html>'), 'not-an-image'],
    ['a JSON error with status 200', answer('{"code":403,"msg":"no"}'), 'not-an-image'],
    ['no bytes', answer(new Uint8Array(0) as BodyInit), 'empty'],
    ['fewer bytes than announced', picture({ headers: { 'content-length': '4096' } }), 'cut-short'],
    ['a dead line', new TypeError('Failed to fetch'), 'network'],
  ])('calls %s by its name', async (_, response, problem) => {
    const { rules: r } = rules({ [A]: response });
    expect((await failure(fetchOriginal([A], 'photo', r))).problem).toBe(problem);
  });

  it('does not take a compressed transfer for a short one', async () => {
    const headers = { 'content-length': '4096', 'content-encoding': 'gzip' };
    expect((await fetchOriginal([A], 'photo', rules({ [A]: picture({ headers }) }).rules)).bytes).toEqual(
      PICTURE,
    );
  });

  it('stops reading what never ends, and lets the line go', async () => {
    let cancelled = false;
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1_000_000;
        controller.enqueue(new Uint8Array(1_000_000));
      },
      cancel() {
        cancelled = true;
      },
    });
    const { rules: r } = rules({ [A]: answer(endless) });
    expect((await failure(fetchOriginal([A], 'photo', r))).problem).toBe('too-many-bytes');
    expect(cancelled).toBe(true);
    expect(sent).toBeLessThan(MAX_PHOTO_BYTES + 5_000_000);
  });

  it('names a line that breaks in the middle', async () => {
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(PICTURE);
        controller.error(new TypeError('network error'));
      },
    });
    expect((await failure(fetchOriginal([A], 'photo', rules({ [A]: answer(broken) }).rules))).problem).toBe(
      'network',
    );
  });

  it('gives up on a server that does not answer', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
      const stop = new AbortController();
      setTimeout(() => stop.abort(new DOMException('timeout', 'TimeoutError')), 10);
      return stop.signal;
    });
    const silent = (init: RequestInit) =>
      new Promise<Response>((_, reject) =>
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
      );
    expect((await failure(fetchOriginal([A], 'photo', rules({ [A]: silent }).rules))).problem).toBe(
      'timed-out',
    );
  });

  it('ends with the reason of the caller who stopped it', async () => {
    const stop = new AbortController();
    const hanging = (init: RequestInit) =>
      new Promise<Response>((_, reject) => {
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        stop.abort(new Error('page closed'));
      });
    const { rules: r } = rules({ [A]: hanging }, { signal: stop.signal });
    await expect(fetchOriginal([A, B], 'photo', r)).rejects.toThrow('page closed');
  });

  describe('of a video that breaks off', () => {
    const MP4 = Uint8Array.from([0, 0, 0, 24, ...new TextEncoder().encode('ftypisom'), ...Array(52).fill(7)]);
    const head = { etag: '"v1"', 'content-length': String(MP4.length) };

    /** A body that gives its first bytes, then breaks, ends, or falls silent. */
    const broken = (upTo: number, how: 'breaks' | 'ends' | 'silent', from = 0): ReadableStream<Uint8Array> =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(MP4.slice(from, upTo));
          if (how === 'breaks') setTimeout(() => controller.error(new TypeError('gone')));
          if (how === 'ends') controller.close();
        },
      });
    /** Answers one after the other; what was asked for in each. */
    function server(...answers: ((signal: AbortSignal) => Response)[]) {
      const ranges: (string | null)[] = [];
      const fetch = (async (_: string, { headers, signal }: RequestInit) => {
        const asked = new Headers(headers);
        ranges.push(asked.get('range') && `${asked.get('range')} ${asked.get('if-range')}`);
        const next = answers.shift();
        if (!next) throw new TypeError('asked too often');
        return next(signal!);
      }) as typeof globalThis.fetch;
      return { ranges, rules: { allowed: async () => true, fetch } satisfies FetchRules };
    }
    const rest =
      (from: number, etag = '"v1"') =>
      (): Response =>
        new Response(MP4.slice(from), {
          status: 206,
          headers: { etag, 'content-range': `bytes ${from}-${MP4.length - 1}/${MP4.length}` },
        });

    it.each(['breaks', 'ends'] as const)('asks for the rest and no more: it %s', async (how) => {
      const { ranges, rules: r } = server(
        () => new Response(broken(20, how), { headers: head }),
        () =>
          new Response(broken(40, how, 20), {
            status: 206,
            headers: { etag: '"v1"', 'content-range': 'bytes 20-63/64' },
          }),
        rest(40),
      );
      const fetched = await fetchOriginal([A], 'video', r);
      expect(fetched.bytes).toEqual(MP4);
      expect(fetched).toMatchObject({ status: 200, headers: { etag: '"v1"', 'content-length': '64' } });
      expect(ranges).toEqual([null, 'bytes=20- "v1"', 'bytes=40- "v1"']);
    });

    it('starts over where the object is another one by now', async () => {
      const { rules: r } = server(
        () => new Response(broken(20, 'breaks'), { headers: head }),
        () => new Response(MP4, { headers: { ...head, etag: '"v2"' } }),
      );
      const fetched = await fetchOriginal([A], 'video', r);
      expect(fetched.bytes).toEqual(MP4);
      expect(fetched.headers.etag).toBe('"v2"');
    });

    it.each([
      ['the rest is of another version', { etag: '"v1"' }, rest(20, '"v2"'), 'cut-short'],
      ['the rest begins elsewhere', { etag: '"v1"' }, rest(24), 'cut-short'],
      ['the server names no version', {}, rest(20), 'network'],
      ['the version is a weak one', { etag: 'W/"v1"' }, rest(20), 'network'],
    ])('puts nothing together where %s', async (_, version, second, problem) => {
      const { rules: r } = server(
        () => new Response(broken(20, 'breaks'), { headers: { ...version, 'content-length': '64' } }),
        second,
      );
      expect((await failure(fetchOriginal([A], 'video', r))).problem).toBe(problem);
    });

    it('gives up where nothing more comes', async () => {
      const { ranges, rules: r } = server(
        ...Array.from({ length: 9 }, () => () => new Response(broken(20, 'breaks'), { headers: head })),
      );
      expect((await failure(fetchOriginal([A], 'video', r))).problem).toBe('network');
      expect(ranges.length).toBeLessThanOrEqual(4);
    });

    it('waits on while something comes, and not when it falls silent', async () => {
      vi.useFakeTimers();
      try {
        let sent = 0;
        const slow = (signal: AbortSignal): Response =>
          new Response(
            new ReadableStream({
              start(controller) {
                signal.addEventListener('abort', () => controller.error(signal.reason));
                const send = (): void => {
                  controller.enqueue(MP4.slice(sent, sent + 8));
                  sent += 8;
                  // A minute in all; then no more.
                  if (sent < 32) setTimeout(send, 15_000);
                };
                send();
              },
            }),
            { headers: { 'content-length': '64' } },
          );
        const { rules: r } = server(slow);
        const end = failure(fetchOriginal([A], 'video', r));
        await vi.advanceTimersByTimeAsync(45_000);
        expect(sent).toBe(32);
        await vi.advanceTimersByTimeAsync(21_000);
        expect((await end).problem).toBe('timed-out');
      } finally {
        vi.useRealTimers();
      }
    });
  });

  it('wants a video where a video is due', async () => {
    const { rules: r } = rules({ [A]: picture() });
    expect((await failure(fetchOriginal([A], 'video', r))).problem).toBe('not-an-image');
  });
});

describe('where fetchOriginal does not go', () => {
  it.each([
    ['http://img.pddpic.com/a.jpg', 'not-https'],
    ['ftp://img.pddpic.com/a.jpg', 'not-https'],
    ['data:image/png;base64,AAAA', 'not-https'],
    ['javascript:alert(1)', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['blob:https://img.pddpic.com/1', 'not-https'],
    ['https://localhost/a.jpg', 'private-address'],
    ['https://localhost./a.jpg', 'private-address'],
    ['https://127.0.0.1/a.jpg', 'private-address'],
    ['https://127.1/a.jpg', 'private-address'],
    ['https://2130706433/a.jpg', 'private-address'],
    ['https://0x7f000001/a.jpg', 'private-address'],
    ['https://0177.0.0.1/a.jpg', 'private-address'],
    ['https://１２７.0.0.1/a.jpg', 'private-address'],
    ['https://192.168.1.1/admin.png', 'private-address'],
    ['https://169.254.169.254/latest/meta-data', 'private-address'],
    ['https://[::1]/a.jpg', 'private-address'],
    ['https://[::ffff:10.0.0.1]/a.jpg', 'private-address'],
    ['https://router/a.jpg', 'private-address'],
    ['https://printer.local/a.jpg', 'private-address'],
    ['https://wiki.corp/a.jpg', 'private-address'],
    ['https://nas.lan./a.jpg', 'private-address'],
  ])('%s: %s', async (url, problem) => {
    const { rules: r, asked } = rules({});
    expect((await failure(fetchOriginal([url], 'photo', r))).problem).toBe(problem);
    expect(asked).toEqual([]);
  });

  it('a host that was not granted', async () => {
    const { rules: r, asked } = rules({ [A]: picture() }, { allowed: async () => false });
    expect((await failure(fetchOriginal([A], 'photo', r))).problem).toBe('host-not-granted');
    expect(asked).toEqual([]);
  });

  it.each([
    'https://evil.example/a.jpg',
    'https://10.0.0.1/a.jpg',
    'http://img.pddpic.com/a.jpg',
    'https://localhost./x',
  ])('a redirect to %s is not read', async (url) => {
    const { rules: r } = rules(
      { [A]: picture({ url }) },
      { allowed: async (address) => new URL(address).hostname === 'img.pddpic.com' },
    );
    expect((await failure(fetchOriginal([A], 'photo', r))).problem).toBe('host-not-granted');
  });

  it('text that is no address at all', async () => {
    const error = await failure(fetchOriginal(['no address', 'https://'], 'photo', rules({}).rules));
    expect(error.problem).toBe('not-https');
  });

  it('no address at all', async () =>
    expect((await failure(fetchOriginal([], 'photo', rules({}).rules))).problem).toBe('network'));
});

describe('isPrivateHost', () => {
  it.each(['img.pddpic.com', 'img.alicdn.com', '0xfashion.example', 'local.example.com', 'corp.example'])(
    'lets %s through',
    (host) => expect(isPrivateHost(host)).toBe(false),
  );
});
