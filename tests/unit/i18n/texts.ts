/** The locale files as flat lists of texts, and the places in the code that name them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LOCALES, type Locale } from '../../../lib/i18n/locale.ts';

export const ROOT = resolve(import.meta.dirname, '../../..');
export const AREAS = readdirSync(join(ROOT, 'lib/i18n/locales/en')).map((file) =>
  file.replace(/\.json$/, ''),
);

export type Forms = Record<string, string>;

const FORM = /^(zero|one|two|few|many|other|count)$/;
/** A text with forms, as against a group that happens to have a member called `other`. */
const isLeaf = (node: object): node is Forms =>
  'other' in node && ('by' in node || Object.keys(node).every((name) => FORM.test(name)));

function walk(node: unknown, path: string, out: Map<string, Forms>): void {
  if (typeof node === 'string') out.set(path, { '': node });
  else if (typeof node === 'object' && node !== null) {
    if (isLeaf(node)) out.set(path, node);
    else for (const [name, child] of Object.entries(node)) walk(child, path ? `${path}.${name}` : name, out);
  }
}

/** Every text of one language by its key (`area.path`), with its forms. */
export function textsOf(locale: Locale): Map<string, Forms> {
  const out = new Map<string, Forms>();
  for (const area of AREAS) {
    const json = JSON.parse(readFileSync(join(ROOT, 'lib/i18n/locales', locale, `${area}.json`), 'utf8'));
    walk(json, area, out);
  }
  return out;
}

export const ALL_TEXTS = new Map(LOCALES.map((locale) => [locale, textsOf(locale)]));

/** Source files below the given folders. */
export function sourceFiles(folders: string[]): { file: string; code: string }[] {
  const out: { file: string; code: string }[] = [];
  const visit = (dir: string): void => {
    for (const entry of readdirSync(join(ROOT, dir), { withFileTypes: true })) {
      const file = `${dir}/${entry.name}`;
      if (entry.isDirectory()) visit(file);
      else if (/\.tsx?$/.test(entry.name)) out.push({ file, code: readFileSync(join(ROOT, file), 'utf8') });
    }
  };
  for (const folder of folders) visit(folder);
  return out;
}

/** Code without its comments (strings that hold `//` as part of an address are left alone). */
export const withoutComments = (code: string): string =>
  code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
