/** Only the texts that a page's marks and the teaching bar show. */
import { consoles } from '../../lib/i18n/areas/consoles.ts';
import { verdicts } from '../../lib/i18n/areas/verdicts.ts';
import { createTranslator } from '../../lib/i18n/translate.ts';

export const { t, has } = createTranslator({ consoles, verdicts });
