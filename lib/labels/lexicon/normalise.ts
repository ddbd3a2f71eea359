/** Brings a read line and a lexicon text to the same plain form, and keeps the way back to the line. */

export interface Normal {
  /** Lower case, width folded, without spaces, dots, dashes and ornaments; AI misread as `al`, `a1`, `a|`, `a!` is `ai`. */
  text: string;
  /** For each character of `text`, its index in the raw line. */
  at: number[];
}

const ORNAMENT = /[\s.·•・\-_–—*★☆✦✧◆●|:：,，。、"'“”‘’()（）[\]【】]/u;
const I_LIKE = new Set(['l', '1', '|', '!', 'í', 'ì', 'ī', 'ǐ', '丨']);

/** Plain form of one line. */
export function normalise(raw: string): Normal {
  const kept: string[] = [];
  const at: number[] = [];
  let index = 0;
  for (const char of raw) {
    const folded = char.normalize('NFKC').toLowerCase();
    for (const c of folded) {
      const afterA = kept[kept.length - 1] === 'a' && at[at.length - 1] === index - 1;
      if (afterA && I_LIKE.has(c)) {
        kept.push('i');
        at.push(index);
      } else if (!ORNAMENT.test(c)) {
        kept.push(c);
        at.push(index);
      }
    }
    index += char.length;
  }
  return { text: kept.join(''), at };
}

/** Levenshtein distance; the texts are short (a label's length). */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
