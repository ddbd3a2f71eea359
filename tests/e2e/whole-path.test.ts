/** Read the page → badge → popup → finding → flag → restart → the flag is still there, in both browsers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUSEKEEPING } from '../browsers/housekeeping.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import type { TestPage } from '../browsers/types.ts';
import {
  badges,
  card,
  cards,
  openPopup,
  openSession,
  readerReady,
  type Session,
  storedFindings,
  waitForVerdicts,
} from '../demo/session.ts';

describe.each(BROWSERS)('the whole path in %s', (name) => {
  let session: Session;
  let list: TestPage;
  let popup: TestPage;

  beforeAll(async () => {
    session = await openSession(name, { claims: 8, labels: true });
    list = await session.browser.open(session.demo.listUrl);
  });
  afterAll(() => session?.close());

  it('puts a badge beside each claim in view', async () => {
    const seen = await badges(list, (all) => all.length >= 3);
    const keys = new Set(session.demo.claims.map(({ key }) => key));
    for (const badge of seen) expect(keys).toContain(badge.key);
    expect(seen.length).toBe(new Set(seen.map(({ key }) => key)).size);
  });

  it('comes to the right verdict on every claim of the list', async () => {
    popup = await openPopup(session);
    const listed = session.demo.claims.filter(({ inList }) => inList);
    const finished = await waitForVerdicts(
      popup,
      listed.map(({ key }) => key),
      Date.now(),
    );
    const findings = await storedFindings(popup);
    for (const { key, truth, needsDetail } of listed) {
      const codes = findings.filter((f) => f.claimKey === key).map((f) => f.code);
      expect(truth.verdicts, `${truth.kind}: ${codes.join(' ')}`).toContain(finished.get(key)?.verdict);
      if (!needsDetail) for (const code of truth.codes) expect(codes, truth.kind).toContain(code);
      for (const code of truth.never) expect(codes, truth.kind).not.toContain(code);
    }
  });

  it('shows a badge for claims of the popup, whose words the page cannot read', async () => {
    await list.bringToFront();
    const seen = await badges(list, (all) => all.length >= 3);
    const shown = (await cards(popup)).map(({ key }) => key);
    for (const { key } of seen) expect(shown).toContain(key);
    const read = await list.evaluate(
      () =>
        [...document.querySelectorAll('claimlens-mark')].map((host) => host.shadowRoot?.textContent ?? ''),
      null,
    );
    expect(read.join('')).toBe('');
  });

  it('shows the finding, the source beside the photo, and the changed region', async () => {
    const edited = session.demo.claims.find(({ truth }) => truth.codes.includes('copy-of-listing-edited'));
    const detail = await session.browser.open(
      session.browser.extensionUrl(`/workbench.html#/claims/${encodeURIComponent(edited?.key ?? '')}`),
    );
    await detail.waitFor('[data-testid="finding-row"][data-code="copy-of-listing-edited"]');
    await detail.waitFor('[data-testid="comparison"]');
    await detail.waitFor('[data-testid="region-outline"]');
    await detail.close();
  });

  it('keeps a flag through a restart', async () => {
    const { key } = session.demo.claims[0] ?? { key: '' };
    await popup.bringToFront();
    await popup.click(`${card(key)} [data-testid="flag-button"]`);
    await popup.waitFor(`${card(key)} [data-testid="flag-button"][aria-pressed="true"]`);
    await session.browser.relaunch();
    await readerReady(session.browser);
    const again = await openPopup(session);
    await again.waitFor(`${card(key)} [data-testid="flag-button"][aria-pressed="true"]`);
  });

  it('asked the console’s own picture hosts for pictures, without cookies, and nobody else', () => {
    const { browser, demo } = session;
    const allowed = Object.keys(demo.hosts);
    const known = (host: string) =>
      allowed.some((rule) => host === rule || (rule.startsWith('*.') && host.endsWith(rule.slice(1))));
    for (const { url, by } of browser.requests)
      expect(known(new URL(url).hostname), `${url} by ${by}`).toBe(true);
    const own = browser.requests.filter(({ by }) => by.includes('-extension://'));
    for (const { url } of own) expect(new URL(url).hostname).not.toBe('mms.pinduoduo.com');
    const strangers = browser.connections.filter(
      ({ allowed: passed, host }) => !passed && !HOUSEKEEPING.test(host),
    );
    expect(strangers).toEqual([]);
    for (const { url, cookies } of demo.requests)
      if (new URL(url).hostname !== 'mms.pinduoduo.com') expect(cookies, url).toBe(false);
  });
});
