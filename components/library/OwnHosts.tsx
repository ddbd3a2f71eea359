import { Globe } from 'lucide-react';
import { useState } from 'react';
import type { ProductView } from '../../lib/app/claims/views.ts';
import { type OwnHost, ownHostsOf, readFromOwnHost } from '../../lib/app/library/own-hosts.ts';
import { t } from '../../lib/i18n/index.ts';
import { tryTo, useNotices } from '../state/notices.ts';

/** Hosts drawn at once; a sheet that names more was not made by one shop. */
const SHOWN = 3;

/** Pictures that lie on the shop's own host: one permission, then they are read. */
export function OwnHosts({ products }: { products: readonly ProductView[] }) {
  const hosts = ownHostsOf(products.flatMap(({ images }) => images)).slice(0, SHOWN);
  return hosts.map((own) => <OneHost key={own.host} own={own} />);
}

function OneHost({ own }: { own: OwnHost }) {
  const [done, setDone] = useState<number | null>(null);
  const say = useNotices((store) => store.say);
  const { host } = own;
  const [of] = useState(own.images.length);
  const read = (): void =>
    void tryTo('read own host', t('surfaces.ownHost.failed', { host }), async () => {
      const outcome = await readFromOwnHost(own, setDone).finally(() => setDone(null));
      if (outcome === 'refused') return say(t('surfaces.ownHost.refused', { host }));
      if (outcome === 'moved') return say(t('surfaces.ownHost.moved', { host }));
      say(
        outcome.failed > 0
          ? t('surfaces.ownHost.some', { read: outcome.read, failed: outcome.failed })
          : t('surfaces.ownHost.done', { n: outcome.read }),
      );
    });
  return (
    <section className="card pad own-host" data-testid="own-host" data-host={host}>
      <Globe aria-hidden="true" size={18} />
      <div className="grow">
        <p>{t('surfaces.ownHost.title', { n: own.images.length, host })}</p>
        <p className="soft small">{t('surfaces.ownHost.text')}</p>
      </div>
      <button
        type="button"
        className="btn btn-primary"
        data-testid="own-host-read"
        disabled={done !== null}
        onClick={read}
      >
        {done === null
          ? t('surfaces.ownHost.do')
          : t('surfaces.ownHost.doing', { done, of: Math.max(of, done) })}
      </button>
    </section>
  );
}
