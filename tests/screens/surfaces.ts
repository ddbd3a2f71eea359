/** Every surface of the extension that a person can come to, and how to put it on. */
import type { Settings } from '../../lib/store/settings.ts';
import { LONG_TIMEOUT } from '../browsers/patience.ts';
import { changeSettings } from '../browsers/settings.ts';
import type { TestPage } from '../browsers/types.ts';
import type { DemoFiles } from '../demo/files.ts';

export interface Surface {
  name: string;
  /** Path in the extension; `{list}` is the console page's address, `{claim}` the key of a claim with changed regions. */
  path: string;
  /** Shown when the surface is ready. */
  ready: string;
  /** Width in CSS pixels at which it is usually seen; default 1280. */
  wide?: number;
  /** Height in CSS pixels; default 900. */
  height?: number;
  /** Seen before any claim has been read. */
  empty?: true;
  /** Needs a checked video among the claims (film.ts). */
  film?: true;
  /** What a person does there first. */
  act?(page: TestPage, files: DemoFiles): Promise<void>;
  /** Can begin where the surface before it in the list was left, by this alone, which spares the way there. */
  onward?(page: TestPage): Promise<void>;
}

const POPUP = { wide: 420, height: 600 };
const PANEL = { wide: 560 };
const FILM = '/workbench.html#/claims/pinduoduo%3Afilm';
const IN_PART = '/workbench.html#/claims/pinduoduo%3Ain-part';

export const SURFACES: readonly Surface[] = [
  { name: 'popup-empty', path: '/popup.html', ready: '.empty', empty: true, ...POPUP },
  { name: 'side-panel-empty', path: '/sidepanel.html', ready: '.empty', empty: true, ...PANEL },
  { name: 'claims-empty', path: '/workbench.html#/claims', ready: '.empty', empty: true },
  { name: 'library-empty', path: '/workbench.html#/library', ready: '.empty', empty: true },
  { name: 'popup', path: '/popup.html?page={list}', ready: '[data-testid="claim-card"]', ...POPUP },
  { name: 'side-panel', path: '/sidepanel.html?page={list}', ready: '[data-testid="claim-card"]', ...PANEL },
  {
    name: 'side-panel-claim',
    path: '/sidepanel.html?page={list}#/claims/{claim}',
    ready: '[data-testid="comparison"]',
    ...PANEL,
  },
  { name: 'claims', path: '/workbench.html#/claims', ready: '[data-testid="ledger-row"]' },
  { name: 'claim', path: '/workbench.html#/claims/{claim}', ready: '[data-testid="comparison"]' },
  {
    name: 'case',
    path: '/workbench.html#/claims/{claim}',
    ready: '[data-testid="open-case"]',
    act: async (page) => {
      await page.click('[data-testid="open-case"]');
      await page.waitFor('[data-testid="case"]');
    },
  },
  { name: 'case-texts', path: '/workbench.html#/cases/{claim}/texts', ready: '[data-testid="case-texts"]' },
  {
    name: 'case-package',
    path: '/workbench.html#/cases/{claim}/package',
    ready: '[data-testid="case-package"]',
  },
  {
    name: 'case-more',
    path: '/workbench.html#/cases/{claim}/more',
    ready: '[data-testid="law-show"]',
    act: async (page) => {
      await page.click('[data-testid="law-show"]');
    },
  },
  { name: 'packing', path: '/workbench.html#/cases/archive', ready: '[data-testid="camera"]' },
  { name: 'data', path: '/workbench.html#/cases/data', ready: '[data-testid="data"]' },
  { name: 'cases', path: '/workbench.html#/cases', ready: 'main h1' },
  { name: 'library', path: '/workbench.html#/library', ready: '[data-testid="product-card"]' },
  {
    name: 'library-import',
    path: '/workbench.html#/library',
    ready: '[data-testid="product-card"]',
    act: async (page, { libraryFiles }) => {
      await page.setInputFiles('[data-testid="library-input"]', libraryFiles);
      await page.waitFor('[data-testid="import-start"]');
      await page.click('[data-testid="import-start"]');
      await page.waitFor('[data-testid="import-progress"][data-state="done"] summary');
      await page.click('[data-testid="import-progress"] summary');
    },
  },
  {
    name: 'product',
    path: '/workbench.html#/library',
    ready: '[data-testid="product-card"]',
    act: async (page) => {
      await page.click('[data-testid="product-card"]');
      await page.waitFor('[data-testid="product-remove"]');
    },
  },
  { name: 'audit', path: '/workbench.html#/audit', ready: '[data-testid="audit-start"]' },
  {
    name: 'audit-report',
    path: '/workbench.html#/audit',
    ready: '[data-testid="audit-start"]',
    act: runAudit,
  },
  {
    name: 'audit-photo',
    path: '/workbench.html#/audit',
    ready: '[data-testid="audit-start"]',
    act: async (page, files) => {
      await runAudit(page, files);
      await openAuditPhoto(page);
    },
    onward: openAuditPhoto,
  },
  { name: 'consoles', path: '/workbench.html#/consoles', ready: '[data-testid="console-row"]' },
  {
    name: 'place',
    path: '/workbench.html#/claims/{claim}',
    ready: '[data-testid="place-open"]',
    act: async (page) => {
      await page.click('[data-testid="place-open"]');
      await page.waitFor('[data-testid="place-photo"] img');
      await page.click('[data-testid="place-middle"]');
      await page.waitFor('[data-testid="place-row"][aria-busy="false"]');
    },
  },
  {
    name: 'film',
    path: FILM,
    ready: '[data-testid="film-strip"]',
    film: true,
    act: async (page) => {
      await page.click('.film-frame');
      await page.waitFor('img.film-large');
    },
  },
  {
    name: 'film-player',
    path: FILM,
    ready: '[data-testid="film-strip"]',
    film: true,
    act: async (page) => {
      await page.click('[data-testid="film-play"]');
      await page.waitFor('video.film-large');
      await page.click('.film-frame');
    },
  },
  {
    name: 'film-filed',
    path: FILM,
    ready: '[data-testid="film-strip"]',
    film: true,
    act: async (page) => {
      await page.click('.film-frame');
      await page.click('[data-testid="file-frame"]');
      await page.waitFor('.notice');
      await page.goto(`${page.url().replace('#/claims/', '#/cases/')}/package`);
      await page.waitFor('[data-testid="case-frames"] img');
    },
  },
  { name: 'settings', path: '/workbench.html#/settings', ready: '[data-testid="settings-locale"]' },
  { name: 'film-in-part', path: IN_PART, ready: '[data-testid="kept-in-part"]', film: true },
  {
    name: 'team-new',
    path: '/workbench.html#/settings',
    ready: '[data-testid="team-new"]',
    act: async (page) => {
      await page.click('[data-testid="team-new"]');
      await page.waitFor('[data-testid="team-form"]');
    },
  },
  { name: 'first-run', path: '/workbench.html#/welcome', ready: '[data-testid="console-row"]' },
  {
    // Last: what it imports stays in the library.
    name: 'own-host',
    path: '/workbench.html#/library',
    ready: '[data-testid="product-card"]',
    act: async (page, { sheet }) => {
      await page.setInputFiles('[data-testid="library-input"]', [sheet]);
      await page.click('[data-testid="sheet-start"]:not([disabled])');
      await page.waitFor('[data-testid="own-host"]');
    },
  },
];

async function runAudit(page: TestPage, { libraryFiles, photoFiles }: DemoFiles): Promise<void> {
  await page.setInputFiles('[data-testid="audit-library"]', libraryFiles);
  await page.setInputFiles('[data-testid="audit-photos"]', photoFiles);
  await page.click('[data-testid="audit-start"]:not([disabled])');
  // Every photo is checked before the first row stands.
  await page.waitFor('[data-testid="audit-row"]', { timeout: LONG_TIMEOUT });
}

async function openAuditPhoto(page: TestPage): Promise<void> {
  await page.until(() => {
    document.querySelector<HTMLElement>('[data-testid="audit-row"]:enabled')?.click();
    return document.querySelector('[data-testid="audit-look"]') !== null;
  }, null);
  await page.waitFor('[data-testid="audit-look"] [data-testid="comparison"]');
}

export const LANGUAGES = ['zh-CN', 'en'] as const;
export const THEMES = ['light', 'dark'] as const;

/** A surface's address with the console page and the claim filled in. */
export const addressOf = ({ path }: Surface, list: string, claim: string): string =>
  path.replace('{list}', encodeURIComponent(list)).replace('{claim}', encodeURIComponent(claim));

/** Puts on a language and a theme, as the settings page would; takes effect with the next page. */
export async function wear(
  page: TestPage,
  locale: Settings['locale'],
  theme: Settings['theme'],
): Promise<void> {
  await page.evaluate((look) => localStorage.setItem('claimlens-look', JSON.stringify(look)), {
    locale,
    theme,
  });
  await changeSettings(page, { locale, theme });
}

export interface Violation {
  id: string;
  impact: string | null;
  where: string[];
}

/**
 * What axe finds on the page as it stands (WCAG 2.2 A and AA).
 * @param source text of axe-core's own file
 */
export async function violations(page: TestPage, source: string): Promise<Violation[]> {
  // The page's policy forbids eval, so the library goes along as the body of a function that is run there: once per page.
  const known = await page.evaluate(() => 'axe' in globalThis, null);
  if (!known)
    await page.evaluate(new Function('argument', `${source}; globalThis.axe = axe;`) as () => void, null);
  return page.evaluate(async () => {
    interface Result {
      violations: { id: string; impact: string | null; nodes: { target: string[] }[] }[];
    }
    const { axe } = globalThis as unknown as { axe: { run(on: Document, how: object): Promise<Result> } };
    // A button on its way from one colour to the next has neither: transitions end first.
    const moving = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(moving.map((one) => one.finished));
    const found = await axe.run(document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    return found.violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      where: nodes.slice(0, 5).map((node) => node.target.join(' ')),
    }));
  }, null);
}
