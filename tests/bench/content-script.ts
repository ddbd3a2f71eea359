/** What the reader costs a console page on which there is nothing to read: script time with it and without it, in Chromium. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../browsers/build.ts';
import { launch } from '../browsers/launch.ts';
import { startDemo } from '../demo/server.ts';
import { GRANT, readerReady } from '../demo/session.ts';
import { type Figure, median } from './figures.ts';
import { pause } from './memory.ts';

const LOADS = 7;
/** The reader looks at the page at once and again when it settles. */
const SETTLE_MS = 2_500;

interface Counters {
  /** Milliseconds of script on the page's main thread since the counters were opened. */
  scriptMs(): Promise<number>;
  close(): void;
}

/** Opens the browser's own counters of one page over a plain DevTools session; they count from then on. */
async function countersOf(port: string, url: string): Promise<Counters> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    url: string;
    webSocketDebuggerUrl: string;
  }[];
  const target = targets.find((one) => one.url === url);
  if (!target) throw new Error(`no page at ${url}`);
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((done) => socket.addEventListener('open', done));
  let id = 0;
  const call = (method: string): Promise<{ metrics?: { name: string; value: number }[] }> =>
    new Promise((done) => {
      const own = ++id;
      socket.addEventListener('message', ({ data }) => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: never };
        if (answer.id === own) done(answer.result ?? {});
      });
      socket.send(JSON.stringify({ id: own, method }));
    });
  await call('Performance.enable');
  return {
    async scriptMs() {
      const { metrics = [] } = await call('Performance.getMetrics');
      return 1_000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0);
    },
    close: () => socket.close(),
  };
}

/** Loads a console page without claims several times, with the reader on and with the host not granted. */
async function loads(granted: boolean): Promise<number[]> {
  const demo = await startDemo({ claims: 2 });
  const profileDir = mkdtempSync(join(tmpdir(), 'claimlens-idle-'));
  const browser = await launch('chromium', {
    extensionDir: ensureBuild('chromium'),
    hosts: demo.hosts,
    profileDir,
    ...(granted ? { grant: GRANT } : {}),
  });
  try {
    if (granted) await readerReady(browser);
    const [port] = readFileSync(join(profileDir, 'DevToolsActivePort'), 'utf8').split('\n');
    const url = new URL('/home', demo.listUrl).href;
    const times: number[] = [];
    for (let i = 0; i < LOADS; i++) {
      const blank = `about:blank#${i}`;
      const page = await browser.open(blank);
      const counters = await countersOf(port ?? '', blank);
      await page.goto(url);
      await pause(SETTLE_MS);
      times.push(await counters.scriptMs());
      counters.close();
      await page.close();
    }
    return times;
  } finally {
    await browser.close();
    await demo.close();
    rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Script time that the extension adds to a console page without claims. */
export async function contentScript(): Promise<Figure[]> {
  const without = median(await loads(false));
  const with_ = median(await loads(true));
  return [
    {
      what: 'script time that the reader adds to a console page without claims, chromium',
      value: Math.max(0, with_ - without),
      unit: 'ms',
      against: `${with_.toFixed(1)} ms in all, ${without.toFixed(1)} ms on the same page without the reader`,
      target: '≤ 5 ms',
      met: with_ - without <= 5,
    },
  ];
}
