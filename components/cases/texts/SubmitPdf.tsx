import { FileText } from 'lucide-react';
import { useEffect, useState } from 'react';
import { appealPdf, MOST_PAGES } from '../../../lib/app/cases/appeal-pdf.ts';
import { logOf } from '../../../lib/base/log.ts';
import type { Dossier } from '../../../lib/cases/dossier.ts';
import type { Preset } from '../../../lib/cases/texts/presets.ts';
import { formatBytes, type Locale, t } from '../../../lib/i18n/index.ts';
import { useBytesUrl } from '../../live/useBytesUrl.ts';
import { useNotices } from '../../state/notices.ts';
import { AppealChecklist } from './AppealChecklist.tsx';

const log = logOf('cases');

interface Props {
  dossier: Dossier;
  preset: Preset;
  locale: Locale;
  /** As the seller left it. */
  text: string;
}

/** The appeal as one short PDF, with what it needs and lacks before it is made. */
export function SubmitPdf({ dossier, preset, locale, text }: Props) {
  const [made, setMade] = useState<Blob | null>(null);
  const url = useBytesUrl(made);
  const say = useNotices((state) => state.say);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a file made from another text is not this text's
  useEffect(() => setMade(null), [text, locale]);
  const make = () =>
    appealPdf(dossier, locale, text, preset).then(setMade, (error: unknown) => {
      log.error('writing the PDF failed', error);
      say(
        error instanceof RangeError ? t('cases.ui.pdf.tooLong', { n: MOST_PAGES }) : t('cases.ui.pdf.failed'),
      );
    });
  return (
    <div className="stack">
      <p className="tiny soft">{t('cases.ui.pdf.help')}</p>
      <AppealChecklist dossier={dossier} />
      <div className="row-wrap">
        <button type="button" className="btn" data-testid="pdf-make" onClick={() => void make()}>
          <FileText aria-hidden="true" />
          {t('cases.ui.pdf.make')}
        </button>
        {made && url && (
          <>
            <a
              className="btn"
              href={url}
              download={`${dossier.claim.claim.claimId.replace(/[^\w.-]/g, '_')}.pdf`}
              data-testid="pdf-save"
              data-bytes={made.size}
            >
              {t('cases.ui.pdf.save')}
            </a>
            <span className="small soft">{t('cases.ui.pdf.made', { size: formatBytes(made.size) })}</span>
          </>
        )}
      </div>
    </div>
  );
}
