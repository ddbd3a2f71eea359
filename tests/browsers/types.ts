/** What tests, the demo and the audit need of a browser, the same for Chromium and Firefox. */

export type BrowserName = 'chromium' | 'firefox';

export interface Look {
  /** Default `zh-CN`. */
  locale?: 'zh-CN' | 'en';
  /** Default `light`. */
  colorScheme?: 'light' | 'dark';
}

export interface LaunchOptions extends Look {
  /** Folder of the unpacked build (holds `manifest.json`). */
  extensionDir: string;
  /** Kept after `close`; a fresh temporary one, removed on `close`, when absent. */
  profileDir?: string;
  /** Which local port answers for a host: `{ 'mms.pinduoduo.com': 8443, '*.pddpic.com': 8443 }`. Every other host is refused. */
  hosts: Record<string, number>;
  /** Origins granted to the extension as if the seller had said yes (`https://mms.pinduoduo.com/*`). */
  grant?: string[];
  /** Default true. */
  headless?: boolean;
  /** Gives pages a drawn camera instead of a real one, without asking (Chromium only). */
  fakeCamera?: boolean;
}

/** One request that the browser made for a page, a worker or a part of the extension. */
export interface SeenRequest {
  url: string;
  /** Type and address of what asked: `page https://…`, `service_worker chrome-extension://…`. */
  by: string;
}

/** A warning, an error or an uncaught exception in any page or worker. */
export interface SeenTrouble {
  text: string;
  by: string;
}

/** One connection that the browser opened, whoever asked for it. */
export interface SeenConnection {
  host: string;
  allowed: boolean;
}

export interface WaitOptions {
  /** Milliseconds; default in patience.ts. */
  timeout?: number;
}

export interface TestPage {
  url(): string;
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** `run` is sent as text: it sees only `argument`. */
  evaluate<A, R>(run: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
  /** CSS selectors reach into open shadow roots. */
  click(selector: string, options?: WaitOptions): Promise<void>;
  fill(selector: string, value: string): Promise<void>;
  waitFor(selector: string, options?: WaitOptions): Promise<void>;
  /** Waits until the text of the page (outside shadow roots) holds `text`. */
  waitForText(text: string, options?: WaitOptions): Promise<void>;
  /** Polls `run` until it answers something truthy and returns that. */
  until<A, R>(run: (argument: A) => R, argument: A, options?: WaitOptions): Promise<R>;
  /** One key by its name, with others held: `Tab`, `Shift+Tab`. */
  press(key: string): Promise<void>;
  /** Draws with the pressed mouse over an element; places are shares of its width and height. */
  drag(selector: string, from: [number, number], to: [number, number]): Promise<void>;
  setInputFiles(selector: string, files: string[]): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  screenshot(path: string, size?: { width: number; height: number }): Promise<void>;
  bringToFront(): Promise<void>;
  close(): Promise<void>;
}

export interface TestBrowser {
  name: BrowserName;
  version: string;
  extensionId: string;
  /** Address of a file of the extension, e.g. `extensionUrl('/popup.html')`. */
  extensionUrl(path: string): string;
  open(url: string): Promise<TestPage>;
  pages(): Promise<TestPage[]>;
  /** Every request of pages, workers and the extension since launch, oldest first. */
  requests: readonly SeenRequest[];
  /** Every warning and error since launch (Chromium only; Firefox does not tell). */
  troubles: readonly SeenTrouble[];
  /** Every connection since launch, oldest first. The browser's own housekeeping is among them, refused. */
  connections: readonly SeenConnection[];
  /** Ends the extension's service worker (Chromium) or event page (Firefox) as the browser itself would. */
  killBackground(): Promise<void>;
  /** Ends the document that does the checking: the offscreen page (Chromium), the background page (Firefox). */
  killEngine(): Promise<void>;
  /**
   * Makes at most `most` workers of the extension fall silent, without a word to whoever waits for them.
   * Resolves to how many did; always 0 in Firefox, whose driver does not reach workers.
   */
  endWorkers(most: number): Promise<number>;
  /** Has an error thrown in every worker of the extension, which ends it. Resolves to how many; always 0 in Firefox. */
  breakWorkers(): Promise<number>;
  /**
   * Runs an expression inside the extension's service worker or engine document. Resolves to how many took it; always 0 in
   * Firefox, whose driver does not reach them.
   */
  runInside(part: 'background' | 'engine', expression: string): Promise<number>;
  /**
   * Has memory that nothing holds any more taken away in all parts of the extension, which the browser else leaves for later.
   * Resolves to how many parts did; always 0 in Firefox.
   */
  collectGarbage(): Promise<number>;
  /** Closes the browser and starts it again on the same profile, with another look if asked. Pages opened before are gone. */
  relaunch(look?: Look): Promise<void>;
  /** Resolves when a person closes the window. */
  closedByHand(): Promise<void>;
  close(): Promise<void>;
}
