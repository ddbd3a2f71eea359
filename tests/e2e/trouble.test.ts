/** Pictures that cannot be had: the claim says why, and a retry mends it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  cards,
  openPopup,
  openSession,
  type Session,
  storedFindings,
  waitForVerdicts,
} from '../demo/session.ts';

let session: Session;
beforeEach(async () => {
  session = await openSession('chromium', { claims: 8 });
});
afterEach(() => session?.close());

it('states the reason, checks the other claims, and recovers on retry', async () => {
  const { browser, demo } = session;
  const listed = demo.claims.filter(({ inList }) => inList);
  const [first, second, third] = listed.filter(({ evidence }) => evidence.length === 1);
  if (!first || !second || !third) throw new Error('the cast is too small');
  const url = first.evidence[0] ?? '';
  demo.misbehave(url, '404');
  demo.misbehave(second.evidence[0] ?? '', 'html');
  demo.misbehave(third.evidence[0] ?? '', 'cut');

  await browser.open(demo.listUrl);
  const popup = await openPopup(session);
  // A connection that breaks is tried again with patience: that claim shows its verdict and goes on waiting.
  const others = listed.map(({ key }) => key).filter((key) => key !== third.key);
  const finished = await waitForVerdicts(popup, others, Date.now());
  const cut = (await cards(popup)).find(({ key }) => key === third.key);
  expect(cut?.verdict).toBe('not-enough-information');
  const codesOf = async (key: string) =>
    (await storedFindings(popup)).filter((f) => f.claimKey === key).map((f) => f.code);
  for (const claim of [first, second]) {
    expect(finished.get(claim.key)?.verdict, claim.truth.kind).toBe('not-enough-information');
    expect(await codesOf(claim.key)).toContain('photo-unavailable');
  }

  demo.misbehave(url, null);
  const detail = await browser.open(
    browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(first.key)}`),
  );
  await detail.click('[data-testid="check-again"]');
  await expect
    .poll(async () => (await cards(popup)).find(({ key }) => key === first.key)?.verdict, {
      interval: 500,
    })
    .toMatch(/^(worth-checking|several-signs)$/);
  expect(await codesOf(first.key)).not.toContain('photo-unavailable');
});
