import { Switch } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { setSettings } from '../../lib/app/claims/commands.ts';
import { watchSettings } from '../../lib/app/claims/queries.ts';
import { t } from '../../lib/i18n/index.ts';
import { requestNotices } from '../../lib/platform/notices.ts';
import { productVersion } from '../../lib/platform/tabs.ts';
import type { Settings } from '../../lib/store/settings.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo } from '../state/notices.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { NumberField } from './NumberField.tsx';
import { PacksPanel } from './PacksPanel.tsx';
import { StoreHealthLines } from './StoreHealthLines.tsx';
import { TrustListPanel } from './TrustListPanel.tsx';
import './SettingsView.css';

/** A language is always named in itself, so that it can be found by whoever reads it. */
const LOCALE_NAMES = ['auto', 'zh-CN', 'zh-TW', 'en'] as const;
const THEMES = ['auto', 'light', 'dark'] as const;

const save = (patch: Partial<Settings>): void =>
  void tryTo('settings', t('settings.failed'), () => setSettings(patch));

/** The browser asks first; its no leaves the switch off. */
async function switchNotices(on: boolean): Promise<void> {
  save({ notices: on && (await requestNotices()) });
}

/** Language, look, checks, how long things are kept. */
export function SettingsView() {
  const settings = useLive(watchSettings).value;
  if (!settings) return <EmptyState kind="busy" text={t('surfaces.loading')} />;
  const { retention } = settings;
  const keep = (patch: Partial<Settings['retention']>) => save({ retention: { ...retention, ...patch } });
  return (
    <div className="stack view settings">
      <h1>{t('surfaces.nav.settings')}</h1>
      <Group title={t('settings.look.title')}>
        <Line label={t('settings.look.locale')}>
          {(id) => (
            <select
              id={id}
              className="select"
              value={settings.locale}
              data-testid="settings-locale"
              onChange={(event) => save({ locale: event.target.value as Settings['locale'] })}
            >
              {LOCALE_NAMES.map((name) => (
                <option key={name} value={name}>
                  {t(`settings.look.locales.${name}`)}
                </option>
              ))}
            </select>
          )}
        </Line>
        <Line label={t('settings.look.theme')}>
          {(id) => (
            <select
              id={id}
              className="select"
              value={settings.theme}
              data-testid="settings-theme"
              onChange={(event) => save({ theme: event.target.value as Settings['theme'] })}
            >
              {THEMES.map((name) => (
                <option key={name} value={name}>
                  {t(`settings.look.themes.${name}`)}
                </option>
              ))}
            </select>
          )}
        </Line>
      </Group>
      <Group title={t('settings.checks.title')}>
        <Line label={t('settings.checks.labels')} help={t('settings.checks.labelsHelp')}>
          {(id) => (
            <Switch.Root
              id={id}
              className="switch"
              checked={settings.labels.on}
              data-testid="settings-labels"
              onCheckedChange={(on) => save({ labels: { on } })}
            >
              <Switch.Thumb className="switch-thumb" />
            </Switch.Root>
          )}
        </Line>
        <Line label={t('files.notice.setting')} help={t('files.notice.settingHelp')}>
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
        </Line>
      </Group>
      <TrustListPanel />
      <PacksPanel />
      <Group title={t('settings.keep.title')} text={t('settings.keep.text')}>
        <Line label={t('settings.keep.cleanPixels')}>
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
        </Line>
        <Line label={t('settings.keep.cleanHashes')}>
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
        </Line>
        <Line label={t('settings.keep.disputed')}>
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
        </Line>
      </Group>
      <Group title={t('settings.store.title')}>
        <StoreHealthLines />
      </Group>
      <Group title={t('settings.law.title')} text={t('settings.law.text')}>
        <Line label={t('settings.law.figure')}>
          {(id) => (
            <NumberField
              id={id}
              value={settings.provincialFigure}
              min={3000}
              max={10000}
              unit={t('settings.law.yuan')}
              onSave={(provincialFigure) => save({ provincialFigure })}
            />
          )}
        </Line>
      </Group>
      <Group title={t('settings.about.title')}>
        <p className="small">{t('settings.about.privacy')}</p>
        <p className="small soft num">{t('settings.about.version', { version: productVersion() })}</p>
      </Group>
    </div>
  );
}

function Group({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className="card pad stack">
      <h2>{title}</h2>
      {text && <p className="small soft">{text}</p>}
      {children}
    </section>
  );
}

function Line({ label, help, children }: { label: string; help?: string; children(id: string): ReactNode }) {
  const id = useId();
  return (
    <div className="setting">
      <div className="grow">
        <label htmlFor={id}>{label}</label>
        {help && <p className="tiny soft">{help}</p>}
      </div>
      {children(id)}
    </div>
  );
}
