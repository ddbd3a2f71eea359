import { FlaskConical, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { watchClaims } from '../../lib/app/claims/queries.ts';
import { addSamples, removeSamples } from '../../lib/app/samples/sample-claims.ts';
import { t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import { tryTo } from '../state/notices.ts';

/** The built-in sample claims: adds and opens them, and takes them away again. */
export function Samples({ onReady }: { onReady(key: string): void }) {
  const samples = useLive(() => watchClaims({ console: 'sample' })).value;
  const [busy, setBusy] = useState(false);
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    await tryTo('samples', t('surfaces.samples.failed'), act);
    setBusy(false);
  };
  return (
    <div className="row-wrap">
      <button
        type="button"
        className="btn"
        data-testid="samples-add"
        disabled={busy}
        onClick={() => void run(async () => onReady(samples?.[0]?.row.key ?? (await addSamples())))}
      >
        <FlaskConical aria-hidden="true" />
        {t(busy ? 'surfaces.samples.busy' : 'surfaces.samples.add')}
      </button>
      {samples && samples.length > 0 && (
        <button
          type="button"
          className="btn btn-quiet"
          data-testid="samples-remove"
          disabled={busy}
          onClick={() => void run(removeSamples)}
        >
          <Trash2 aria-hidden="true" />
          {t('surfaces.samples.remove')}
        </button>
      )}
    </div>
  );
}
