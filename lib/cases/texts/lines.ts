/** Breaking a text into lines and pages by measured width. */

/** Marks that do not begin a line, and marks that do not end one (JIS X 4051 and GB/T 15834 alike). */
const CLOSING = /^[，。、；：！？）》〉」』】〕”’…—％%,.;:!?)\]}]+$/;
const OPENING = /^[（《〈「『【〔“‘([{]+$/;

/** What stays on one line: words, each with the marks that belong to it. */
function unitsOf(paragraph: string, words: Intl.Segmenter): string[] {
  const units: string[] = [];
  let opening = '';
  for (const { segment } of words.segment(paragraph)) {
    const before = units.at(-1);
    // A time or a number stays whole: the segmenter parts `+08:00` at its colon.
    if (opening === '' && before && /\d[:.,/]$/.test(before) && /^\d/.test(segment)) {
      units[units.length - 1] = before + segment;
      continue;
    }
    if (OPENING.test(segment)) opening += segment;
    else if (CLOSING.test(segment) && opening === '' && before?.trimEnd() === before && before)
      units[units.length - 1] = before + segment;
    else {
      units.push(opening + segment);
      opening = '';
    }
  }
  return opening ? [...units, opening] : units;
}

/**
 * Lines no wider than `width` as `measure` counts it; breaks between words, and inside a word, between visible characters, only
 * where it is wider than a line. A full stop, comma or bracket stays with its word. Line breaks of the text stay.
 */
export function linesOf(text: string, width: number, measure: (text: string) => number): string[] {
  const words = new Intl.Segmenter('zh', { granularity: 'word' });
  const characters = new Intl.Segmenter('zh', { granularity: 'grapheme' });
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    const add = (piece: string): void => {
      if (line !== '' && measure(line + piece) > width) {
        lines.push(line.trimEnd());
        line = piece.trimStart();
      } else line += piece;
    };
    for (const unit of unitsOf(paragraph, words))
      if (measure(unit) <= width) add(unit);
      else for (const one of characters.segment(unit)) add(one.segment);
    return [...lines, line.trimEnd()];
  });
}

/** Lines in pages of at most `perPage`; a page never begins with an empty line. */
export function pagesOf(lines: readonly string[], perPage: number): string[][] {
  const pages: string[][] = [];
  let page: string[] = [];
  for (const line of lines) {
    if (page.length === 0 && line === '') continue;
    page.push(line);
    if (page.length === perPage) {
      pages.push(page);
      page = [];
    }
  }
  return page.length > 0 ? [...pages, page] : pages;
}
