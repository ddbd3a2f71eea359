/**
 * What the popup showed last, kept in words, so that it stands there before the database has been opened.
 * A picture of an answer, never the answer: it is replaced as soon as the database has spoken.
 */
import { logOf } from '../../base/log.ts';

const log = logOf('popup');

export interface SnapshotCard {
  /** A level's name; anything else is not drawn. */
  level: string;
  word: string;
  title: string;
  amount: string;
}

export interface PopupSnapshot {
  /** The page it belongs to: a tab's id, or the address that the popup was opened for. */
  of: string;
  /** Milliseconds since 1970. */
  at: number;
  heading: string;
  cards: SnapshotCard[];
}

const PLACE = 'claimlens-popup-snapshot';
/** Cards that fit into a popup. */
const MOST = 6;
/** Tab ids start again with the browser: older snapshots may be of another tab. */
const FRESH_MS = 30 * 60_000;

const isText = (value: unknown): value is string => typeof value === 'string';

function isCard(value: unknown): value is SnapshotCard {
  if (typeof value !== 'object' || value === null) return false;
  const card = value as Record<string, unknown>;
  return [card.level, card.word, card.title, card.amount].every(isText);
}

/** Keeps what is shown now. */
export function keepSnapshot(snapshot: PopupSnapshot): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify({ ...snapshot, cards: snapshot.cards.slice(0, MOST) }));
  } catch (error) {
    // A full disk takes the head start away and nothing else.
    log.info('reading the snapshot failed', error);
  }
}

/** Forgets what was shown last: it may name claims that are erased now. A context without `localStorage` holds none. */
export function dropSnapshot(): void {
  if (typeof localStorage !== 'undefined') localStorage.removeItem(PLACE);
}

/** Forgets a snapshot that is too old to be drawn, so that none stays behind on a machine where the popup is not opened again. */
export function dropOldSnapshot(now: number): void {
  if (typeof localStorage === 'undefined') return;
  try {
    const { at } = JSON.parse(localStorage.getItem(PLACE) ?? 'null') as { at?: number };
    const age = now - Number(at);
    if (!(age >= 0 && age < FRESH_MS)) dropSnapshot();
  } catch {
    dropSnapshot();
  }
}

/** The snapshot of this page; null when the last one is of another page, old, or not readable. */
export function readSnapshot(of: string, now: number): PopupSnapshot | null {
  try {
    const snapshot = JSON.parse(localStorage.getItem(PLACE) ?? 'null') as Partial<PopupSnapshot> | null;
    if (!snapshot || snapshot.of !== of || !isText(snapshot.heading) || !Array.isArray(snapshot.cards))
      return null;
    const age = now - Number(snapshot.at);
    if (!(age >= 0 && age < FRESH_MS)) return null;
    return { of, at: Number(snapshot.at), heading: snapshot.heading, cards: snapshot.cards.filter(isCard) };
  } catch {
    localStorage.removeItem(PLACE);
    return null;
  }
}
