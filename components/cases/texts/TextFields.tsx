import { TEXT_IDS, type TextId } from '../../../lib/cases/texts/compose.ts';
import { PRESETS, type PresetId } from '../../../lib/cases/texts/presets.ts';
import { LOCALES, type Locale, t } from '../../../lib/i18n/index.ts';

interface Props {
  id: TextId;
  onId(id: TextId): void;
  locale: Locale;
  onLocale(locale: Locale): void;
  presetId: PresetId | '';
  onPreset(id: PresetId | ''): void;
  /** Day to answer by; null for texts that ask for nothing. */
  due: string | null;
  onDue(day: string): void;
}

/** Which text, in which language, for which place, and until when. */
export function TextFields({ id, onId, locale, onLocale, presetId, onPreset, due, onDue }: Props) {
  return (
    <div className="fields">
      <label>
        {t('cases.ui.text.which')}
        <select
          className="select"
          value={id}
          data-testid="text-which"
          onChange={(event) => onId(event.target.value as TextId)}
        >
          {TEXT_IDS.map((one) => (
            <option key={one} value={one}>
              {t(`cases.texts.templates.${one}.title`)} ({t(`cases.texts.templates.${one}.for`)})
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('cases.ui.text.language')}
        <select
          className="select"
          value={locale}
          data-testid="text-language"
          onChange={(event) => onLocale(event.target.value as Locale)}
        >
          {LOCALES.map((one) => (
            <option key={one} value={one}>
              {t(`settings.look.locales.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('cases.ui.text.preset')}
        <select
          className="select"
          value={presetId}
          data-testid="text-preset"
          onChange={(event) => onPreset(event.target.value as PresetId | '')}
        >
          <option value="">{t('cases.ui.text.presetNone')}</option>
          {Object.values(PRESETS).map((one) => (
            <option key={one.id} value={one.id}>
              {t(`cases.presets.${one.id}`)}
            </option>
          ))}
        </select>
      </label>
      {due !== null && (
        <label>
          {t('cases.ui.text.due')}
          <input
            type="datetime-local"
            className="input"
            value={due}
            data-testid="text-due"
            onChange={(event) => onDue(event.target.value)}
          />
        </label>
      )}
    </div>
  );
}
