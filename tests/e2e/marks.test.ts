/** Marks in the console's page: they move nothing, catch nothing that is not theirs, follow a virtual list, and leave no trace. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from '../browsers/kinds.ts';
import type { TestPage } from '../browsers/types.ts';
import { badges, cards, openPopup, openSession, type Session, waitForVerdicts } from '../demo/session.ts';

/** Boxes of the page's own elements in the window, by what they are. */
const boxes = (page: TestPage): Promise<string[]> =>
  page.evaluate(
    () =>
      [...document.querySelectorAll('main *')]
        .filter(
          (element) =>
            element.tagName !== 'CLAIMLENS-MARK' &&
            !element.closest('claimlens-mark') &&
            !element.matches('[data-timer]'),
        )
        .map((element) => {
          const box = element.getBoundingClientRect();
          return `${element.tagName} ${Math.round(box.x)} ${Math.round(box.y)} ${Math.round(box.width)} ${Math.round(box.height)}`;
        }),
    null,
  );

const hosts = (page: TestPage): Promise<number> =>
  page.evaluate(() => document.querySelectorAll('claimlens-mark').length, null);

describe.each(BROWSERS)('marks in %s', (name) => {
  let session: Session;
  let list: TestPage;

  beforeAll(async () => {
    session = await openSession(name, { claims: 24 });
    list = await session.browser.open(session.demo.listUrl);
    await badges(list, (all) => all.length >= 3);
  });
  afterAll(() => session?.close());

  it('move nothing on the page', async () => {
    await list.until(
      () => [...document.images].every((image) => image.complete && image.naturalWidth > 0),
      null,
    );
    const marked = await boxes(list);
    await list.evaluate(() => {
      for (const host of document.querySelectorAll<HTMLElement>('claimlens-mark'))
        host.style.setProperty('display', 'none', 'important');
    }, null);
    const bare = await boxes(list);
    await list.evaluate(() => {
      for (const host of document.querySelectorAll<HTMLElement>('claimlens-mark'))
        host.style.setProperty('display', 'inline-block', 'important');
    }, null);
    expect(bare).toEqual(marked);
  });

  it('sum up above the list, and put the number to look at on the icon', async () => {
    await list.until(
      () =>
        [...document.querySelectorAll<HTMLElement>('claimlens-mark')].some(
          (host) => !host.dataset.claim && host.parentElement === document.body,
        ),
      null,
    );
    const popup = await openPopup(session);
    const keys = session.demo.claims.filter((claim) => claim.inList).map(({ key }) => key);
    await waitForVerdicts(popup, keys, Date.now());
    const look = new Set(['file-declares-ai', 'several-signs', 'worth-checking']);
    const wanted = (await cards(popup)).filter(({ verdict }) => look.has(verdict)).length;
    expect(wanted).toBeGreaterThan(0);
    const shown = () =>
      popup.evaluate(async (address) => {
        interface Extension {
          chrome: {
            tabs: { query(asked: { url: string }): Promise<{ id: number }[]> };
            action: { getBadgeText(of: { tabId: number }): Promise<string> };
          };
        }
        const { tabs, action } = (globalThis as unknown as Extension).chrome;
        const [tab] = await tabs.query({ url: `${address}*` });
        return tab ? action.getBadgeText({ tabId: tab.id }) : '';
      }, session.demo.listUrl.split('?')[0] ?? '');
    await expect.poll(shown).toBe(String(wanted));
    await popup.close();
    await list.bringToFront();
  });

  it('keep their clicks to themselves and leave the page its own', async () => {
    await list.evaluate(() => {
      const counted = globalThis as unknown as { rowClicks: number };
      counted.rowClicks = 0;
      document.querySelector('main')?.addEventListener('click', () => {
        counted.rowClicks += 1;
      });
    }, null);
    // The badge stands in a closed root: the keyboard reaches it, the test's own selectors do not.
    for (let i = 0; i < 80; i += 1) {
      await list.press('Tab');
      if (await list.evaluate(() => document.activeElement?.localName === 'claimlens-mark', null)) break;
    }
    await list.press('Enter');
    const clicks = () =>
      list.evaluate(() => (globalThis as unknown as { rowClicks: number }).rowClicks, null);
    expect(await clicks()).toBe(0);
    await list.click('.reason_images__6 img');
    expect(await clicks()).toBe(1);
  });

  it('follow the rows of a virtual list, one badge to a row', async () => {
    // The click above opened the claim in another tab where there is no side panel; a page out of sight draws nothing.
    await list.bringToFront();
    const keysInView = async (): Promise<string[]> =>
      (await badges(list, (all) => all.length >= 3)).map((badge) => badge.key);
    const before = await keysInView();
    await list.evaluate(() => {
      const scroll = document.getElementById('scroll');
      if (scroll) scroll.scrollTop = scroll.scrollHeight;
    }, null);
    const last = session.demo.claims.at(-1)?.key ?? '';
    const after = await badges(list, (all) => all.some((badge) => badge.key === last));
    expect(new Set(after.map((badge) => badge.key)).size).toBe(after.length);
    expect(after.map((badge) => badge.key)).not.toEqual(before);
  });

  it('are gone when the console is switched off', async () => {
    const workbench = await session.browser.open(session.browser.extensionUrl('/workbench.html#/consoles'));
    await workbench.click(
      '[data-testid="console-row"][data-console="pinduoduo"] [data-testid="console-switch"]',
    );
    await list.until(() => document.querySelectorAll('claimlens-mark').length === 0, null);
    expect(await hosts(list)).toBe(0);
    await workbench.close();
  });
});
