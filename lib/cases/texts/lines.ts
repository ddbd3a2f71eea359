/** Breaking a text into lines and pages by measured width. */

/**
 * Lines no wider than `width` as `measure` counts it; breaks between words, and inside a word, between visible characters, only
 * where it is wider than a line. Line breaks of the text stay.
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
    for (const { segment } of words.segment(paragraph))
      if (measure(segment) <= width) add(segment);
      else for (const one of characters.segment(segment)) add(one.segment);
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
