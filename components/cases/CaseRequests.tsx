import { Check } from 'lucide-react';
import type { CaseView } from '../../lib/app/cases/case-data.ts';
import { markAnswered } from '../../lib/app/cases/cases.ts';
import { formatInstant, t } from '../../lib/i18n/index.ts';
import { tryTo } from '../state/notices.ts';

/** What the buyer was asked for, when, and whether an answer came. */
export function CaseRequests({ view }: { view: CaseView }) {
  const { requests } = view.dossier;
  return (
    <section className="card pad stack" data-testid="case-requests">
      <h2>{t('cases.ui.view.requests')}</h2>
      {requests.length === 0 && <p className="small soft">{t('cases.ui.view.requestNone')}</p>}
      {requests.map((request) => (
        <div key={request.id} className="stack">
          <p className="row-wrap small">
            <strong className="num">{formatInstant(request.at)}</strong>
            {request.code && <span className="tag mono">{request.code}</span>}
            {request.dueAt && (
              <span className="soft">{t('cases.ui.view.requestDue', { at: request.dueAt })}</span>
            )}
            <span className="soft">
              {request.answeredAt
                ? t('cases.ui.view.answered', { at: request.answeredAt })
                : t('cases.ui.view.unanswered')}
            </span>
            {!request.answeredAt && (
              <button
                type="button"
                className="btn btn-quiet"
                onClick={() =>
                  void tryTo('answered', t('surfaces.errors.answered'), () => markAnswered(request.id))
                }
              >
                <Check aria-hidden="true" />
                {t('cases.ui.view.markAnswered')}
              </button>
            )}
          </p>
          <p className="case-note small">{request.text}</p>
        </div>
      ))}
    </section>
  );
}
