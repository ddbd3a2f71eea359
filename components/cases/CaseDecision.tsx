import { useState } from 'react';
import type { CaseView } from '../../lib/app/cases/case-data.ts';
import { decide } from '../../lib/app/cases/cases.ts';
import { refuseMatch } from '../../lib/app/claims/refuse-match.ts';
import { lastDecision } from '../../lib/cases/dossier.ts';
import { type Finding, VERDICTS, type Verdict } from '../../lib/claims/finding.ts';
import { OUTCOMES } from '../../lib/claims/model.ts';
import { findingText, verdictText } from '../../lib/i18n/finding-text.ts';
import { t } from '../../lib/i18n/index.ts';
import { useProductTitle } from '../live/useProductTitle.ts';
import { tryTo, useNotices } from '../state/notices.ts';

/** What the form offers; "not a match" is said beside each pair. */
const CHOICES = [...OUTCOMES, 'override-verdict'] as const;
type Choice = (typeof CHOICES)[number];

/** What a person decides after looking, with the reason; and which matches are none. */
export function CaseDecision({ view }: { view: CaseView }) {
  const { dossier } = view;
  const [what, setWhat] = useState<Choice>('ask-for-evidence');
  const [instead, setInstead] = useState<Verdict>('no-anomaly');
  const [reason, setReason] = useState('');
  const [reviewed, setReviewed] = useState(false);
  const last = lastDecision(dossier);
  const override = lastDecision(dossier, 'override-verdict')?.verdictInstead;
  const save = () =>
    void tryTo('decide', t('surfaces.errors.decide'), async () => {
      await decide(dossier.claim.key, {
        what,
        reason,
        reviewedByPerson: reviewed,
        verdictInstead: what === 'override-verdict' ? instead : null,
      });
      setReason('');
    });
  return (
    <section className="card pad stack" data-testid="case-decision">
      <h2>{t('cases.ui.decision.title')}</h2>
      <p className="small soft">{t('cases.ui.decision.help')}</p>
      {last && (
        <p className="small">
          {t('cases.ui.decision.last', {
            what: t(`cases.decisions.${last.what}`),
            at: last.at,
            reason: last.reason,
          })}
        </p>
      )}
      {override && dossier.verdict && (
        <p className="small">
          {t('cases.ui.decision.shown')}: {verdictText(dossier.verdict.verdict)} ·{' '}
          {t('cases.ui.decision.yours')}: <strong>{verdictText(override as Verdict)}</strong>
        </p>
      )}
      <div className="fields">
        <label>
          {t('cases.ui.decision.what')}
          <select
            className="select"
            value={what}
            data-testid="decision-what"
            onChange={(event) => setWhat(event.target.value as Choice)}
          >
            {CHOICES.map((one) => (
              <option key={one} value={one}>
                {t(`cases.decisions.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {what === 'override-verdict' && (
          <label>
            {t('cases.ui.decision.instead')}
            <select
              className="select"
              value={instead}
              onChange={(event) => setInstead(event.target.value as Verdict)}
            >
              {VERDICTS.map((verdict) => (
                <option key={verdict} value={verdict}>
                  {verdictText(verdict)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <label className="field-label">
        {t('cases.ui.decision.reason')}
        <textarea
          className="text-area"
          rows={2}
          maxLength={4000}
          value={reason}
          data-testid="decision-reason"
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <label className="check-line">
        <input
          type="checkbox"
          data-testid="decision-reviewed"
          checked={reviewed}
          onChange={(event) => setReviewed(event.target.checked)}
        />
        <span>{t('cases.ui.decision.reviewed')}</span>
      </label>
      <div className="row-wrap">
        <button
          type="button"
          className="btn"
          data-testid="decision-save"
          disabled={reason.trim() === ''}
          onClick={save}
        >
          {t('cases.ui.decision.save')}
        </button>
        {reason.trim() === '' && <span className="tiny soft">{t('cases.ui.decision.needReason')}</span>}
      </div>
      <Matches view={view} />
    </section>
  );
}

/** Findings that name another picture, each with the way to say that it is none. */
function Matches({ view }: { view: CaseView }) {
  const rows = view.dossier.findings.filter(({ finding }) => finding.photo && finding.against);
  if (rows.length === 0) return null;
  return (
    <ul className="stack">
      {rows.map(({ id, finding }) => (
        <MatchLine key={id} claimKey={view.dossier.claim.key} finding={finding} />
      ))}
    </ul>
  );
}

function MatchLine({ claimKey, finding }: { claimKey: string; finding: Finding }) {
  const say = useNotices((state) => state.say);
  const product = useProductTitle(finding.against?.product);
  return (
    <li className="match-line small">
      <span>{findingText(finding, product === undefined ? {} : { product }).says}</span>
      <button
        type="button"
        className="btn btn-quiet"
        title={t('cases.ui.decision.notMatchHelp')}
        onClick={() =>
          void tryTo('not a match', t('surfaces.errors.notMatch'), async () => {
            await refuseMatch(claimKey, finding.photo ?? '', finding.against?.sha256 ?? '');
            say(t('cases.ui.decision.notMatchDone'));
          })
        }
      >
        {t('cases.ui.decision.notMatch')}
      </button>
    </li>
  );
}
