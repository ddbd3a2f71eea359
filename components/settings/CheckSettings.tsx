import { Switch } from 'radix-ui';
import { t } from '../../lib/i18n/index.ts';
import { requestNotices } from '../../lib/platform/notices.ts';
import type { Settings } from '../../lib/store/settings.ts';
import { SettingGroup, SettingLine } from './SettingLine.tsx';
import { saveSettings } from './save-settings.ts';

/** The browser asks first; its no leaves the switch off. */
async function switchNotices(on: boolean): Promise<void> {
  saveSettings({ notices: on && (await requestNotices()) });
}

/** Which checks run, and whether deadlines are told on the desktop. */
export function CheckSettings({ settings }: { settings: Settings }) {
  return (
    <SettingGroup title={t('settings.checks.title')}>
      <SettingLine label={t('settings.checks.labels')} help={t('settings.checks.labelsHelp')}>
        {(id) => (
          <Switch.Root
            id={id}
            className="switch"
            checked={settings.labels.on}
            data-testid="settings-labels"
            onCheckedChange={(on) => saveSettings({ labels: { on } })}
          >
            <Switch.Thumb className="switch-thumb" />
          </Switch.Root>
        )}
      </SettingLine>
      <SettingLine label={t('files.notice.setting')} help={t('files.notice.settingHelp')}>
        {(id) => (
          <Switch.Root
            id={id}
            className="switch"
            checked={settings.notices}
            data-testid="settings-notices"
            onCheckedChange={(on) => void switchNotices(on)}
          >
            <Switch.Thumb className="switch-thumb" />
          </Switch.Root>
        )}
      </SettingLine>
    </SettingGroup>
  );
}
