import { useEffect, useState } from 'react';
import { drawnPicture } from '../../lib/app/pictures/drawn.ts';
import { logOf } from '../../lib/base/log.ts';
import { timeOf } from '../../lib/images/held.ts';

const log = logOf('surface');

/** The frame of a stored video at a place; null until it is drawn, and for places that are no time in a video. */
export function useFrame(sha256: string | undefined, place: string | undefined): Blob | null {
  const [drawn, setDrawn] = useState<{ of: string; frame: Blob } | null>(null);
  const wanted = sha256 && timeOf(place) !== undefined ? `${sha256} ${place}` : null;
  useEffect(() => {
    if (!sha256 || !place || !wanted) return;
    let left = false;
    drawnPicture(sha256, place).then((frame) => {
      if (frame && !left) setDrawn({ of: wanted, frame });
    }, log.failed('drawing a frame'));
    return () => {
      left = true;
    };
  }, [sha256, place, wanted]);
  return drawn && drawn.of === wanted ? drawn.frame : null;
}
