/** The built extension in Debian's Chromium, through Playwright's persistent context. */
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { type DevTools, openDevTools, type Watch } from './cdp.ts';
import { drawWith } from './draw.ts';
import { type Gate, openGate } from './gate.ts';
import { chromiumExtensionId, hasGrants, knowsExtension, writeGrants } from './grants.ts';
import { ensureBrowsers } from './install.ts';
import { TIMEOUT } from './patience.ts';
import { newProfile } from './profiles.ts';
import type { LaunchOptions, Look, SeenRequest, SeenTrouble, TestBrowser, TestPage } from './types.ts';

/** Keeps the browser from doing anything of its own, and lets it run as root and with the demo's own certificate. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--ignore-certificate-errors',
  '--remote-debugging-port=0',
];

interface Running {
  context: BrowserContext;
  devTools: DevTools;
}

export async function launchChromium(options: LaunchOptions): Promise<TestBrowser> {
  const executablePath = ensureBrowsers(['chromium']).chromium;
  const extensionDir = resolve(options.extensionDir);
  // Without grants a test begins before the first start, which a prepared profile has behind it.
  const profileDir = options.profileDir ?? newProfile('chromium', options.grant !== undefined);
  const id = chromiumExtensionId(extensionDir);
  const requests: SeenRequest[] = [];
  const troubles: SeenTrouble[] = [];
  const watch: Watch = {
    request: (url, by) => requests.push({ url, by }),
    trouble: (text, by) => troubles.push({ text, by }),
  };
  const gate = await openGate(options.hosts);
  const start = (look: Look = {}) =>
    startOnce(executablePath, extensionDir, profileDir, gate, { ...options, ...look }, watch);

  const ungranted = options.grant && !hasGrants(profileDir, id, options.grant) ? options.grant : null;
  if (ungranted && !knowsExtension(profileDir, id)) await stop(await start());
  if (ungranted) writeGrants(profileDir, id, ungranted);
  let running = await start();

  const closeTargets = async (wanted: (type: string, url: string) => boolean, what: string) => {
    const found = (await running.devTools.targets()).filter((t) => wanted(t.type, t.url));
    if (found.length === 0) throw new Error(`No ${what} is running`);
    for (const target of found) await running.devTools.closeTarget(target.targetId);
  };
  const own = (url: string) => url.startsWith(`chrome-extension://${id}/`);

  return {
    name: 'chromium',
    version: running.context.browser()?.version() ?? 'unknown',
    extensionId: id,
    extensionUrl: (path) => new URL(path, `chrome-extension://${id}/`).href,
    open: async (url) => {
      const page = await running.context.newPage();
      await page.goto(url);
      return wrap(page);
    },
    pages: async () => running.context.pages().map(wrap),
    requests,
    troubles,
    connections: gate.connections,
    killBackground: () =>
      closeTargets((type, url) => type === 'service_worker' && own(url), 'service worker'),
    killEngine: () =>
      closeTargets((type, url) => type === 'background_page' && own(url), 'offscreen document'),
    endWorkers: (most) =>
      running.devTools.runIn('worker', new RegExp(`^chrome-extension://${id}/`), 'self.close()', most),
    breakWorkers: () =>
      running.devTools.runIn(
        'worker',
        new RegExp(`^chrome-extension://${id}/`),
        "setTimeout(() => { throw new Error('thrown by a test'); })",
        Number.POSITIVE_INFINITY,
      ),
    runInside: (part, expression) =>
      running.devTools.runIn(
        part === 'background' ? 'service_worker' : null,
        new RegExp(`^chrome-extension://${id}/${part === 'background' ? '' : 'engine\\.html'}`),
        expression,
        1,
      ),
    collectGarbage: () => running.devTools.collectGarbage(new RegExp(`^chrome-extension://${id}/`)),
    relaunch: async (look = {}) => {
      await stop(running);
      running = await start(look);
    },
    closedByHand: () => new Promise((done) => running.context.once('close', () => done())),
    close: async () => {
      await stop(running);
      await gate.close();
      if (!options.profileDir) rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Where Chromium writes the address of its DevTools; that of an earlier start leads nowhere. */
const DOOR = 'DevToolsActivePort';

/** A moving picture in place of a camera, granted without a question. */
const FAKE_CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

async function startOnce(
  executablePath: string,
  extensionDir: string,
  profileDir: string,
  gate: Gate,
  options: LaunchOptions,
  watch: Watch,
): Promise<Running> {
  const locale = options.locale ?? 'zh-CN';
  rmSync(join(profileDir, DOOR), { force: true });
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath,
    headless: false,
    timeout: TIMEOUT,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      ...(options.headless === false ? [] : ['--headless=new']),
      ...QUIET,
      `--lang=${locale}`,
      `--disable-extensions-except=${extensionDir}`,
      `--load-extension=${extensionDir}`,
      `--proxy-server=http://127.0.0.1:${gate.port}`,
      ...(options.fakeCamera ? FAKE_CAMERA : []),
    ],
    // Chromium on Linux takes the language of its interface, and of `i18n.getUILanguage`, from LANGUAGE alone.
    env: { ...process.env, LANGUAGE: locale === 'en' ? 'en_US' : 'zh_CN' } as Record<string, string>,
    locale: locale === 'en' ? 'en-US' : locale,
    colorScheme: options.colorScheme ?? 'light',
    // Drawn without a graphics card, a bar that moves all the time takes most of a core from what is being tested.
    reducedMotion: 'reduce',
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(TIMEOUT);
  const [number, path] = await doorOf(profileDir);
  const devTools = await openDevTools(`ws://127.0.0.1:${number}${path}`, watch);
  return { context, devTools };
}

/** Port and path of the second DevTools connection, once the browser has written them down. */
async function doorOf(profileDir: string): Promise<string[]> {
  const file = join(profileDir, DOOR);
  for (const end = Date.now() + TIMEOUT; Date.now() < end; ) {
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    if (lines.length > 1) return lines;
    await new Promise((next) => setTimeout(next, 20));
  }
  throw new Error(`${file} was not written`);
}

async function stop({ context, devTools }: Running): Promise<void> {
  devTools.close();
  await context.close();
}

function wrap(page: Page): TestPage {
  return {
    url: () => page.url(),
    goto: async (url) => {
      await page.goto(url);
    },
    reload: async () => {
      await page.reload();
    },
    evaluate: (run, argument) => page.evaluate(run as never, argument as never),
    click: (selector, options) => page.locator(selector).first().click(options),
    fill: (selector, value) => page.locator(selector).first().fill(value),
    waitFor: (selector, options) => page.locator(selector).first().waitFor(options),
    waitForText: (text, options) => page.getByText(text).first().waitFor(options),
    until: async (run, argument, options) => {
      const handle = await page.waitForFunction(run as never, argument as never, {
        polling: 100,
        ...options,
      });
      return (await handle.jsonValue()) as never;
    },
    press: (key) => page.keyboard.press(key),
    drag: async (selector, from, to) => {
      const target = page.locator(selector).first();
      await target.scrollIntoViewIfNeeded();
      const box = await target.boundingBox();
      if (!box) throw new Error(`${selector} is not there`);
      await drawWith(page.mouse, box, from, to);
    },
    setInputFiles: (selector, files) => page.locator(selector).first().setInputFiles(files),
    resize: (width, height) => page.setViewportSize({ width, height }),
    screenshot: async (path, size) => {
      if (size) await page.setViewportSize(size);
      await page.screenshot({ path });
    },
    bringToFront: () => page.bringToFront(),
    close: () => page.close(),
  };
}
