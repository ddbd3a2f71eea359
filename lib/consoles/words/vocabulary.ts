/** Telling labels from other texts: the common words with a console's own additions. */
import type { ConsoleDefinition } from '../types.ts';
import { fold } from './text.ts';
import { LABEL_NAMES, type LabelName, NEVER, WEAK, WORDS } from './words.ts';

/** How a text begins with a label. `exact`: it is nothing else; `colon`: a colon follows; `spaced`: a space, `#` or the value itself. */
export interface LabelMatch {
  name: LabelName;
  word: string;
  form: 'exact' | 'colon' | 'spaced';
  weak: boolean;
}

export interface Vocabulary {
  match(text: string): LabelMatch | undefined;
  /** The label a whole text is, with no value behind it. */
  exact(text: string): LabelMatch | undefined;
}

const MAX_WORD = 32;

let common: { words: Map<string, LabelName>; starts: Set<string> } | undefined;

/** The words of every console, looked up when the first page is read and kept: each reading works with them. */
function commonWords(): NonNullable<typeof common> {
  if (common) return common;
  common = { words: new Map(), starts: new Set() };
  for (const name of LABEL_NAMES) {
    for (const word of WORDS[name]) {
      common.words.set(word, name);
      common.starts.add(word.slice(0, 2));
    }
  }
  return common;
}

const made = new WeakMap<ConsoleDefinition, Vocabulary>();
let plain: Vocabulary | undefined;

/** The words of one console, made once for it; without a console the common ones. */
export function vocabularyFor(definition?: ConsoleDefinition): Vocabulary {
  if (!definition?.dom?.labels && !definition?.dom?.notLabels) {
    plain ??= vocabularyOf();
    return plain;
  }
  const known = made.get(definition) ?? vocabularyOf(definition.dom.labels, definition.dom.notLabels);
  made.set(definition, known);
  return known;
}

/**
 * The common words with a console's own additions, ready for matching. `without` takes words away that mean something else on
 * that console.
 */
export function vocabularyOf(
  own: Partial<Record<LabelName, string[]>> = {},
  without: string[] = [],
): Vocabulary {
  const common = commonWords();
  const words = new Map(common.words);
  const starts = new Set(common.starts);
  const banned = new Set([...NEVER, ...without.map(fold)]);
  for (const name of LABEL_NAMES) {
    for (const word of own[name] ?? []) {
      const folded = fold(word);
      words.set(folded, name);
      starts.add(folded.slice(0, 2));
    }
  }
  for (const word of banned) words.delete(word);
  function match(text: string): LabelMatch | undefined {
    const folded = fold(text.slice(0, 200));
    if (!starts.has(folded.slice(0, 2)) || banned.has(folded)) return undefined;
    for (let length = Math.min(MAX_WORD, folded.length); length >= 2; length--) {
      const name = words.get(folded.slice(0, length));
      if (!name) continue;
      const word = folded.slice(0, length);
      const rest = folded.slice(length);
      const weak = WEAK.has(word);
      if (/^[\s:：*?]*$/.test(rest)) return { name, word, form: 'exact', weak };
      if (/^\s*[:]/.test(rest)) return { name, word, form: 'colon', weak };
      if (/^(?:\s|\d|[¥$€£₫#(])/.test(rest) || word.endsWith('#'))
        return { name, word, form: 'spaced', weak };
    }
    return undefined;
  }
  return {
    match,
    exact(text) {
      if (text.length > MAX_WORD + 4) return undefined;
      const found = match(text);
      return found?.form === 'exact' ? found : undefined;
    },
  };
}

/** What follows the label in a text that begins with it, in the page's own characters. */
export function afterLabel(text: string, word: string): string {
  for (let end = 1; end <= text.length; end++) {
    if (fold(text.slice(0, end)) === word)
      return text
        .slice(end)
        .replace(/^\s*[:：]?\s*/, '')
        .trim();
  }
  return '';
}
