/**
 * The morning by keyboard alone: every row's reason read without opening it, each claim flagged or let pass, two buyers asked for
 * more photos. Counts keys and what of the time was the product's own waiting, from key to what it shows.
 */
import { openDatabase } from '../browsers/stored.ts';
import type { TestPage } from '../browsers/types.ts';
import { badges, openPopup, type Session, waitForQuiet, waitForVerdicts } from './session.ts';

export interface Walked {
  /** Claims in the ledger, all of whose rows were gone through. */
  rows: number;
  /** Rows without a reason or level in words, or with one that is cut off. */
  unreadable: string[];
  flagged: number;
  passed: number;
  requested: number;
  keys: number;
  /** A walk by keyboard has none; counted all the same. */
  clicks: number;
  /** Milliseconds from opening the ledger to its first row. */
  openMs: number;
  /** Milliseconds from key to effect, all together and the longest one. */
  waitedMs: number;
  longestMs: number;
}

/** Buyers that are asked for more photos. */
const ASKED = 2;
/** Verdicts of which a claim is flagged here; the others that ask for a look are let pass. */
const FLAGGED = new Set(['several-signs', 'file-declares-ai']);
const LOOK = new Set([...FLAGGED, 'worth-checking']);

interface Row {
  key: string;
  verdict: string;
  reason: string;
  /** False where the words do not fit or stand outside the window. */
  whole: boolean;
}

/** The row that the keys act on. */
const markedRow = (page: TestPage): Promise<Row | null> =>
  page.evaluate(() => {
    const row = document.querySelector<HTMLElement>('[data-marked] [data-testid="ledger-row"]');
    const badge = row?.querySelector<HTMLElement>('.ledger-reason .verdict-level');
    const word = badge?.querySelector<HTMLElement>('span:not(.level-shape)');
    if (!row || !badge || !word) return null;
    const box = word.getBoundingClientRect();
    const edge = row.getBoundingClientRect();
    return {
      key: row.dataset.key ?? '',
      verdict: row.dataset.verdict ?? '',
      reason: word.textContent?.trim() ?? '',
      whole:
        word.scrollWidth <= word.clientWidth + 1 &&
        box.width > 0 &&
        box.right <= edge.right + 1 &&
        box.top >= 0 &&
        box.bottom <= window.innerHeight,
    };
  }, null);

/** What a key leads to: the mark on another row, a decision on the row, the request's dialog, its end. */
type Effect = 'moved' | 'decided' | 'asking' | 'answered';

interface Watched {
  walk?: { from: number; to: number };
}

export async function walk(session: Session): Promise<Walked> {
  const { browser, demo } = session;
  const list = await browser.open(demo.listUrl);
  await badges(list, (all) => all.length > 0);
  const popup = await openPopup(session);
  await waitForVerdicts(
    popup,
    demo.claims.filter((claim) => claim.inList && claim.photos.length > 0).map(({ key }) => key),
    Date.now(),
  );
  await waitForQuiet(popup, 300_000, 1_000);
  await list.close();
  await popup.close();

  const page = await browser.open(browser.extensionUrl('/workbench.html#/claims'));
  await page.resize(1_366, 768);
  const ready = () => {
    const count = document.querySelector<HTMLElement>('[data-testid="ledger-count"]');
    return (
      count?.dataset.complete === 'true' && document.querySelector('[data-testid="ledger-row"]') !== null
    );
  };
  await page.until(ready, null);
  await page.reload();
  await page.until(ready, null);
  const openMs = await page.evaluate(() => performance.now(), null);
  const out: Walked = {
    rows: 0,
    unreadable: [],
    flagged: 0,
    passed: 0,
    requested: 0,
    keys: 0,
    clicks: 0,
    openMs: Math.round(openMs),
    waitedMs: 0,
    longestMs: 0,
  };

  /** Presses a key and waits in the page itself until its effect is there; `key` is the claim that it is about. */
  const press = async (name: string, effect: Effect, key: string): Promise<void> => {
    await page.evaluate(
      ([wanted, claim]) => {
        const holder = globalThis as unknown as Watched;
        const isShown = (): boolean => {
          const row = document.querySelector<HTMLElement>('[data-marked] [data-testid="ledger-row"]');
          if (wanted === 'moved') return row !== null && row.dataset.key !== claim;
          if (wanted === 'asking') return document.querySelector('[data-testid="fresh-copy"]:focus') !== null;
          if (wanted === 'answered') return document.querySelector('[role="dialog"]') === null;
          return document.querySelector(`[data-key="${claim}"] .ledger-flag svg`) !== null;
        };
        holder.walk = { from: 0, to: 0 };
        addEventListener(
          'keydown',
          (event) => {
            const look = (): void => {
              if (isShown()) holder.walk = { from: event.timeStamp, to: performance.now() };
              else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
          },
          { capture: true, once: true },
        );
      },
      [effect, key] as [Effect, string],
    );
    await page.press(name);
    out.keys += 1;
    const took = await page.until(() => {
      const { walk } = globalThis as unknown as Watched;
      return walk?.to ? walk.to - walk.from : 0;
    }, null);
    out.waitedMs += took;
    out.longestMs = Math.max(out.longestMs, took);
  };
  const isDecided = (key: string): Promise<boolean> =>
    page.evaluate((claim) => document.querySelector(`[data-key="${claim}"] .ledger-flag svg`) !== null, key);

  const total = await page.evaluate(
    () => Number(/\d+/.exec(document.querySelector('[data-testid="ledger-count"]')?.textContent ?? '')?.[0]),
    null,
  );
  const rows: Row[] = [];
  for (let i = 0; i < total; i += 1) {
    await press('j', 'moved', rows.at(-1)?.key ?? '');
    const row = await markedRow(page);
    if (!row) throw new Error('no row is marked');
    rows.push(row);
    if (!row.reason || !row.whole) out.unreadable.push(`${row.key}: ${row.reason || 'nothing'}`);
  }
  out.rows = new Set(rows.map(({ key }) => key)).size;
  for (let i = rows.length - 1; i > 0; i -= 1) await press('k', 'moved', rows[i]?.key ?? '');

  // Down again: ask, then decide. A decision moves the mark on by itself.
  for (;;) {
    const row = await markedRow(page);
    if (!row) break;
    const open = LOOK.has(row.verdict) && !(await isDecided(row.key));
    if (open && out.requested < ASKED) {
      await press('r', 'asking', row.key);
      await press('Enter', 'answered', row.key);
      out.requested += 1;
    }
    if (open) {
      const flag = FLAGGED.has(row.verdict);
      await press(flag ? 'f' : 'p', 'decided', row.key);
      out[flag ? 'flagged' : 'passed'] += 1;
      if ((await markedRow(page))?.key !== row.key) continue;
    }
    if (row.key === rows.at(-1)?.key) break;
    await press('j', 'moved', row.key);
  }
  out.requested = ((await openDatabase(page).table('requests')) as unknown[]).length;
  await page.close();
  return { ...out, waitedMs: Math.round(out.waitedMs), longestMs: Math.round(out.longestMs) };
}

/** The figures as one paragraph for a terminal. */
export const walkText = (name: string, walked: Walked): string =>
  [
    `${name}: ${walked.rows} claims, ${walked.flagged} flagged, ${walked.passed} let pass, ${walked.requested} buyers asked`,
    `  ${walked.keys} keys, ${walked.clicks} clicks`,
    `  the product's own waiting: ${((walked.openMs + walked.waitedMs) / 1_000).toFixed(1)} s (ledger open ${walked.openMs} ms, ${walked.waitedMs} ms after keys, longest ${walked.longestMs} ms)`,
    walked.unreadable.length
      ? `  rows whose reason cannot be read without opening: ${walked.unreadable.join('; ')}`
      : '  every row’s reason is readable without opening it',
  ].join('\n');
