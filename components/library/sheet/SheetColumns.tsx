import { ENCODINGS, type TextEncoding } from '../../../lib/formats/text-encoding.ts';
import { t } from '../../../lib/i18n/index.ts';
import { SHEET_FIELDS, type SheetFile, type SheetMapping } from '../../../lib/library/sheet.ts';

interface Props {
  found: SheetFile;
  at: number;
  mapping: SheetMapping;
  onSheet(index: number): void;
  onEncoding(encoding: TextEncoding): void;
  onMapping(mapping: SheetMapping): void;
}

/** What is read and how: the sheet, the text's encoding, and the meaning of each column. */
export function SheetColumns({ found, at, mapping, onSheet, onEncoding, onMapping }: Props) {
  const { header } = found.sheets[at]!;
  const nameOf = (column: number): string => header[column] || t('surfaces.sheet.column', { n: column + 1 });
  const columns = header.map((_, index) => index);
  return (
    <>
      <div className="sheet-fields">
        {found.sheets.length > 1 && (
          <label className="sheet-field small">
            <span>{t('surfaces.sheet.which')}</span>
            <select
              className="select"
              data-testid="sheet-which"
              value={at}
              onChange={({ target }) => onSheet(Number(target.value))}
            >
              {found.sheets.map(({ name }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: sheets are told apart by their place alone
                <option key={index} value={index}>
                  {name || index + 1}
                </option>
              ))}
            </select>
          </label>
        )}
        {found.encoding && (
          <label className="sheet-field small">
            <span>{t('surfaces.sheet.encoding')}</span>
            <select
              className="select"
              data-testid="sheet-encoding"
              value={found.encoding}
              onChange={({ target }) => onEncoding(target.value as TextEncoding)}
            >
              {ENCODINGS.map((encoding) => (
                <option key={encoding} value={encoding}>
                  {t(`surfaces.sheet.encodings.${encoding}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        {SHEET_FIELDS.map((field) => (
          <label key={field} className="sheet-field small">
            <span>{t(`surfaces.sheet.fields.${field}`)}</span>
            <select
              className="select"
              value={mapping[field] ?? ''}
              data-testid={`sheet-${field}`}
              onChange={({ target: { value } }) =>
                onMapping({ ...mapping, [field]: value === '' ? undefined : Number(value) })
              }
            >
              <option value="">{t('surfaces.sheet.noColumn')}</option>
              {columns.map((index) => (
                <option key={index} value={index}>
                  {nameOf(index)}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <fieldset className="sheet-images small" data-testid="sheet-images">
        <legend>{t('surfaces.sheet.fields.image')}</legend>
        {columns.map((index) => (
          <label key={index} className="row">
            <input
              type="checkbox"
              data-column={index}
              checked={mapping.images.includes(index)}
              onChange={({ target: { checked } }) =>
                onMapping({
                  ...mapping,
                  images: checked
                    ? [...mapping.images, index].sort((a, b) => a - b)
                    : mapping.images.filter((other) => other !== index),
                })
              }
            />
            <span className="clip">{nameOf(index)}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
