import { LOCALES, type Locale, t } from '../../lib/i18n/index.ts';

interface Props {
  label: string;
  value: Locale;
  testId: string;
  onChange(locale: Locale): void;
}

/** Choice of the language that a text or a report is written in; each is named in itself. */
export function LocaleField({ label, value, testId, onChange }: Props) {
  return (
    <label>
      {label}
      <select
        className="select"
        value={value}
        data-testid={testId}
        onChange={(event) => onChange(event.target.value as Locale)}
      >
        {LOCALES.map((one) => (
          <option key={one} value={one}>
            {t(`settings.look.locales.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
