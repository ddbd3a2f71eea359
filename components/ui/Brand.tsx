import { t } from '../../lib/i18n/index.ts';
import './Brand.css';

/** Mark and name. */
export function Brand() {
  return (
    <span className="brand">
      <img src="/icon/icon.svg" alt="" width="24" height="24" />
      <span>{t('surfaces.name')}</span>
    </span>
  );
}
