/** The photos whose source was not named first, each beside the picture it was made from and the one that was named. */
import { join } from 'node:path';
import { type Html, html, page } from '../../lib/cases/package/html.ts';
import { shown } from './html.ts';

export interface Miss {
  /** Paths below the samples' photo folder. */
  photo: string;
  source: string;
  /** What was said instead: code and file, or null for nothing. */
  said: { code: string; file: string } | null;
}

async function figure(folder: string, file: string, words: string): Promise<Html> {
  const picture = await shown(join(folder, file));
  return html`<figure>${picture && html`<img src="${picture}" alt="">`}<figcaption>${words}: ${file}</figcaption></figure>`;
}

/** One page that stands alone; pictures are embedded small. */
export async function missesPage(folder: string, misses: Miss[]): Promise<string> {
  const parts: Html[] = [];
  for (const { photo, source, said } of misses) {
    const figures = [await figure(folder, photo, 'photo'), await figure(folder, source, 'made from')];
    if (said) figures.push(await figure(folder, said.file, `named: ${said.code}`));
    parts.push(html`<h2>${photo}</h2>${figures}`);
  }
  return page(
    'en',
    'Misses',
    html`<h1>${misses.length} photos whose source was not named first</h1>${parts}`,
  );
}
