/** Language and theme of a surface: the last known ones at once, the stored ones as soon as they are read. */
import { useEffect, useSyncExternalStore } from 'react';
import { watchSettings } from '../../lib/app/queries.ts';
import {
  getLocale,
  type Locale,
  type LocaleChoice,
  resolveLocale,
  setLocale,
  watchLocale,
} from '../../lib/i18n/index.ts';
import { uiLanguage } from '../../lib/platform/tabs.ts';

export interface Look {
  locale: LocaleChoice;
  theme: 'auto' | 'light' | 'dark';
}

/** The database answers after the first paint; this copy keeps that paint from showing the wrong language. */
const CACHE = 'claimlens-look';

function wear({ locale, theme }: Look): void {
  setLocale(resolveLocale(locale, [uiLanguage(), ...navigator.languages]));
  const root = document.documentElement;
  root.lang = getLocale();
  if (theme === 'auto') delete root.dataset.theme;
  else root.dataset.theme = theme;
}

/** Puts on the look of the last visit; call before the first render. */
export function wearLastLook(): void {
  let look: Look = { locale: 'auto', theme: 'auto' };
  try {
    look = { ...look, ...(JSON.parse(localStorage.getItem(CACHE) ?? '{}') as Partial<Look>) };
  } catch {
    localStorage.removeItem(CACHE);
  }
  wear(look);
}

/** Follows the settings; returns the language in use, so that the surface can be drawn anew when it changes. */
export function useLook(): Locale {
  useEffect(() => {
    const watch = watchSettings().subscribe({
      next: ({ locale, theme }) => {
        localStorage.setItem(CACHE, JSON.stringify({ locale, theme }));
        wear({ locale, theme });
      },
      error: (error: unknown) => console.error('settings', error),
    });
    return () => watch.unsubscribe();
  }, []);
  return useSyncExternalStore(watchLocale, getLocale);
}
