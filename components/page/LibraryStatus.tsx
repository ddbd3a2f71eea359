import { Images } from 'lucide-react';
import { watchLibrarySize } from '../../lib/app/claims/queries.ts';
import { t } from '../../lib/i18n/index.ts';
import { openWorkbench } from '../../lib/platform/tabs.ts';
import { useLive } from '../live/useLive.ts';

/** How large the library is; leads to it. */
export function LibraryStatus() {
  const size = useLive(watchLibrarySize).value;
  return (
    <button
      type="button"
      className="link-button soft-link"
      data-testid="library-status"
      onClick={() => void openWorkbench('/library')}
    >
      <Images aria-hidden="true" />
      {size
        ? [
            t('surfaces.library.images', { n: size.images }),
            t('surfaces.library.products', { n: size.products }),
          ].join(' · ')
        : t('surfaces.library.title')}
    </button>
  );
}
