/** The photos whose source was not named first, each beside the picture it was made from and the one that was named. */
import { join } from 'node:path';
import { escapeHtml, STYLE, shown } from './html.ts';

export interface Miss {
  /** Paths below the samples' photo folder. */
  photo: string;
  source: string;
  /** What was said instead: code and file, or null for nothing. */
  said: { code: string; file: string } | null;
}

async function figure(folder: string, file: string, words: string): Promise<string> {
  const picture = await shown(join(folder, file));
  const image = picture ? `<img src="${picture.data}" width="${picture.width}" alt="">` : '';
  return `<figure>${image}<figcaption>${words}: ${escapeHtml(file)}</figcaption></figure>`;
}

/** One page that stands alone; pictures are embedded small. */
export async function missesPage(folder: string, misses: Miss[]): Promise<string> {
  const parts: string[] = [];
  for (const { photo, source, said } of misses) {
    const figures = [await figure(folder, photo, 'photo'), await figure(folder, source, 'made from')];
    if (said) figures.push(await figure(folder, said.file, `named: ${said.code}`));
    parts.push(`<h2>${escapeHtml(photo)}</h2><div class="pair">${figures.join('')}</div>`);
  }
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Misses</title><style>${STYLE}</style><h1>${misses.length} photos whose source was not named first</h1>${parts.join('')}</html>`;
}
