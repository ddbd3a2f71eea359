import { HardDrive } from 'lucide-react';
import { watchStoreHealth } from '../../lib/app/keeping/store-health.ts';
import { formatBytes, t } from '../../lib/i18n/index.ts';
import { useLive } from '../live/useLive.ts';
import './LowSpace.css';

/** Says early that room is getting short, what could be let go, and where; nothing while there is room. */
export function LowSpace({ onShow }: { onShow: () => void }) {
  const disk = useLive(watchStoreHealth).value?.disk;
  if (!disk?.near) return null;
  return (
    <div className="low-space small" role="status" data-testid="low-space">
      <HardDrive aria-hidden="true" />
      <p className="grow">
        {t('surfaces.space.near', { used: formatBytes(disk.usedBytes), quota: formatBytes(disk.quotaBytes) })}{' '}
        {t(disk.freeableBytes > 0 ? 'surfaces.space.freeable' : 'surfaces.space.nothing', {
          freeable: formatBytes(disk.freeableBytes),
        })}
      </p>
      <button type="button" className="btn" data-testid="low-space-show" onClick={onShow}>
        {t('surfaces.space.show')}
      </button>
    </div>
  );
}
