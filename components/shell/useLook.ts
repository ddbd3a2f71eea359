/** Language and theme of a surface: the last known ones at once, the stored ones as soon as they are read. */

import { useEffect, useSyncExternalStore } from 'react';
import { watchSettings } from '../../lib/app/claims/queries.ts';
import { logOf } from '../../lib/base/log.ts';
import { getLocale, type Locale, resolveLocale, setLocale, watchLocale } from '../../lib/i18n/index.ts';
import { uiLanguage } from '../../lib/platform/tabs.ts';
import { applyTheme, keepLook, type Look, lastLook } from './last-look.ts';

const log = logOf('surface');

function wear({ locale, theme }: Look): void {
  setLocale(resolveLocale(locale, [uiLanguage(), ...navigator.languages]));
  document.documentElement.lang = getLocale();
  applyTheme(theme);
}

/** Puts on the look of the last visit; call before the first render. */
export const wearLastLook = (): void => wear(lastLook());

/** Follows the settings; returns the language in use, so that the surface can be redrawn when it changes. */
export function useLook(): Locale {
  useEffect(() => {
    const watch = watchSettings().subscribe({
      next: ({ locale, theme }) => {
        keepLook({ locale, theme });
        wear({ locale, theme });
      },
      error: log.failed('reading settings'),
    });
    return () => watch.unsubscribe();
  }, []);
  return useSyncExternalStore(watchLocale, getLocale);
}
