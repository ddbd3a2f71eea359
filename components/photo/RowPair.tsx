import { useEffect, useState } from 'react';
import type { LeadingFinding } from '../../lib/app/claims/ledger/line.ts';
import { type RowPicture, type RowPictures, rowPictures } from '../../lib/app/claims/ledger/row-pictures.ts';
import { logOf } from '../../lib/base/log.ts';
import { useBytesUrl } from '../live/useBytesUrl.ts';
import { cropOf } from './crop.ts';
import './RowPair.css';

const log = logOf('surface');

interface Props {
  claimKey: string;
  lead: LeadingFinding | null;
  /** Side of one picture in CSS pixels. */
  size?: number;
}

/** Photo and source of a claim, small, at the place that changed. Decoration: the reason beside it says it in words. */
export function RowPair({ claimKey, lead, size = 48 }: Props) {
  const [pictures, setPictures] = useState<RowPictures | null>(null);
  const against = lead?.against?.sha256;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pictures' hashes stand for the finding, which is rebuilt with every change of the claim
  useEffect(() => {
    let left = false;
    rowPictures(claimKey, lead).then(
      (answer) => !left && setPictures(answer),
      log.failed('loading a preview'),
    );
    return () => {
      left = true;
    };
  }, [claimKey, lead?.photo, against, lead?.code]);
  return (
    <span className="row-pair" aria-hidden="true">
      <Half picture={pictures?.photo ?? null} size={size} outlined />
      {against && <Half picture={pictures?.source ?? null} size={size} />}
    </span>
  );
}

function Half({
  picture,
  size,
  outlined = false,
}: {
  picture: RowPicture | null;
  size: number;
  outlined?: boolean;
}) {
  const url = useBytesUrl(picture?.bytes);
  const style = { width: size, height: size };
  if (!picture || !url) return <span className="row-picture" style={style} />;
  const { width, height, box } = picture;
  const { scale, left, top } = cropOf(picture, box, size);
  return (
    <span className="row-picture" style={style}>
      <img src={url} alt="" style={{ width: width * scale, height: height * scale, left, top }} />
      {outlined && box && (
        <span
          className="row-place"
          style={{
            left: left + box.x * scale - 1,
            top: top + box.y * scale - 1,
            width: box.width * scale + 2,
            height: box.height * scale + 2,
          }}
        />
      )}
    </span>
  );
}
