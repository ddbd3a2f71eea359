/** The appeal as a PDF: its checklist first, then one file in one click, below its limit, the same twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from '../browsers/kinds.ts';
import type { TestPage } from '../browsers/types.ts';
import { caseTab, openCaseOf } from '../demo/case.ts';
import { openPopup, openSession, type Session, speakChinese, waitForVerdicts } from '../demo/session.ts';

async function made(page: TestPage): Promise<Buffer> {
  await page.click('[data-testid="pdf-make"]');
  await page.waitFor('[data-testid="pdf-save"]');
  const bytes = await page.evaluate(async () => {
    const link = document.querySelector<HTMLAnchorElement>('[data-testid="pdf-save"]');
    return [...new Uint8Array(await (await fetch(link?.href ?? '')).arrayBuffer())];
  }, null);
  return Buffer.from(bytes);
}

describe.each(BROWSERS)('the appeal PDF in %s', (name) => {
  let session: Session;
  let page: TestPage;

  beforeAll(async () => {
    session = await openSession(name, { claims: 2 });
    await speakChinese(session);
    const key = session.demo.claims[0]?.key ?? '';
    const list = await session.browser.open(session.demo.listUrl);
    const popup = await openPopup(session);
    await waitForVerdicts(popup, [key], Date.now());
    await popup.close();
    await list.close();
    page = await openCaseOf(session, key);
    await caseTab(page, 'texts');
    await page.evaluate(() => {
      const select = document.querySelector<HTMLSelectElement>('[data-testid="text-preset"]');
      if (!select) throw new Error('no presets');
      select.value = 'card-pdf';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, null);
  });
  afterAll(() => session?.close());

  it('takes the appeal and no other text, and shows what the case lacks', async () => {
    await page.waitFor('[data-testid="appeal-checklist"]');
    const [which, lacking, finding] = await page.evaluate(
      () => [
        document.querySelector<HTMLSelectElement>('[data-testid="text-which"]')?.value,
        Number(document.querySelector<HTMLElement>('[data-testid="appeal-checklist"]')?.dataset.lacking),
        document.querySelector<HTMLElement>('[data-element="finding"]')?.dataset.state,
      ],
      null,
    );
    expect(which).toBe('T5');
    expect(lacking).toBeGreaterThan(0);
    expect(finding).toBe('has');
  });

  it('holds the answer, the statement and the exhibits on pages of their own, below two megabytes, the same twice', async () => {
    await page.fill('[data-testid="text-body"]', '商品完好发出。😀\n'.repeat(60));
    const first = await made(page);
    expect(first.subarray(0, 8).toString()).toBe('%PDF-1.4');
    expect(first.length).toBeLessThan(2_000_000);
    const pages = first.toString('latin1').match(/\/Type \/Page /g)?.length ?? 0;
    // The answer takes one page, sixty lines take two; the exhibits follow.
    expect(pages).toBeGreaterThanOrEqual(4);
    await page.fill('[data-testid="text-body"]', 'another');
    await page.fill('[data-testid="text-body"]', '商品完好发出。😀\n'.repeat(60));
    expect((await made(page)).equals(first)).toBe(true);
  });

  it('says when the text is no short one', async () => {
    await page.fill('[data-testid="text-body"]', '一行\n'.repeat(400));
    await page.click('[data-testid="pdf-make"]');
    await page.waitForText('请先缩短');
  });
});
