import { TEXT_IDS, type TextId } from '../../../lib/cases/texts/compose.ts';
import { PRESETS, type PresetId } from '../../../lib/cases/texts/presets.ts';
import { type Locale, t } from '../../../lib/i18n/index.ts';
import { LocaleField } from '../LocaleField.tsx';

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
  /** Whether letters to authorities are on offer. */
  withLaw: boolean;
}

/** Letters to an AI provider, a regulator, the police, a court. */
const LAW_TEXTS: readonly TextId[] = ['T7', 'T8', 'T9', 'T10'];

/** Who a text is written to, in words. */
const readerOf = (id: TextId): string => t(`cases.texts.templates.${id}.for`);

/** Which text, in which language, for which place, and until when. */
export function TextFields({ id, onId, locale, onLocale, presetId, onPreset, due, onDue, withLaw }: Props) {
  const offered = TEXT_IDS.filter((one) => withLaw || one === id || !LAW_TEXTS.includes(one));
  const readers = [...new Set(offered.map(readerOf))];
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
          {readers.map((reader) => (
            <optgroup key={reader} label={reader}>
              {offered
                .filter((one) => readerOf(one) === reader)
                .map((one) => (
                  <option key={one} value={one}>
                    {t(`cases.texts.templates.${one}.title`)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <LocaleField
        label={t('cases.ui.text.language')}
        value={locale}
        testId="text-language"
        onChange={onLocale}
      />
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
