import { watchSettings } from '../../lib/app/claims/queries.ts';
import { watchTeam } from '../../lib/app/team/watch.ts';
import { t } from '../../lib/i18n/index.ts';
import { productVersion } from '../../lib/platform/tabs.ts';
import { useLive } from '../live/useLive.ts';
import { TeamPanel } from '../team/TeamPanel.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { AnchorPanel } from './AnchorPanel.tsx';
import { CheckSettings } from './CheckSettings.tsx';
import { KeepSettings } from './KeepSettings.tsx';
import { LookSettings } from './LookSettings.tsx';
import { NumberField } from './NumberField.tsx';
import { PacksPanel } from './PacksPanel.tsx';
import { SettingGroup, SettingLine } from './SettingLine.tsx';
import { StoreHealthLines } from './StoreHealthLines.tsx';
import { saveSettings } from './save-settings.ts';
import { TrustListPanel } from './TrustListPanel.tsx';
import './SettingsView.css';

/** Language, look, checks, how long things are kept. */
export function SettingsView() {
  const settings = useLive(watchSettings).value;
  const team = useLive(watchTeam).value;
  if (!settings) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  return (
    <div className="stack view settings">
      <h1>{t('surfaces.nav.settings')}</h1>
      <LookSettings settings={settings} />
      <CheckSettings settings={settings} />
      <TrustListPanel />
      <PacksPanel />
      <KeepSettings retention={settings.retention} />
      <SettingGroup title={t('settings.store.title')}>
        <StoreHealthLines />
        <SettingLine label={t('settings.keep.remind')}>
          {(id) => (
            <NumberField
              id={id}
              value={settings.backupRemindDays}
              min={1}
              max={3650}
              unit={t('settings.keep.days')}
              onSave={(backupRemindDays) => saveSettings({ backupRemindDays })}
            />
          )}
        </SettingLine>
      </SettingGroup>
      <AnchorPanel chosen={settings.anchors} />
      <SettingGroup title={t('settings.law.title')} text={t('settings.law.text')}>
        <SettingLine label={t('settings.law.figure')}>
          {(id) => (
            <NumberField
              id={id}
              value={settings.provincialFigure}
              min={3000}
              max={10000}
              unit={t('settings.law.yuan')}
              onSave={(provincialFigure) => saveSettings({ provincialFigure })}
            />
          )}
        </SettingLine>
      </SettingGroup>
      <TeamPanel />
      <SettingGroup title={t('settings.about.title')}>
        <p className="small">
          {team ? t('team.privacy', { host: new URL(team.url).host }) : t('settings.about.privacy')}
        </p>
        <p className="small soft num">{t('settings.about.version', { version: productVersion() })}</p>
      </SettingGroup>
    </div>
  );
}
