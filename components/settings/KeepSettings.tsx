import { t } from '../../lib/i18n/index.ts';
import type { Settings } from '../../lib/store/settings.ts';
import { NumberField } from './NumberField.tsx';
import { SettingGroup, SettingLine } from './SettingLine.tsx';
import { saveSettings } from './save-settings.ts';

/** How long photos and findings are kept. */
export function KeepSettings({ retention }: { retention: Settings['retention'] }) {
  const keep = (patch: Partial<Settings['retention']>) =>
    saveSettings({ retention: { ...retention, ...patch } });
  return (
    <SettingGroup title={t('settings.keep.title')} text={t('settings.keep.text')}>
      <SettingLine label={t('settings.keep.cleanPixels')}>
        {(id) => (
          <NumberField
            id={id}
            value={retention.cleanPixelsDays}
            min={1}
            max={3650}
            unit={t('settings.keep.days')}
            onSave={(cleanPixelsDays) => keep({ cleanPixelsDays })}
          />
        )}
      </SettingLine>
      <SettingLine label={t('settings.keep.cleanHashes')}>
        {(id) => (
          <NumberField
            id={id}
            value={retention.cleanHashesDays}
            min={1}
            max={3650}
            unit={t('settings.keep.days')}
            onSave={(cleanHashesDays) => keep({ cleanHashesDays })}
          />
        )}
      </SettingLine>
      <SettingLine label={t('settings.keep.disputed')}>
        {(id) => (
          <NumberField
            id={id}
            value={retention.disputedDays}
            min={1}
            max={3650}
            unit={t('settings.keep.days')}
            onSave={(disputedDays) => keep({ disputedDays })}
          />
        )}
      </SettingLine>
    </SettingGroup>
  );
}
