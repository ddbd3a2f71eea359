/** Attempts that come to the extension by other doors than the page: hostile backups and readers, and texts for boxes nobody clicked. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBackup } from '../../lib/cases/backup/format.ts';
import type { TableRow } from '../../lib/cases/backup/rows-codec.ts';
import { schemaVersion } from '../../lib/store/db.ts';
import { nextEntry } from '../../lib/store/ledger-chain.ts';
import type { LedgerRow } from '../../lib/store/rows.ts';
import { openDatabase } from '../browsers/stored.ts';
import type { TestBrowser, TestPage } from '../browsers/types.ts';
import { MARKUP } from './host.ts';

type Say = (attempt: string, blocked: boolean, what: string) => void;
type Windowed = Record<string, (argument?: unknown) => unknown>;

const AT = '2026-10-02T03:00:00.000Z';
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const json = (value: unknown): string => JSON.stringify(value);

/** A row that must not get in, and how one would see that it did. */
interface Hostile {
  attempt: string;
  row: TableRow;
  /** True for a stored row that came from it. */
  isIn: (row: Record<string, unknown>) => boolean;
}

const claimRow = (over: Record<string, unknown>): TableRow => ({
  table: 'claims',
  row: {
    v: 1,
    key: 'pinduoduo:66',
    claim: {
      key: 'pinduoduo:66',
      console: 'pinduoduo',
      claimId: '66',
      kind: 'refund-only',
      items: [],
      evidence: [],
      pageUrl: 'https://mms.pinduoduo.com/',
      readAt: AT,
      reader: { console: 'pinduoduo', version: '1', how: 'json' },
      ...over,
    },
    console: 'pinduoduo',
    shopId: '',
    buyerKey: null,
    firstSeenAt: AT,
    lastReadAt: AT,
    appliedAt: AT,
    deadlineAt: null,
    touchedAt: 1,
  },
});

const reader = (over: Record<string, unknown>): Record<string, unknown> => ({
  schema: 'claimlens-reader/1',
  console: 'site-collector-example',
  host: 'collector.example',
  path: '/x',
  page: 'detail',
  version: 1,
  taughtAt: AT,
  claimShape: '^\\d{5,12}$',
  fields: [{ name: 'claimId', path: [] }],
  ...over,
});

function hostileRows(own: readonly LedgerRow[]): Hostile[] {
  const last = own.at(-1) ?? null;
  const seat = last?.seat ?? 'x';
  const entry = (n: number, what: string): TableRow => {
    const made = nextEntry(seat, own.find((row) => row.n === n - 1) ?? null, { what, subject: 'evil' }, AT);
    return { table: 'ledger', row: { ...made } };
  };
  const meta = (name: string, value: unknown): TableRow => ({ table: 'meta', row: { v: 1, name, value } });
  const named = (name: string, part: string) => (row: Record<string, unknown>) =>
    row.name === name && json(row).includes(part);
  return [
    {
      attempt: 'backup: a picture address that runs',
      row: claimRow({
        evidence: [{ url: 'javascript:alert(1)', originalUrl: 'javascript:alert(1)', kind: 'photo' }],
      }),
      isIn: (row) => json(row).includes('javascript:alert'),
    },
    {
      attempt: 'backup: an address inside the seller’s network',
      row: {
        table: 'libraryImages',
        row: {
          v: 1,
          id: 'evil#1',
          productKey: 'evil',
          sha256: '',
          name: '',
          url: 'http://192.168.1.1/x',
          addedAt: AT,
          state: 'waiting',
          why: null,
        },
      },
      isIn: (row) => row.id === 'evil#1',
    },
    {
      attempt: 'backup: an entry in the middle of this seat’s own log',
      row: entry(2, 'flagged'),
      isIn: (row) => row.subject === 'evil',
    },
    {
      attempt: 'backup: an entry emptied by another hand',
      row: {
        table: 'ledger',
        row: { ...(own[0] ?? {}), what: 'erased', subject: '', data: {} } as Record<string, unknown>,
      },
      isIn: (row) => row.n === 1 && row.seat === seat && row.what === 'erased',
    },
    {
      attempt: 'backup: another seat’s name for this one',
      row: meta('seat', 'evil-seat'),
      isIn: named('seat', 'evil-seat'),
    },
    {
      attempt: 'backup: another end of this seat’s log',
      row: meta('ledger-head', { seat, n: 1, hash: 'ab'.repeat(32) }),
      isIn: named('ledger-head', 'abab'),
    },
    {
      attempt: 'backup: another salt in place of this one’s',
      row: meta('buyer-salt', new Uint8Array(32).fill(7)),
      isIn: (row) => row.name === 'buyer-salt' && json(row).includes('"1":7,"2":7'),
    },
    {
      attempt: 'backup: a trust list that nobody asked for',
      row: meta('trust-list', { pem: 'evil', source: 'evil', date: AT }),
      isIn: named('trust-list', 'evil'),
    },
    {
      attempt: 'backup: a time-stamp authority’s certificate that nobody asked for',
      row: meta('anchor-trust', { pem: 'evil' }),
      isIn: named('anchor-trust', 'evil'),
    },
    {
      attempt: 'backup: a time stamp about something else',
      row: {
        table: 'anchors',
        row: {
          v: 1,
          digest: 'cd'.repeat(32),
          seat,
          from: 1,
          to: 1,
          at: AT,
          token: new Uint8Array(40).fill(0x30),
          genTime: AT,
          authority: 'evil',
        },
      },
      isIn: (row) => row.authority === 'evil',
    },
    {
      attempt: 'backup: keys for the next automatic backups',
      row: meta('backup-plan', {
        days: 1,
        since: AT,
        keys: { iterations: 1, salt: 'evil', cipher: {}, mac: {} },
      }),
      isIn: named('backup-plan', 'evil'),
    },
    {
      attempt: 'backup: a name of meta that nobody declared',
      row: meta('evil-name', 1),
      isIn: named('evil-name', '1'),
    },
    {
      attempt: 'backup: settings that nobody asked for',
      row: meta('settings', { theme: 'dark', anchors: { on: true, url: 'https://collector.example/' } }),
      isIn: named('settings', 'collector'),
    },
    {
      attempt: 'reader in a backup: a slow pattern',
      row: meta('taught-readers', [reader({ claimShape: `^${'\\d{0,20}'.repeat(18)}$` })]),
      isIn: named('taught-readers', '{0,20}'),
    },
    {
      attempt: 'reader in a backup: for a console’s own pages',
      row: meta('taught-readers', [reader({ console: 'pinduoduo', host: 'mms.pinduoduo.com', path: '/*' })]),
      isIn: named('taught-readers', 'mms.pinduoduo.com'),
    },
    {
      attempt: 'backup: markup in a product’s name',
      row: {
        table: 'products',
        row: { v: 1, key: 'evil', title: MARKUP, itemIds: [], source: 'folder', addedAt: AT },
      },
      // Taken as the text that it is: what counts is that it does not run.
      isIn: () => false,
    },
  ];
}

/** Restores one file that holds every hostile row, and says of each whether it got in. */
export async function hostileBackups(browser: TestBrowser, say: Say): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'claimlens-hostile-'));
  const page = await browser.open(browser.extensionUrl('/workbench.html#/cases/data'));
  const stored = openDatabase(page);
  try {
    const own = ((await stored.table('ledger')) as LedgerRow[]).sort((a, b) => a.n - b.n);
    const rows = hostileRows(own);
    const pieces: Uint8Array[] = [];
    const options = {
      password: 'p',
      createdAt: AT,
      schema: schemaVersion(),
      random: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes),
      iterations: 10,
    };
    for await (const piece of writeBackup(
      rows.map(({ row }) => row),
      options,
    ))
      pieces.push(piece);
    const file = join(dir, 'hostile.clbackup');
    writeFileSync(file, Buffer.concat(pieces));
    await page.waitFor('[data-testid="backup-password"]', { timeout: 60_000 });
    await page.fill('[data-testid="backup-password"]', 'p');
    await page.setInputFiles('[data-testid="backup-file"]', [file]);
    await page.click('[data-testid="backup-restore"]');
    await page.until(
      () => /\d/.test(document.querySelector('[data-testid="backup-said"]')?.textContent ?? ''),
      null,
      {
        timeout: 60_000,
      },
    );
    for (const { attempt, row, isIn } of rows) {
      const there = (await stored.table(row.table)) as Record<string, unknown>[];
      const got = there.filter(isIn);
      say(attempt, got.length === 0, got.length ? 'is stored' : 'not taken');
    }
    const owned = await page.evaluate(() => document.title === 'owned', null);
    say('backup: markup on the screen that restores it', !owned, owned ? 'ran' : 'shown as text');
  } finally {
    await page.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Has the extension put a text into the page, as the seller's button would, while the page only pretends that a box was clicked. */
export async function luredTexts(page: TestPage, own: TestPage, claimKey: string, say: Say): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as Windowed).lureBoxes?.(), null);
  const answer = await own.evaluate(async (key) => {
    const { chrome } = globalThis as unknown as {
      chrome: { runtime: { sendMessage(message: object): Promise<{ done?: boolean; why?: string }> } };
    };
    return chrome.runtime.sendMessage({ type: 'insert-text', key, text: 'a text of the seller’s' });
  }, claimKey);
  await pause(500);
  const filled = await page.evaluate(() => (globalThis as unknown as Windowed).lured?.() as string, null);
  for (const box of ['plain', 'tiny', 'away', 'password', 'editable', 'focus'])
    say(
      `text into a box that nobody clicked: ${box}`,
      !filled.includes(`lure-${box}`),
      filled || (answer?.why ?? 'nothing written'),
    );
}
