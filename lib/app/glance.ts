/**
 * What the popup showed last, kept in words, so that it stands there before the database has been opened.
 * A picture of an answer, never the answer: it is replaced as soon as the database has spoken.
 */

export interface GlanceCard {
  /** A rung's name; anything else is not drawn. */
  rung: string;
  word: string;
  title: string;
  line: string;
  amount: string;
}

export interface Glance {
  /** The page it belongs to: a tab's id, or the address that the popup was opened for. */
  of: string;
  /** Milliseconds since 1970. */
  at: number;
  heading: string;
  cards: GlanceCard[];
}

const PLACE = 'claimlens-glance';
/** Cards that fit into a popup. */
const MOST = 6;
/** Tab ids start again with the browser: older glances may be of another tab. */
const FRESH_MS = 30 * 60_000;

const isText = (value: unknown): value is string => typeof value === 'string';

function isCard(value: unknown): value is GlanceCard {
  if (typeof value !== 'object' || value === null) return false;
  const card = value as Record<string, unknown>;
  return [card.rung, card.word, card.title, card.line, card.amount].every(isText);
}

/** Keeps what is shown now. */
export function keepGlance(glance: Glance): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify({ ...glance, cards: glance.cards.slice(0, MOST) }));
  } catch (error) {
    // A full disk takes the head start away and nothing else.
    console.info('glance', error);
  }
}

/** The glance of this page; null when the last one is of another page, old, or not readable. */
export function readGlance(of: string, now: number): Glance | null {
  try {
    const glance = JSON.parse(localStorage.getItem(PLACE) ?? 'null') as Partial<Glance> | null;
    if (!glance || glance.of !== of || !isText(glance.heading) || !Array.isArray(glance.cards)) return null;
    const age = now - Number(glance.at);
    if (!(age >= 0 && age < FRESH_MS)) return null;
    return { of, at: Number(glance.at), heading: glance.heading, cards: glance.cards.filter(isCard) };
  } catch {
    localStorage.removeItem(PLACE);
    return null;
  }
}
