/** A console's own name in the language of a text; its id where it has none (a taught page). */
import { CONSOLES } from '../consoles/registry.ts';
import type { Locale } from '../i18n/locale.ts';

export function consoleWord(id: string, locale: Locale): string {
  const names = CONSOLES.find((one) => one.id === id)?.names;
  return names ? (locale === 'en' ? names.en : names.zh) : id;
}
