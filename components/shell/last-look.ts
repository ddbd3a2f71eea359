/** Language and theme of the last visit: the database answers after the first paint, and that paint must not show the wrong ones. */
import type { LocaleChoice } from '../../lib/i18n/locale.ts';

export interface Look {
  locale: LocaleChoice;
  theme: 'auto' | 'light' | 'dark';
}

const PLACE = 'claimlens-look';

/** The look kept last; the browser's own where there is none. */
export function lastLook(): Look {
  const look: Look = { locale: 'auto', theme: 'auto' };
  try {
    return { ...look, ...(JSON.parse(localStorage.getItem(PLACE) ?? '{}') as Partial<Look>) };
  } catch {
    localStorage.removeItem(PLACE);
    return look;
  }
}

export const keepLook = (look: Look): void => localStorage.setItem(PLACE, JSON.stringify(look));

/** Puts a theme on this page. */
export function applyTheme(theme: Look['theme']): void {
  const root = document.documentElement;
  if (theme === 'auto') delete root.dataset.theme;
  else root.dataset.theme = theme;
}

/** Puts on the theme of the last visit. */
export const applyLastTheme = (): void => applyTheme(lastLook().theme);
