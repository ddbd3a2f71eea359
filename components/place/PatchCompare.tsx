import type { Ref } from '../../lib/claims/finding.ts';
import { t } from '../../lib/i18n/index.ts';
import { PhotoCompare } from '../compare/PhotoCompare.tsx';
import { useNaturalSize } from '../compare/useNaturalSize.ts';
import { useBytesUrl } from '../live/useBytesUrl.ts';

interface Props {
  own: Uint8Array;
  other: Uint8Array;
  kind: Ref['kind'];
  name: string;
  unsure: boolean;
}

const SAME = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Two patches of one place under the slider, in turn, or side by side. */
export function PatchCompare({ own, other, kind, name, unsure }: Props) {
  const photo = useBytesUrl(own);
  const source = useBytesUrl(other);
  const size = useNaturalSize(photo);
  if (!photo || !source || !size || size === 'broken') return null;
  const { width, height } = size;
  return (
    <div className="stack" data-testid="place-compare">
      {unsure && (
        <p className="warn-line small" role="status">
          {t('surfaces.place.unsureNote')}
        </p>
      )}
      <PhotoCompare
        photo={{ url: photo, alt: t('surfaces.place.marked'), width, height }}
        source={{ url: source, alt: name, width, height }}
        kind={kind}
        transform={SAME}
        regions={[]}
        lit={null}
        onLight={() => undefined}
      />
    </div>
  );
}
