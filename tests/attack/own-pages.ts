/** What a script that got into one of the extension's own pages could reach: nothing but the named hosts, and a team's one server. */
import type { TestBrowser } from '../browsers/types.ts';
import { ELSEWHERE } from './host.ts';

type Say = (attempt: string, blocked: boolean, what: string) => void;

const PAGES = ['/popup.html', '/sidepanel.html', '/workbench.html', '/engine.html', '/team.html'];

/** Runs in the page: each way out, and whether the page's policy stopped it. */
async function tryWaysOut([host, socket, others]: [string, string, string[]]): Promise<
  Record<string, string>
> {
  const said: Record<string, string> = {};
  /** A way counts as stopped when the policy says so, or when the browser refuses to begin. */
  const attempt = (name: string, start: () => unknown, where = host): Promise<void> =>
    new Promise((done) => {
      const end = (what: string): void => {
        clearTimeout(late);
        document.removeEventListener('securitypolicyviolation', hear);
        said[name] = what;
        done();
      };
      const hear = (event: SecurityPolicyViolationEvent): void => {
        if (event.blockedURI.includes(where)) end('refused');
      };
      const late = setTimeout(() => end('NOT STOPPED'), 3_000);
      document.addEventListener('securitypolicyviolation', hear);
      try {
        Promise.resolve(start()).catch(() => undefined);
      } catch {
        end('refused');
      }
    });
  const put = (tag: string, over: Record<string, string>): void => {
    document.body.append(Object.assign(document.createElement(tag), over));
  };
  await attempt('fetch', () => fetch(`https://${host}/`));
  await attempt('fetch with a body', () => fetch(`https://${host}/`, { method: 'POST', body: 'x' }));
  await attempt('XMLHttpRequest', () => {
    const request = new XMLHttpRequest();
    request.open('GET', `https://${host}/`);
    request.send();
  });
  await attempt('WebSocket', () => new WebSocket(`wss://${host}${socket}`));
  for (const other of others)
    await attempt(`WebSocket to ${other}`, () => new WebSocket(other), new URL(other).host);
  await attempt('EventSource', () => new EventSource(`https://${host}/`));
  await attempt('beacon', () => navigator.sendBeacon(`https://${host}/`, 'x'));
  await attempt('picture', () => put('img', { src: `https://${host}/x.png` }));
  await attempt('script', () => put('script', { src: `https://${host}/x.js` }));
  await attempt('style sheet', () => put('link', { rel: 'stylesheet', href: `https://${host}/x.css` }));
  await attempt('frame', () => put('iframe', { src: `https://${host}/` }));
  await attempt('module', () => import(/* @vite-ignore */ `https://${host}/x.js`));
  await attempt('worker', () => new Worker(`https://${host}/x.js`));
  return said;
}

/** Tries every way out of every page of the extension. Returns the address that a known way may have reached, if there is one. */
export async function otherHosts(browser: TestBrowser, say: Say): Promise<string | null> {
  const host = `other.${ELSEWHERE}`;
  const manifest = await browser.open(browser.extensionUrl('/popup.html'));
  const policy = await manifest.evaluate(
    async () => JSON.stringify(await (await fetch('/manifest.json')).json()),
    null,
  );
  await manifest.close();
  /** A build for one shop names its server; another build's team page names it before it connects. */
  const isBaked = !/connect-src[^;]* wss:[ ;"]/.test(policy);
  // Near the one server that is allowed, and on this machine, which other builds may speak to.
  const one = /connect-src[^;]* wss:\/\/([^ ;"]+)/.exec(policy)?.[1];
  const near = one
    ? [
        `wss://other.${one}`,
        `wss://${new URL(`wss://${one}`).hostname}:9`,
        'ws://127.0.0.1:9',
        'ws://localhost:9',
      ]
    : [];
  for (const path of PAGES) {
    const page = await browser.open(browser.extensionUrl(path));
    const said = await page.evaluate(tryWaysOut, [host, `/socket-from${path}`, near] as [
      string,
      string,
      string[],
    ]);
    await page.close();
    for (const [name, what] of Object.entries(said)) {
      const isKnown = !isBaked && path === '/team.html' && name === 'WebSocket';
      say(
        `${name} to another host from ${path}`,
        what === 'refused' || isKnown,
        isKnown ? 'known: the page locks itself to its team’s address before it connects' : what,
      );
    }
  }
  return isBaked ? null : `${host}/socket-from/team.html`;
}
