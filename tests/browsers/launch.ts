/** One door to both browsers. */
import { launchChromium } from './chromium.ts';
import { launchFirefox } from './firefox.ts';
import type { BrowserName, LaunchOptions, TestBrowser } from './types.ts';

export const launch = (name: BrowserName, options: LaunchOptions): Promise<TestBrowser> =>
  name === 'firefox' ? launchFirefox(options) : launchChromium(options);
