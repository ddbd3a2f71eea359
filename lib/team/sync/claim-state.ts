/** A claim's shared state as data: how two seats' words become one. Nothing here looks at a clock. */
import { OUTCOMES } from '../../claims/model.ts';
import type { PictureWord, SharedDecision, SharedNote, StateBody } from '../records/bodies.ts';

const NOTES_MAX = 300;
const DECISIONS_MAX = 200;
const PICTURES_MAX = 500;

export const noState = (claim: string): StateBody => ({
  claim,
  flag: null,
  assignee: null,
  notes: [],
  decisions: [],
  pictures: [],
});

/** What both hold, each once by id; in the order of the first. */
function union<T extends { id: string }>(a: readonly T[], b: readonly T[], most: number): T[] {
  const known = new Set(a.map(({ id }) => id));
  return [...a, ...b.filter(({ id }) => !known.has(id))].slice(-most);
}

/** The state with one seat's notes and decisions added; null when they are all in it. */
export function withWords(
  state: StateBody,
  notes: readonly SharedNote[],
  decisions: readonly SharedDecision[],
): StateBody | null {
  const next = {
    ...state,
    notes: union(state.notes, notes, NOTES_MAX),
    decisions: union(state.decisions, decisions, DECISIONS_MAX),
  };
  const same = next.notes.length === state.notes.length && next.decisions.length === state.decisions.length;
  return same ? null : next;
}

/** The state with a word about one picture, in place of an earlier one; null when it says the same, or that nothing was said. */
export function withPicture(state: StateBody, word: PictureWord): StateBody | null {
  const said = state.pictures.find(({ id }) => id === word.id);
  if ((said?.buyers ?? true) === word.buyers && (word.buyers || said?.why === word.why)) return null;
  const others = state.pictures.filter(({ id }) => id !== word.id);
  return { ...state, pictures: [...others, word].slice(-PICTURES_MAX) };
}

/** Decisions about the whole claim that exclude each other; "not a match" and a word on the verdict do not. */
const EXCLUSIVE: ReadonlySet<string> = new Set(OUTCOMES);

interface Decided {
  id: string;
  what: string;
  settles?: string[] | undefined;
}

/**
 * Decisions that stand: outcomes that no other decision was made in knowledge of. Two of different kinds are a conflict, which a
 * person resolves by deciding once more.
 */
export function standing<T extends Decided>(decisions: readonly T[]): T[] {
  const outcomes = decisions.filter(({ what }) => EXCLUSIVE.has(what));
  const settled = new Set(outcomes.flatMap(({ settles }) => settles ?? []));
  return outcomes.filter(({ id }) => !settled.has(id));
}

/** Decisions in conflict; empty when all that stand say the same. */
export function conflicting<T extends Decided>(decisions: readonly T[]): T[] {
  const now = standing(decisions);
  return new Set(now.map(({ what }) => what)).size > 1 ? now : [];
}
