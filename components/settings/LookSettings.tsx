import { t } from '../../lib/i18n/index.ts';
import type { Settings } from '../../lib/store/settings.ts';
import { SettingGroup, SettingLine } from './SettingLine.tsx';
import { saveSettings } from './save-settings.ts';

/** A language is always named in itself, so that it can be found by whoever reads it. */
const LOCALE_NAMES = ['auto', 'zh-CN', 'zh-TW', 'en'] as const;
const THEMES = ['auto', 'light', 'dark'] as const;

/** Language and appearance. */
export function LookSettings({ settings }: { settings: Settings }) {
  return (
    <SettingGroup title={t('settings.look.title')}>
      <SettingLine label={t('settings.look.locale')}>
        {(id) => (
          <select
            id={id}
            className="select"
            value={settings.locale}
            data-testid="settings-locale"
            onChange={(event) => saveSettings({ locale: event.target.value as Settings['locale'] })}
          >
            {LOCALE_NAMES.map((name) => (
              <option key={name} value={name}>
                {t(`settings.look.locales.${name}`)}
              </option>
            ))}
          </select>
        )}
      </SettingLine>
      <SettingLine label={t('settings.look.theme')}>
        {(id) => (
          <select
            id={id}
            className="select"
            value={settings.theme}
            data-testid="settings-theme"
            onChange={(event) => saveSettings({ theme: event.target.value as Settings['theme'] })}
          >
            {THEMES.map((name) => (
              <option key={name} value={name}>
                {t(`settings.look.themes.${name}`)}
              </option>
            ))}
          </select>
        )}
      </SettingLine>
    </SettingGroup>
  );
}
