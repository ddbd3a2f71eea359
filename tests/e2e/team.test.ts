/**
 * Three seats of one shop on a real server, two Chromium profiles and a Firefox: what one does shows on the others, and the server's
 * disk says nothing of it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInvitation, writeInvitation } from '../../lib/team/members/invitation.ts';
import { ensureBuild } from '../browsers/build.ts';
import { BROWSERS } from '../browsers/kinds.ts';
import { launch } from '../browsers/launch.ts';
import { changeSettings } from '../browsers/settings.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { BrowserName, TestBrowser, TestPage } from '../browsers/types.ts';
import { Cable } from '../team/cable.ts';
import { photograph } from '../team/picture.ts';
import { ADMIN, natsServer, SEAT, startTeamServer, type TeamServer } from '../team/server.ts';

/** Named by the file, so that `npm test` runs it once, beside the other browsers' files. */
const ALL: readonly BrowserName[] = BROWSERS.includes('chromium') ? ['chromium', 'chromium', 'firefox'] : [];

const REASON = '第二张图与上月那单相同';

const byId = (id: string): string => `[data-testid="${id}"]`;

/** Drops a photo into the workbench as a person would; answers with the claim's key. */
async function dropPhoto(page: TestPage, file: string): Promise<string> {
  await page.setInputFiles(byId('drop-photo-input'), [file]);
  return page.until(
    () => document.querySelector<HTMLElement>('[data-testid="claim-detail"]')?.dataset.key ?? '',
    null,
  );
}

const openClaim = async (page: TestPage, key: string): Promise<void> => {
  await page.evaluate(
    (to) => {
      location.hash = to;
    },
    `#/claims/${encodeURIComponent(key)}`,
  );
  await page.waitFor(`[data-testid="claim-detail"][data-key="${key}"]`);
};

/** Decides in the claim's case, as a person would. */
async function decide(page: TestPage, key: string, what: string): Promise<void> {
  await openClaim(page, key);
  await page.click(byId('open-case'));
  await page.waitFor(byId('case-decision'));
  await page.evaluate((to) => {
    const select = document.querySelector<HTMLSelectElement>('[data-testid="decision-what"]');
    if (!select) throw new Error('no decision');
    select.value = to;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }, what);
  await page.fill(byId('decision-reason'), REASON);
  await page.click(byId('decision-save'));
}

describe.skipIf(ALL.length === 0 || !natsServer())('a team', () => {
  let server: TeamServer;
  /** Desk 2's connection, which can be pulled. */
  let cable: Cable;
  let cableUrl: string;
  let folder: string;
  const seats: TestBrowser[] = [];
  const pages: TestPage[] = [];
  const keys: string[] = [];

  /** The same invitation by the cable's address. */
  const overCable = (text: string): string => {
    const invitation = readInvitation(text);
    if (typeof invitation === 'string') throw new Error(invitation);
    return writeInvitation({ ...invitation, url: cableUrl });
  };

  beforeAll(async () => {
    server = await startTeamServer();
    cable = new Cable(server.urls);
    cableUrl = await cable.plug();
    folder = mkdtempSync(join(tmpdir(), 'claimlens-team-e2e-'));
    const picture = await photograph();
    await sharp(picture).jpeg({ quality: 92 }).toFile(join(folder, 'a.jpg'));
    await sharp(picture).jpeg({ quality: 80 }).toFile(join(folder, 'b.jpg'));
    const goods = await photograph('allium-oreophilum');
    await sharp(goods).jpeg({ quality: 92 }).toFile(join(folder, 'goods.jpg'));
    await sharp(goods).resize(500).jpeg({ quality: 75 }).toFile(join(folder, 'copy.jpg'));
    for (const name of ALL) {
      const browser = await launch(name, { extensionDir: ensureBuild(name), hosts: {} });
      seats.push(browser);
      const page = await browser.open(browser.extensionUrl('/workbench.html#/settings'));
      // No picture here bears a printed label, and reading takes most of a photo's time.
      await changeSettings(page, { labels: { on: false } });
      pages.push(page);
    }
  });
  afterAll(async () => {
    for (const seat of seats) await seat.close();
    await cable?.close();
    await server?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  it('is set up, and joined by invitations', async () => {
    const [founder, ...others] = pages as [TestPage, ...TestPage[]];
    await founder.click(byId('team-new'));
    const values = {
      url: server.urls[0]!,
      name: 'Desk 1',
      user: SEAT.user,
      password: 'wrong',
      admin: ADMIN.user,
      adminPassword: ADMIN.password,
      gigabytes: '0.2',
    };
    for (const [field, value] of Object.entries(values)) await founder.fill(byId(`team-${field}`), value);
    await founder.click(byId('team-create'));
    await founder.waitFor('[data-testid="team-fault"][data-fault="password"]');
    await founder.fill(byId('team-password'), SEAT.password);
    await founder.click(byId('team-create'));
    await founder.waitFor('[data-testid="team-status"][data-state="online"]');
    for (const [i, page] of others.entries()) {
      await founder.fill(byId('team-invite-name'), `Desk ${i + 2}`);
      await founder.click(byId('team-invite'));
      const text = await founder.until(
        (name) => {
          const box = document.querySelector<HTMLTextAreaElement>('[data-testid="team-invitation-text"]');
          return box?.getAttribute('aria-label')?.includes(name) ? box.value : '';
        },
        `Desk ${i + 2}`,
      );
      await page.click(byId('team-join'));
      await page.fill(byId('team-invitation'), i === 0 ? overCable(text) : text);
      await page.click(byId('team-join-now'));
      await page.waitFor('[data-testid="team-status"][data-state="online"]');
    }
    for (const page of pages)
      await page.until(
        (n) => document.querySelectorAll('[data-testid="team-seat"][data-state="active"]').length === n,
        pages.length,
      );
  });

  it('shows a flag, who has the claim open, and who is in charge', async () => {
    const [a, b, c] = pages as [TestPage, TestPage, TestPage];
    keys.push(await dropPhoto(a, join(folder, 'a.jpg')), await dropPhoto(b, join(folder, 'b.jpg')));
    const [key = ''] = keys;
    await openClaim(a, key);
    await openClaim(c, key);
    console.time('team: until a flag shows on the other seat');
    await a.click(byId('flag-button'));
    await c.waitFor(`${byId('flag-button')}[aria-pressed="true"]`);
    console.timeEnd('team: until a flag shows on the other seat');
    const lookers = (page: TestPage, names: string[]) =>
      page.until((wanted) => {
        const shown = [...document.querySelectorAll('[data-testid="claim-looking"]')];
        return (
          shown.length === wanted.length &&
          wanted.every((name) => shown.some(({ textContent }) => textContent?.includes(name)))
        );
      }, names);
    await lookers(c, ['Desk 1']);
    await lookers(a, ['Desk 3']);
    await openClaim(b, key);
    await lookers(a, ['Desk 2', 'Desk 3']);
    await openClaim(b, keys[1]!);
    await lookers(a, ['Desk 3']);
    await c.evaluate(() => {
      const select = document.querySelector<HTMLSelectElement>('[data-testid="claim-assignee"]');
      if (!select) throw new Error('no seats');
      select.value = [...select.options].find(({ text }) => text === 'Desk 3')?.value ?? '';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, null);
    await a.until(() => {
      const select = document.querySelector<HTMLSelectElement>('[data-testid="claim-assignee"]');
      return select?.selectedOptions[0]?.text === 'Desk 3';
    }, null);
  });

  it('finds the photo of one seat’s claim in another’s, and says so on both', async () => {
    const [a, b] = pages as [TestPage, TestPage];
    await openClaim(a, keys[0]!);
    await openClaim(b, keys[1]!);
    const reused = '[data-testid="finding-row"][data-code="reused-across-claims"]';
    await Promise.all([a.waitFor(reused), b.waitFor(reused)]);
  });

  it('finds a copy of a product picture that only the other seat’s library has, and says whose it is', async () => {
    const [a, b] = pages as [TestPage, TestPage];
    await a.evaluate(() => {
      location.hash = '#/library';
    }, null);
    await a.setInputFiles(byId('library-input'), [join(folder, 'goods.jpg')]);
    await b.evaluate(() => {
      location.hash = '#/settings';
    }, null);
    await b.until(() => document.querySelector('[data-testid="team-library"]') !== null, null);
    await b.evaluate(() => {
      location.hash = '#/claims';
    }, null);
    await dropPhoto(b, join(folder, 'copy.jpg'));
    const row = '[data-testid="finding-row"][data-code="copy-of-listing"]';
    await b.waitFor(row);
    await b.until((at) => document.querySelector(at)?.textContent?.includes('Desk 1') === true, row);
    const own = openDatabase(b);
    expect((await own.table('libraryImages')).length).toBe(0);
    expect((await own.table('teamImages')).length).toBe(1);
    expect((await own.table('teamWants')).length).toBe(0);
  });

  it('shows two decisions made apart as a conflict until a person settles it', async () => {
    const [a, b] = pages as [TestPage, TestPage];
    const [key = ''] = keys;
    cable.pull();
    await decide(a, key, 'accept');
    await decide(b, key, 'contest');
    cable.putBack();
    await Promise.all([openClaim(a, key), openClaim(b, key)]);
    await Promise.all([a.waitFor(byId('claim-conflict')), b.waitFor(byId('claim-conflict'))]);
    await decide(b, key, 'contest');
    await openClaim(b, key);
    const settled = () => document.querySelector('[data-testid="claim-conflict"]') === null;
    await Promise.all([a.until(settled, null), b.until(settled, null)]);
  });

  it('tells the server nothing: none of its files holds a name, a text or a picture', () => {
    const disk = Buffer.concat(server.files());
    const picture = readFileSync(join(folder, 'a.jpg'));
    const plain: [string, Buffer | string][] = [
      ['claim', keys[0]!],
      ['claim of the other seat', keys[1]!],
      ['number of the claim', keys[0]!.split(':')[1]!],
      ['file name', 'a.jpg'],
      ['file name of a product picture', 'goods.jpg'],
      ['reason of a decision', REASON],
      ['name of a seat', 'Desk 2'],
      ['word of the log', 'photo-checked'],
      ['word of a decision', 'contest'],
      ['picture, its beginning', picture.subarray(0, 64)],
      ['picture, its middle', picture.subarray(picture.length / 2, picture.length / 2 + 64)],
      ['picture in base64', picture.subarray(300, 360).toString('base64')],
    ];
    expect(disk.length).toBeGreaterThan(10_000);
    for (const [what, text] of plain) expect(disk.includes(text), what).toBe(false);
  });

  it('reaches no other host from any page', async () => {
    const [a] = pages as [TestPage];
    const blocked = (inTeamPage: boolean) =>
      a.evaluate(
        async ([team, own]) => {
          const frame = document.createElement('iframe');
          if (team) {
            frame.src = '/team.html';
            document.body.append(frame);
            await new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
            // An act that cannot be done locks the page to its host all the same.
            const answered = new Promise((resolve) =>
              window.addEventListener('message', resolve, { once: true }),
            );
            frame.contentWindow?.postMessage({ type: 'invite', name: '' }, location.origin);
            await answered;
          }
          const page = (team ? frame.contentWindow : window) as Window & typeof globalThis;
          const violation = new Promise<string>((resolve) => {
            page.document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
              resolve(effectiveDirective),
            );
          });
          const other = own.replace(/\d+$/, '9');
          try {
            new page.WebSocket(other);
          } catch {
            return 'connect-src';
          }
          const answer = await violation;
          frame.remove();
          return answer;
        },
        [inTeamPage, server.urls[0]!] as [boolean, string],
      );
    expect(await blocked(false)).toBe('connect-src');
    expect(await blocked(true)).toBe('connect-src');
  });

  it('takes a seat out', async () => {
    const [a, , c] = pages as [TestPage, TestPage, TestPage];
    for (const page of [a, c])
      await page.evaluate(() => {
        location.hash = '#/settings';
      }, null);
    await a.waitFor(byId('team-seats'));
    await a.evaluate(() => {
      const row = [...document.querySelectorAll('[data-testid="team-seat"]')].find((one) =>
        one.textContent?.includes('Desk 3'),
      );
      row?.querySelector<HTMLElement>('[data-testid="team-remove"]')?.click();
    }, null);
    await a.click(byId('team-remove-yes'));
    await c.waitFor('[data-testid="team-status"][data-state="revoked"]');
  });
});
