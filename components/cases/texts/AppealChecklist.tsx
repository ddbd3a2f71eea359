import { Check, CircleDashed, Hand } from 'lucide-react';
import { appealChecklist, type ElementState } from '../../../lib/cases/appeal/checklist.ts';
import type { Dossier } from '../../../lib/cases/dossier.ts';
import { t } from '../../../lib/i18n/index.ts';

const ICONS: Record<ElementState, typeof Check> = { has: Check, lacks: CircleDashed, 'by-hand': Hand };

/** What an appeal for this claim's reason must contain on its platform, and what the case has of it. */
export function AppealChecklist({ dossier }: { dossier: Dossier }) {
  const list = appealChecklist(dossier, Date.now());
  const lacking = list.elements.filter(({ state }) => state === 'lacks').length;
  return (
    <div className="stack appeal-list" data-testid="appeal-checklist" data-lacking={lacking}>
      <h3>{t('cases.appeal.checklist')}</h3>
      <p className="tiny soft">
        {t('cases.appeal.about', {
          reason: list.reasons.map((reason) => t(`cases.appeal.reasons.${reason}`)),
        })}
        {' · '}
        {list.source
          ? t('cases.appeal.published', {
              source: t(`cases.appeal.sources.${list.source}`),
              on: list.verifiedOn,
            })
          : t('cases.appeal.general')}
      </p>
      <ul className="small">
        {list.elements.map(({ element, state }) => {
          const Icon = ICONS[state];
          return (
            <li key={element} className="appeal-element" data-state={state} data-element={element}>
              <Icon aria-hidden="true" />
              <span className="grow">{t(`cases.appeal.elements.${element}`)}</span>
              <span className="soft">{t(`cases.appeal.states.${state}`)}</span>
            </li>
          );
        })}
      </ul>
      <p className={lacking > 0 ? 'warn-line small' : 'small soft'} role="status">
        {lacking > 0 ? t('cases.appeal.lacking', { n: lacking }) : t('cases.appeal.whole')}
      </p>
    </div>
  );
}
