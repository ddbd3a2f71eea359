import type { CaseView } from '../../lib/app/cases/case-data.ts';
import { leadOf } from '../../lib/app/claims/ledger/line.ts';
import { leadingFinding, productOf } from '../../lib/cases/leading-finding.ts';
import { findingText } from '../../lib/i18n/finding-text.ts';
import { t } from '../../lib/i18n/index.ts';
import { RowPair } from '../photo/RowPair.tsx';
import { routeTo } from '../route/useRoute.ts';

/** Side of one picture in CSS pixels. */
const SIDE = 128;

/** What the case is about: the pair at the changed place, and one sentence. */
export function CaseLead({ view: { dossier } }: { view: CaseView }) {
  const lead = leadingFinding(dossier);
  if (!lead) return null;
  const text = findingText(lead.finding, productOf(dossier, lead.finding));
  return (
    <section className="card pad case-lead" data-testid="case-lead" aria-label={text.title}>
      <RowPair claimKey={dossier.claim.key} lead={leadOf(lead.finding)} size={SIDE} />
      <div className="stack grow">
        <h2>{text.title}</h2>
        <p>{text.says}</p>
        <a className="link-button" href={routeTo('claims', dossier.claim.key)}>
          {t('cases.ui.view.toClaim')}
        </a>
      </div>
    </section>
  );
}
