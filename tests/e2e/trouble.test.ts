/** Pictures that cannot be had: the claim says why, and a retry mends it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPopup, openSession, type Session, storedFindings, waitForVerdicts } from '../demo/session.ts';

let session: Session;
beforeAll(async () => {
  session = await openSession('chromium', { claims: 8 });
});
afterAll(() => session?.close());

it('states the reason, checks the other claims, and recovers on retry', async () => {
  const { browser, demo } = session;
  const [first, second, third] = demo.claims.filter(
    ({ inList, evidence }) => inList && evidence.length === 1,
  );
  if (!first || !second || !third) throw new Error('the cast is too small');
  const url = first.evidence[0] ?? '';
  demo.misbehave(url, '404');
  demo.misbehave(second.evidence[0] ?? '', 'html');
  demo.misbehave(third.evidence[0] ?? '', 'cut');

  await browser.open(demo.listUrl);
  const popup = await openPopup(session);
  const listed = demo.claims.filter(({ inList }) => inList).map(({ key }) => key);
  const finished = await waitForVerdicts(popup, listed, Date.now());
  const codesOf = async (key: string) =>
    (await storedFindings(popup)).filter((f) => f.claimKey === key).map((f) => f.code);
  for (const claim of [first, second, third]) {
    expect(finished.get(claim.key)?.verdict, claim.truth.kind).toBe('not-enough-information');
    expect((await codesOf(claim.key)).some((code) => code.startsWith('photo-un'))).toBe(true);
  }

  demo.misbehave(url, null);
  const detail = await browser.open(
    browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(first.key)}`),
  );
  await detail.click('[data-testid="check-again"]');
  await detail.waitFor(`[data-code="${first.truth.codes[0]}"]`, { timeout: 60_000 });
  expect(await codesOf(first.key)).not.toContain('photo-unavailable');
});
