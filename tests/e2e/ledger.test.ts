/** The claims ledger in the browser: found, narrowed down, kept as a view, flagged many at once and taken back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BROWSERS } from '../browsers/kinds.ts';
import type { TestPage } from '../browsers/types.ts';
import { badges, openSession, type Session, speakChinese } from '../demo/session.ts';

const shown = (page: TestPage): Promise<string[]> =>
  page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLElement>('[data-testid="ledger-row"]')].map(
        ({ dataset }) => dataset.key ?? '',
      ),
    null,
  );

const choose = (page: TestPage, control: string, value: string) =>
  page.evaluate(
    ([id, to]) => {
      const select = document.querySelector<HTMLSelectElement>(`[data-testid="${id}"]`);
      if (!select) throw new Error(`no ${id}`);
      select.value = to;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    },
    [control, value] as [string, string],
  );

const rows = (page: TestPage, n: number) =>
  page.until((wanted) => document.querySelectorAll('[data-testid="ledger-row"]').length === wanted, n);

const flags = (page: TestPage, n: number) =>
  page.until((wanted) => document.querySelectorAll('.ledger-flag svg').length === wanted, n);

describe.each(BROWSERS)('the ledger in %s', (name) => {
  let session: Session;
  let page: TestPage;
  /** How many claims the ledger holds: a list that is still being widened again shows fewer. */
  let total = 0;

  beforeAll(async () => {
    session = await openSession(name, { claims: 6 });
    await speakChinese(session);
    const list = await session.browser.open(session.demo.listUrl);
    page = await session.browser.open(session.browser.extensionUrl('/workbench.html#/claims'));
    await list.bringToFront();
    const { length } = await badges(list, (all) => all.length >= 3);
    await page.bringToFront();
    // The list fills by what the background writes, not by anything that this page does.
    await page.until(
      (least) => document.querySelectorAll('[data-testid="ledger-row"]').length >= least,
      length,
    );
    await list.close();
    total = await page.until(() => {
      const count = document.querySelector<HTMLElement>('[data-testid="ledger-count"]');
      const { length } = document.querySelectorAll('[data-testid="ledger-row"]');
      return count?.dataset.complete === 'true' ? length : 0;
    }, null);
  });
  // What one test left in the filters, or chosen, is not there for the next one.
  beforeEach(async () => {
    await page.reload();
    await rows(page, total);
  });
  afterAll(() => session?.close());

  it('narrows down by what a claim says, and shows all again', async () => {
    const all = await shown(page);
    const [first = ''] = all;
    await page.click('[data-testid="ledger-more"]');
    await page.fill('[data-testid="ledger-product"]', 'no such goods');
    await page.waitForText('没有符合筛选条件的售后单');
    await page.click('[data-testid="ledger-clear"]');
    await rows(page, total);
    await page.fill('[data-testid="ledger-search"]', first.split(':')[1] ?? '');
    await rows(page, 1);
    expect(await shown(page)).toEqual([first]);
  });

  it('keeps filters as a view that is there after a restart of the page', async () => {
    const [first = ''] = await shown(page);
    await page.click('[data-testid="ledger-more"]');
    await page.fill('[data-testid="ledger-search"]', first.split(':')[1] ?? '');
    await rows(page, 1);
    await page.fill('[data-testid="ledger-view-name"]', '第一单');
    await page.click('[data-testid="ledger-view-save"]');
    await page.waitFor('[data-testid="ledger-views"]');
    await page.reload();
    await page.click('[data-testid="ledger-more"]');
    await page.waitFor('[data-testid="ledger-views"]');
    await choose(page, 'ledger-views', '第一单');
    await rows(page, 1);
    await page.click('[data-testid="ledger-view-remove"]');
    await page.until(() => document.querySelector('[data-testid="ledger-views"]') === null, null);
    await page.click('[data-testid="ledger-clear"]');
    await rows(page, total);
  });

  it('flags many at once, offers no way to decide many, and takes it back', async () => {
    await page.click('[data-testid="ledger-choose-all"]');
    await page.click('[data-testid="bulk-flag"]');
    await flags(page, total);
    const acts = await page.evaluate(
      () => [...document.querySelectorAll('.ledger-bulk button')].map((button) => button.textContent),
      null,
    );
    expect(acts).toEqual(['重新检查', '标记']);
    await page.click('[data-testid="undo-button"]');
    await flags(page, 0);
  });
});
