/** The built extension in stock Firefox, through puppeteer's WebDriver BiDi. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { drawWith } from './draw.ts';
import { type Gate, openGate } from './gate.ts';
import { ensureBrowsers } from './install.ts';
import { LONG_TIMEOUT, TIMEOUT } from './patience.ts';
import { newProfile } from './profiles.ts';
import type { LaunchOptions, Look, SeenRequest, TestBrowser, TestPage } from './types.ts';

/** Firefox gives an extension a random address; a fixed one lets the driver open its pages. */
const UUID = '6f1d0a52-8c3e-4b7a-9d21-5e0c4a7b9f10';

export async function launchFirefox(options: LaunchOptions): Promise<TestBrowser> {
  const executablePath = ensureBrowsers(['firefox']).firefox;
  const extensionDir = resolve(options.extensionDir);
  const profileDir = options.profileDir ?? newProfile('firefox', true);
  mkdirSync(profileDir, { recursive: true });
  const geckoId = readGeckoId(extensionDir);
  const origin = `moz-extension://${UUID}`;
  const requests: SeenRequest[] = [];
  const gate = await openGate(options.hosts);
  const watched = new WeakSet<Page>();

  const adopt = (page: Page) => {
    if (!watched.has(page)) {
      watched.add(page);
      page.on('request', (request) => {
        if (/^https?:/.test(request.url())) requests.push({ url: request.url(), by: `page ${page.url()}` });
      });
    }
    return page;
  };
  const newPage = async (browser: Browser) => {
    const page = adopt(await browser.newPage());
    page.setDefaultTimeout(TIMEOUT);
    await page.setViewport({ width: 1440, height: 900 });
    return page;
  };
  const start = async (look: Look = {}) => {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath,
      headless: options.headless !== false,
      timeout: TIMEOUT,
      // One answer of the page, which may be a long time in coming: axe over a whole page.
      protocolTimeout: LONG_TIMEOUT,
      acceptInsecureCerts: true,
      userDataDir: profileDir,
      // Without system access Firefox refuses to open an extension's own pages for a driver.
      args: ['--remote-allow-system-access'],
      env: { ...process.env, TZ: 'Asia/Shanghai' },
      extraPrefsFirefox: preferences(gate, geckoId, { ...options, ...look }),
    });
    await browser.installExtension(extensionDir);
    const page = await newPage(browser);
    await go(page, `${origin}/popup.html`);
    await grant(page, options.grant ?? []);
    await page.close();
    return browser;
  };
  let browser = await start();

  /** Runs in a page of the browser itself, the only place from which an extension's parts can be stopped. */
  const asBrowser = async (run: (id: string) => Promise<void>) => {
    const page = await newPage(browser);
    await go(page, 'about:support');
    await page.evaluate(run, geckoId);
    await page.close();
  };
  const killBackground = () =>
    asBrowser(async (id) => {
      interface Parent {
        WebExtensionPolicy: {
          getByID(id: string): { extension: { terminateBackground(o: object): Promise<void> } };
        };
      }
      const parent = globalThis as unknown as Parent;
      await parent.WebExtensionPolicy.getByID(id).extension.terminateBackground({
        ignoreDevToolsAttached: true,
        disableResetIdleForTest: true,
      });
    });

  return {
    name: 'firefox',
    version: await browser.version(),
    extensionId: geckoId,
    extensionUrl: (path) => new URL(path, origin).href,
    open: async (url) => {
      const page = await newPage(browser);
      await go(page, url);
      return wrap(page);
    },
    pages: async () => (await browser.pages()).map((page) => wrap(adopt(page))),
    requests,
    troubles: [],
    connections: gate.connections,
    killBackground,
    killEngine: killBackground,
    endWorkers: async () => 0,
    breakWorkers: async () => 0,
    runInside: async () => 0,
    collectGarbage: async () => 0,
    relaunch: async (look = {}) => {
      await browser.close();
      browser = await start(look);
    },
    closedByHand: () => new Promise((done) => browser.once('disconnected', () => done())),
    close: async () => {
      await browser.close();
      await gate.close();
      if (!options.profileDir) rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function readGeckoId(extensionDir: string): string {
  const manifest = JSON.parse(readFileSync(join(extensionDir, 'manifest.json'), 'utf8')) as {
    browser_specific_settings?: { gecko?: { id?: string } };
  };
  const id = manifest.browser_specific_settings?.gecko?.id;
  if (!id) throw new Error(`${extensionDir} names no gecko id`);
  return id;
}

function preferences(gate: Gate, geckoId: string, options: LaunchOptions): Record<string, unknown> {
  return {
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': gate.port,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': gate.port,
    'extensions.webextOptionalPermissionPrompts': false,
    'extensions.webextensions.uuids': JSON.stringify({ [geckoId]: UUID }),
    // A temporary add-on is uninstalled at every end of the browser; a seller's own is not.
    'extensions.webextensions.keepStorageOnUninstall': true,
    'extensions.webextensions.keepUuidOnUninstall': true,
    'intl.accept_languages': options.locale === 'en' ? 'en-US, en' : 'zh-CN, zh',
    'layout.css.prefers-color-scheme.content-override': options.colorScheme === 'dark' ? 0 : 1,
    'ui.prefersReducedMotion': 1,
    'ui.systemUsesDarkTheme': options.colorScheme === 'dark' ? 1 : 0,
  };
}

/** The first answer of the driver to a navigation into an extension never comes, so this looks at the page instead. */
async function go(page: Page, url: string): Promise<void> {
  if (url.startsWith('https:')) {
    await page.goto(url, { timeout: TIMEOUT });
    return;
  }
  void page.goto(url, { timeout: TIMEOUT }).catch(() => null);
  const end = Date.now() + TIMEOUT;
  while (Date.now() < end) {
    const at = await page.evaluate(() => [location.href, document.readyState]).catch(() => []);
    if (at[0] === url && at[1] === 'complete') return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${url} did not load`);
}

/** Loads the page once more; as with `go`, the driver's own answer never comes inside an extension. */
async function again(page: Page): Promise<void> {
  if (page.url().startsWith('https:')) {
    await page.reload();
    return;
  }
  const started = await page.evaluate(() => performance.timeOrigin);
  void page.reload({ timeout: TIMEOUT }).catch(() => null);
  const end = Date.now() + TIMEOUT;
  while (Date.now() < end) {
    const now = await page
      .evaluate(() => (document.readyState === 'complete' ? performance.timeOrigin : 0))
      .catch(() => 0);
    if (now > started) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${page.url()} did not load again`);
}

/** Asks for the origins from a click, as the product does; the preference above answers yes. */
async function grant(page: Page, origins: string[]): Promise<void> {
  if (origins.length === 0) return;
  await page.evaluate((wanted: string[]) => {
    const button = document.createElement('button');
    button.id = 'grant-for-test';
    button.style.cssText = 'position:fixed;inset:0;z-index:2147483647';
    interface Extension {
      browser: { permissions: { request(wanted: { origins: string[] }): Promise<boolean> } };
    }
    button.onclick = async () => {
      const { permissions } = (globalThis as unknown as Extension).browser;
      const granted = await permissions.request({ origins: wanted });
      button.dataset.granted = String(granted);
    };
    document.body.append(button);
  }, origins);
  await page.click('#grant-for-test');
  await page.waitForSelector('#grant-for-test[data-granted="true"]', { timeout: TIMEOUT });
}

/** A page behind another tab draws nothing, and the driver's waits for what is seen never end there. A person looks at it first, too. */
async function inFront(page: Page): Promise<void> {
  if (await page.evaluate(() => document.hidden)) await page.bringToFront();
}

/** puppeteer's spelling of "also inside open shadow roots". */
const deep = (selector: string) => `>>> ${selector}`;

function wrap(page: Page): TestPage {
  const find = async (selector: string, timeout = TIMEOUT) => {
    await inFront(page);
    const found = await page.waitForSelector(deep(selector), { timeout, visible: true });
    if (!found) throw new Error(`${selector} is not there`);
    return found;
  };
  return {
    url: () => page.url(),
    goto: (url) => go(page, url),
    reload: () => again(page),
    evaluate: (run, argument) => page.evaluate(run as never, argument as never),
    click: async (selector, options) => {
      const element = await find(selector, options?.timeout);
      await element.evaluate((node) => (node as HTMLElement).scrollIntoView({ block: 'center' }));
      // As a person would: a notice that lies over it goes by itself.
      await page.waitForFunction(
        (node) => {
          const box = (node as HTMLElement).getBoundingClientRect();
          const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          const notice = hit?.closest('.notice');
          return !notice || notice.contains(node as HTMLElement);
        },
        { polling: 100, timeout: options?.timeout ?? TIMEOUT },
        element,
      );
      await element.click();
    },
    fill: async (selector, value) => {
      const element = await find(selector);
      // As a paste over everything: typing after a triple click would replace one paragraph of a longer text.
      await element.evaluate((node, text) => {
        const box = node as HTMLInputElement | HTMLTextAreaElement;
        box.focus();
        const kind = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
        Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(box, text);
        box.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
        box.dispatchEvent(new Event('change', { bubbles: true }));
      }, value);
    },
    waitFor: async (selector, options) => {
      await find(selector, options?.timeout);
    },
    waitForText: async (text, options) => {
      await page.waitForFunction(
        (t: string) => document.body.textContent.includes(t),
        { polling: 100, timeout: options?.timeout ?? TIMEOUT },
        text,
      );
    },
    until: async (run, argument, options) => {
      const handle = await page.waitForFunction(
        run as (argument: unknown) => unknown,
        { polling: 100, timeout: options?.timeout ?? TIMEOUT },
        argument,
      );
      return (await handle.jsonValue()) as never;
    },
    press: async (key) => {
      const [last = key, ...held] = key.length > 1 ? key.split('+').reverse() : [key];
      for (const one of held) await page.keyboard.down(one as never);
      await page.keyboard.press(last as never);
      for (const one of held) await page.keyboard.up(one as never);
    },
    drag: async (selector, from, to) => {
      const target = await page.waitForSelector(deep(selector), { timeout: TIMEOUT });
      await target?.scrollIntoView();
      const box = await target?.boundingBox();
      if (!box) throw new Error(`${selector} is not there`);
      await drawWith(page.mouse, box, from, to);
    },
    setInputFiles: async (selector, files) => {
      const input = await page.waitForSelector(deep(selector), { timeout: TIMEOUT });
      if (!input) throw new Error(`${selector} is not there`);
      await (input as ElementHandle<HTMLInputElement>).uploadFile(...files);
    },
    resize: (width, height) => page.setViewport({ width, height }),
    screenshot: async (path, size) => {
      if (size) await page.setViewport(size);
      await page.screenshot({ path: path as `${string}.png` });
    },
    bringToFront: () => page.bringToFront(),
    close: () => page.close(),
  };
}
