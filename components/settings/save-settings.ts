import { setSettings } from '../../lib/app/claims/commands.ts';
import { t } from '../../lib/i18n/index.ts';
import type { Settings } from '../../lib/store/settings.ts';
import { tryTo } from '../state/notices.ts';

/** Saves some of the settings; a failure is said to the seller. */
export const saveSettings = (patch: Partial<Settings>): void =>
  void tryTo('settings', t('settings.failed'), () => setSettings(patch));
