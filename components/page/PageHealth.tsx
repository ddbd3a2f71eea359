import { CircleAlert, CircleCheck, ClipboardCopy, Wrench } from 'lucide-react';
import { pageShapeOf } from '../../lib/app/consoles/sites.ts';
import { formatDay, formatRelative, t } from '../../lib/i18n/index.ts';
import { sendToBackground } from '../../lib/platform/background-port.ts';
import type { ReaderHealthRow } from '../../lib/store/rows.ts';
import { tryTo, useNotices } from '../state/notices.ts';
import { consoleName } from '../ui/console-name.ts';
import './PageHealth.css';

interface Props {
  health: ReaderHealthRow;
  tabId: number | null;
}

/** Missing fields that are named in the line; all stand in its title. */
const SHOWN = 4;

/** How the page was read, how many claims of how many, and the way to mend it. */
export function PageHealth({ health, tabId }: Props) {
  const whole = health.read >= health.seen && health.missing.length === 0;
  const fields = [...new Set(health.missing.map((field) => t(`surfaces.fields.${field}`)))];
  const Icon = whole ? CircleCheck : CircleAlert;
  return (
    <section
      className="page-health small"
      aria-label={t('surfaces.health.label')}
      data-testid="reader-health"
      data-console={health.console}
    >
      <Icon aria-hidden="true" />
      <span className="grow">
        <strong>{consoleName(health.console)}</strong>{' '}
        {t('surfaces.health.read', { read: health.read, seen: health.seen })}
        <span className="soft">
          {' · '}
          {health.how.map((how) => t(`surfaces.health.how.${how}`)).join(' + ')}
          {' · '}
          {formatRelative(health.at, Date.now())}
        </span>
        {health.mendedAt && (
          <span className="soft" data-testid="mended">
            {' · '}
            {t('surfaces.health.mended', { at: formatDay(health.mendedAt) })}
          </span>
        )}
        {health.missing.length > 0 && (
          <span className="soft" title={t('surfaces.health.missing', { fields })}>
            {' · '}
            {t('surfaces.health.missing', {
              fields:
                fields.length > SHOWN ? [...fields.slice(0, SHOWN), `+${fields.length - SHOWN}`] : fields,
            })}
          </span>
        )}
      </span>
      {!whole && tabId !== null && (
        <div className="row-wrap page-health-acts">
          <CopyShape tabId={tabId} />
          <button
            type="button"
            className="btn btn-quiet"
            data-testid="teach"
            onClick={() =>
              void tryTo('teach', t('surfaces.health.teachFailed'), () =>
                sendToBackground({ type: 'teach', tabId }),
              )
            }
          >
            <Wrench aria-hidden="true" />
            {t('surfaces.health.mend')}
          </button>
        </div>
      )}
    </section>
  );
}

/** Puts the page's shape on the clipboard: structure without texts and ids, for whoever looks after the reader. */
function CopyShape({ tabId }: { tabId: number }) {
  const say = useNotices((store) => store.say);
  const copy = async (): Promise<void> => {
    const report = await pageShapeOf(tabId);
    if (report === null) return say(t('consoles.shape.failed'));
    await navigator.clipboard.writeText(report);
    say(t('consoles.shape.copied'));
  };
  return (
    <button
      type="button"
      className="btn btn-quiet"
      data-testid="copy-shape"
      onClick={() => void tryTo('page shape', t('consoles.shape.failed'), copy)}
    >
      <ClipboardCopy aria-hidden="true" />
      {t('consoles.shape.copy')}
    </button>
  );
}
