/** What a console is called in the current language. */
import { CONSOLES } from '../../lib/consoles/registry.ts';
import { getLocale, has, t } from '../../lib/i18n/index.ts';

/** The console's name; for claims that came from no console (a dropped photo, an audit) what they are. */
export function consoleName(id: string): string {
  const known = CONSOLES.find((console) => console.id === id);
  if (known) return getLocale() === 'en' ? known.names.en : known.names.zh;
  const own = `surfaces.origins.${id}`;
  return has(own) ? t(own) : id;
}
