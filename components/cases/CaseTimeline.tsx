import type { CaseView } from '../../lib/app/cases/case-data.ts';
import { eventText, timelineOf } from '../../lib/cases/timeline.ts';
import { wordsOf } from '../../lib/cases/words.ts';
import { currentNames } from '../../lib/i18n/finding-text.ts';
import { formatInstant, getLocale, t } from '../../lib/i18n/index.ts';
import { changesBetween, roundsOf } from '../../lib/verdict/history/rounds.ts';

/** What happened, in order, each with who says so; and what the rounds say differently. */
export function CaseTimeline({ view: { dossier } }: { view: CaseView }) {
  const words = wordsOf(getLocale());
  const events = timelineOf(dossier, { notes: false, verdicts: true, now: new Date().toISOString() });
  const rounds = roundsOf(
    dossier.readings,
    dossier.requests.map(({ at }) => at),
  );
  const last = rounds.at(-1);
  const before = rounds.findLast(({ round }) => round < (last?.round ?? 1));
  const changes =
    before && last
      ? changesBetween(before.reading.claim, last.reading.claim).filter(({ field }) => field !== 'photos')
      : [];
  return (
    <section className="card pad stack" data-testid="case-timeline">
      <h2>{t('cases.ui.view.timeline')}</h2>
      <ol className="timeline">
        {events.map((event) => (
          <li key={`${event.at} ${event.kind} ${JSON.stringify(event.values)}`} data-source={event.source}>
            <p>{eventText(event, words, currentNames)}</p>
            <p className="tiny soft num">
              {formatInstant(event.at)} · {t(`cases.ui.view.sources.${event.source}`)}
            </p>
          </li>
        ))}
      </ol>
      {changes.length > 0 && (
        <>
          <h3>{t('cases.ui.view.rounds')}</h3>
          <dl className="stack small">
            {changes.map((change) => (
              <div key={change.field}>
                <dt className="soft">{words(`fields.${change.field}`)}</dt>
                <dd>
                  {t('cases.ui.view.before')}: {change.before}
                </dd>
                <dd>
                  {t('cases.ui.view.after')}: {change.after}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {dossier.archive.length > 0 && (
        <>
          <h3>{t('cases.ui.view.archiveFiles')}</h3>
          <ul className="small">
            {dossier.archive.map((file) => (
              <li key={file.id}>
                {file.missingSince === null ? file.path : words('archive.vanished', { name: file.path })}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
