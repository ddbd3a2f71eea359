import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import type { PicturePair } from '../../lib/app/claims/picture-pair.ts';
import { logOf } from '../../lib/base/log.ts';
import type { Finding } from '../../lib/claims/finding.ts';
import { t } from '../../lib/i18n/index.ts';
import { useBytesUrl } from '../live/useBytesUrl.ts';
import { unturned } from '../photo/geometry.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { CompareExport } from './CompareExport.tsx';
import { PhotoCompare } from './PhotoCompare.tsx';
import { photoWord } from './photo-word.ts';
import { useNaturalSize } from './useNaturalSize.ts';

const log = logOf('claims');

interface Props {
  /** Names what is loaded: another id reloads. */
  id: string;
  load(): Promise<PicturePair | null>;
  finding: Finding;
  alt: string;
  /** Shown until both pictures are there. */
  waiting: ReactNode;
  lit: number | null;
  onLight(index: number | null): void;
}

/** Loads the two pictures of a finding and shows them against each other. */
export function LoadedCompare({ id, load, finding, alt, waiting, lit, onLight }: Props) {
  const [pair, setPair] = useState<PicturePair | null>(null);
  const [failed, setFailed] = useState(false);
  const loadNow = useEffectEvent(load);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the id stands for what is loaded; live queries make new objects of the same row
  useEffect(() => {
    let left = false;
    setPair(null);
    setFailed(false);
    loadNow().then(
      (answer) => {
        if (left) return;
        if (answer) setPair(answer);
        else setFailed(true);
      },
      (error: unknown) => {
        log.error('comparing failed', error);
        if (!left) setFailed(true);
      },
    );
    return () => {
      left = true;
    };
  }, [id]);

  const photoUrl = useBytesUrl(pair?.photo);
  const sourceUrl = useBytesUrl(pair?.source);
  const photoSize = useNaturalSize(photoUrl);
  const sourceSize = useNaturalSize(sourceUrl);
  if (failed || photoSize === 'broken' || sourceSize === 'broken') {
    return <EmptyState kind="photo" text={t('surfaces.compare.failed')} />;
  }
  if (!pair || !photoUrl || !sourceUrl || !photoSize || !sourceSize) {
    return (
      <div className="stack" aria-busy="true">
        {waiting}
        <p className="tiny soft" role="status">
          {t('surfaces.compare.loading')}
        </p>
      </div>
    );
  }
  const kind = finding.against?.kind ?? 'thumbnail';
  const transform = pair.transform ?? unturned(pair.orientation, photoSize, sourceSize);
  return (
    <PhotoCompare
      photo={{ url: photoUrl, alt, ...photoSize }}
      source={{ url: sourceUrl, alt: t(`findings.refs.${kind}`), ...sourceSize }}
      kind={kind}
      word={photoWord(finding)}
      transform={transform}
      regions={finding.region ?? []}
      lit={lit}
      onLight={onLight}
    >
      <CompareExport pair={pair} transform={transform} finding={finding} />
    </PhotoCompare>
  );
}
