/** Every surface of the extension that a person can come to, and how to put it on. */
import type { TestPage } from '../browsers/types.ts';

export interface Surface {
  name: string;
  /** Path in the extension; `{list}` is the console page's address, `{claim}` the key of a claim with changed regions. */
  path: string;
  /** Shown when the surface is ready. */
  ready: string;
}

export const SURFACES: readonly Surface[] = [
  { name: 'popup', path: '/popup.html?page={list}', ready: '[data-testid="claim-card"]' },
  { name: 'side-panel', path: '/sidepanel.html?page={list}', ready: '[data-testid="claim-card"]' },
  {
    name: 'side-panel-claim',
    path: '/sidepanel.html?page={list}#/claims/{claim}',
    ready: '[data-testid="comparison"]',
  },
  { name: 'claims', path: '/workbench.html#/claims', ready: '[data-testid="ledger-row"]' },
  { name: 'claim', path: '/workbench.html#/claims/{claim}', ready: '[data-testid="comparison"]' },
  { name: 'cases', path: '/workbench.html#/cases', ready: 'main h1' },
  { name: 'library', path: '/workbench.html#/library', ready: '[data-testid="product-card"]' },
  { name: 'audit', path: '/workbench.html#/audit', ready: '[data-testid="audit-start"]' },
  { name: 'consoles', path: '/workbench.html#/consoles', ready: '[data-testid="console-row"]' },
  { name: 'settings', path: '/workbench.html#/settings', ready: '[data-testid="settings-locale"]' },
  { name: 'first-run', path: '/workbench.html#/welcome', ready: '[data-testid="console-row"]' },
];

export const LANGUAGES = ['zh-CN', 'en'] as const;
export const THEMES = ['light', 'dark'] as const;

/** A surface's address with the console page and the claim filled in. */
export const addressOf = ({ path }: Surface, list: string, claim: string): string =>
  path.replace('{list}', encodeURIComponent(list)).replace('{claim}', encodeURIComponent(claim));

/** Puts on a language and a theme, as the settings page would; takes effect with the next page. */
export const wear = (page: TestPage, locale: string, theme: string): Promise<void> =>
  page.evaluate(
    ({ locale, theme }) =>
      new Promise<void>((done, fail) => {
        localStorage.setItem('claimlens-look', JSON.stringify({ locale, theme }));
        const asked = indexedDB.open('claimlens');
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => {
          const change = asked.result.transaction('meta', 'readwrite');
          change.objectStore('meta').put({ v: 1, name: 'settings', value: { locale, theme } });
          change.onabort = () => fail(change.error);
          change.oncomplete = () => {
            asked.result.close();
            done();
          };
        };
      }),
    { locale, theme },
  );

export interface Violation {
  id: string;
  impact: string | null;
  where: string[];
}

/**
 * What axe finds on the page as it stands (WCAG 2.2 A and AA).
 * @param source text of axe-core's own file
 */
export function violations(page: TestPage, source: string): Promise<Violation[]> {
  const body = `${source};
    return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((result) =>
      result.violations.map(({ id, impact, nodes }) => ({
        id, impact, where: nodes.slice(0, 5).map((node) => node.target.join(' ')),
      })));`;
  // The page's policy forbids eval, so the whole library goes along as the body of the function that is run there.
  return page.evaluate(new Function('argument', body) as (argument: null) => Promise<Violation[]>, null);
}
