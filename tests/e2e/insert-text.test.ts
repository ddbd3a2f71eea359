/** A text goes from the case into the console's own box, as if typed, and is never sent; without a box it is copied, and that is said. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from '../browsers/kinds.ts';
import type { TestPage } from '../browsers/types.ts';
import { caseTab, openCaseOf } from '../demo/case.ts';
import { openPopup, openSession, type Session, speakChinese, waitForVerdicts } from '../demo/session.ts';

const CODE = /[ACDEFHJKMNPRTWXY3479]{6}/;

/** What the page's own code has heard of a box, and how often it was made to send. */
const heard = (page: TestPage, id: string) =>
  page.evaluate(
    (box) => ({
      state: document.getElementById(box)?.dataset.state ?? '',
      count: document.getElementById('refuse-count')?.textContent ?? '',
      sent: document.getElementById('chat-sent')?.textContent ?? '',
    }),
    id,
  );

/** An earlier notice may say the same words, so the box itself is waited for. */
const holds = (page: TestPage, id: string, text: string) =>
  page.until(([box, words]) => document.getElementById(box)?.dataset.state?.includes(words), [id, text] as [
    string,
    string,
  ]);

const codeShown = async (page: TestPage): Promise<string> => {
  const text = await page.evaluate(
    () => document.querySelector<HTMLTextAreaElement>('[data-testid="text-body"]')?.value ?? '',
    null,
  );
  return CODE.exec(text)?.[0] ?? 'no code';
};

/** Presses the button and waits for the notice that holds one of these words. */
async function insert(page: TestPage, said: string): Promise<void> {
  await page.bringToFront();
  await page.click('[data-testid="text-insert"]');
  await page.waitForText(said);
}

describe.each(BROWSERS)('a text for the console in %s', (name) => {
  let session: Session;
  let detail: TestPage;
  let page: TestPage;

  beforeAll(async () => {
    session = await openSession(name, { claims: 2 });
    await speakChinese(session);
    const [claim] = session.demo.claims;
    const list = await session.browser.open(session.demo.listUrl);
    const popup = await openPopup(session);
    await waitForVerdicts(popup, [claim?.key ?? ''], Date.now());
    await popup.close();
    await list.close();
    page = await openCaseOf(session, claim?.key ?? '');
    await caseTab(page, 'texts');
  });
  afterAll(() => session?.close());

  it('is copied while no page of the console is open, and says so', async () => {
    await insert(page, '没有打开这个平台的页面');
  });

  it('is copied while no box was clicked into, and says so', async () => {
    detail = await session.browser.open(session.demo.detailUrl(session.demo.claims[0]?.claimId ?? ''));
    await detail.waitFor('#evidence img');
    // The mark has no size of its own; that it is there says that the reader is at work.
    await detail.until(() => document.querySelector('claimlens-mark') !== null, null);
    await insert(page, '没有在平台页面点过输入框');
  });

  it('goes to the caret of a box that a framework watches', async () => {
    const code = await codeShown(page);
    await detail.bringToFront();
    await detail.fill('#refuse-text', '您好 谢谢');
    await detail.click('#refuse-text');
    await detail.evaluate(() => {
      const box = document.querySelector<HTMLTextAreaElement>('#refuse-text');
      box?.setSelectionRange(2, 3);
    }, null);
    await insert(page, '没有发送');
    await holds(detail, 'refuse-text', code);
    const { state, count, sent } = await heard(detail, 'refuse-text');
    expect(state.startsWith('您好')).toBe(true);
    expect(state.endsWith('谢谢')).toBe(true);
    expect(count).not.toBe('0/500');
    expect(sent).toBe('0');
  });

  it('is not cut to fit a box that is too short for it', async () => {
    await detail.bringToFront();
    await detail.fill('#refuse-text', '满'.repeat(495));
    await detail.click('#refuse-text');
    await insert(page, '超出该输入框的长度限制');
    expect((await heard(detail, 'refuse-text')).state).toBe('满'.repeat(495));
  });

  it('goes into editable content, line breaks and all, and is not sent by them', async () => {
    const code = await codeShown(page);
    await detail.bringToFront();
    await detail.click('#chat-text');
    await insert(page, '没有发送');
    await holds(detail, 'chat-text', code);
    expect((await heard(detail, 'chat-text')).sent).toBe('0');
  });

  it('records the request that was put in', async () => {
    const requests = await page.until(
      () => document.querySelectorAll('[data-testid="case-requests"] .tag').length >= 5,
      null,
    );
    expect(requests).toBe(true);
  });
});
