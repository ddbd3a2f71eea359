/** Scores the lexicon directly against the recogniser's output: reads labels too faint for free decoding. */
import { type Fit, type Frames, fitPhrase } from '../ocr/ctc.ts';
import { type LabelEntry, LEXICON } from './lexicon.ts';

export interface LexiconFit extends Fit {
  entry: LabelEntry;
}

/**
 * A confident wrong character costs 9.2 (log of the floor 1e-4), so the total allows faintness and never another word.
 * Both read off text lines of genuine photos, where the best fit of any entry stays below (docs/findings/labels.md).
 */
const LEAST_PER_CHAR = -1;
const LEAST_TOTAL = -6;

export interface PreparedLexicon {
  phrases: { entry: LabelEntry; classes: number[][] }[];
  gaps: number[];
}

/** Bare names shorter than this are too easily fitted to anything. */
const NAME_LENGTH = 4;

/** Labels and longer names as class lists of this alphabet; entries with a character the alphabet lacks are left out. */
export function prepareLexicon(alphabet: readonly string[]): PreparedLexicon {
  const index = new Map(alphabet.map((char, i) => [char, i]));
  const classesOf = (char: string): number[] => {
    const forms = new Set([char, char.toLowerCase(), char.toUpperCase()]);
    if (/[il]/i.test(char)) for (const like of ['I', 'l', '1', '|']) forms.add(like);
    if (/[a-z]/i.test(char))
      for (const f of [...forms]) forms.add(String.fromCodePoint(f.codePointAt(0)! + 0xfee0));
    return [...forms].flatMap((form) => index.get(form) ?? []);
  };
  const phrases = LEXICON.map((entry) => ({
    entry,
    classes: [...entry.text.replace(/[\s'-]/g, '')].map(classesOf),
  })).filter(
    ({ entry, classes }) =>
      classes.every((c) => c.length > 0) &&
      (entry.kind === 'label' || (entry.kind === 'name' && classes.length >= NAME_LENGTH)),
  );
  return { phrases, gaps: [' ', '-', '.', '·', '•', "'", '’'].flatMap((char) => index.get(char) ?? []) };
}

/** The entry that fits best and well enough, the longest of equals; null when none does. Names count only in a corner. */
export function fitLexicon(frames: Frames, prepared: PreparedLexicon, corner: boolean): LexiconFit | null {
  let best: (LexiconFit & { rank: number }) | null = null;
  for (const { entry, classes } of prepared.phrases) {
    if (entry.kind !== 'label' && !corner) continue;
    const fit = fitPhrase(frames, classes, prepared.gaps);
    if (!fit || fit.perChar < LEAST_PER_CHAR || fit.perChar * classes.length < LEAST_TOTAL) continue;
    const rank = classes.length + fit.perChar * classes.length;
    if (!best || rank > best.rank) best = { ...fit, entry, rank };
  }
  return best;
}
