import { useEffect, useState } from 'react';
import type { LeadingFinding } from '../../lib/app/claims/ledger/line.ts';
import { type RowPicture, type RowPictures, rowPictures } from '../../lib/app/claims/ledger/row-pictures.ts';
import { logOf } from '../../lib/base/log.ts';
import { useBytesUrl } from '../live/useBytesUrl.ts';
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pictures' hashes stand for the finding, which is made anew with every change of the claim
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

/** Air around the place, in shares of its size: it is seen with what is beside it. */
const AIR = 0.6;
/** A preview of 320 pixels is not enlarged further than this. */
const CLOSEST = 4;

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
  const cover = size / Math.min(width, height);
  const near = box ? size / (Math.max(box.width, box.height) * (1 + AIR)) : cover;
  const scale = Math.max(cover, Math.min(near, cover * CLOSEST));
  const centre = box
    ? { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    : { x: width / 2, y: height / 2 };
  const left = Math.min(0, Math.max(size - width * scale, size / 2 - centre.x * scale));
  const top = Math.min(0, Math.max(size - height * scale, size / 2 - centre.y * scale));
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
