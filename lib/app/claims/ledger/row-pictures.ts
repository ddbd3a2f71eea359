/** The two small pictures of a claim's row: the photo that tells most and the picture it was compared with, at the place that changed. */
import type { Box } from '../../../pixels/box.ts';
import { type ClaimLensDb, shopDb } from '../../../store/db.ts';
import type { LeadingFinding } from './line.ts';

export interface RowPicture {
  bytes: Uint8Array;
  /** Size of the whole picture in its own pixels; the preview shows all of it, smaller. */
  width: number;
  height: number;
  /** The place to show, in the picture's own pixels; null shows the whole. */
  box: Box | null;
}

export interface RowPictures {
  photo: RowPicture | null;
  source: RowPicture | null;
}

async function pictureOf(
  db: ClaimLensDb,
  sha256: string | null | undefined,
  box: Box | null,
): Promise<RowPicture | null> {
  const row = sha256 ? await db.photos.get(sha256) : undefined;
  return row?.preview ? { bytes: row.preview, width: row.width, height: row.height, box } : null;
}

/** Where a box of the photo lies in the other picture: the frame around its four mapped corners; null without a usable map. */
export function mappedBox(box: Box, transform: readonly number[] | null): Box | null {
  if (!transform) return null;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 1] = transform;
  const points = [
    [box.x, box.y],
    [box.x + box.width, box.y],
    [box.x, box.y + box.height],
    [box.x + box.width, box.y + box.height],
  ].map(([x = 0, y = 0]) => {
    const w = g * x + h * y + i;
    return [(a * x + b * y + c) / w, (d * x + e * y + f) / w] as const;
  });
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const out = {
    x: Math.min(...xs),
    y: Math.min(...ys),
    width: Math.max(...xs) - Math.min(...xs),
    height: Math.max(...ys) - Math.min(...ys),
  };
  return Object.values(out).every(Number.isFinite) && out.width > 0 && out.height > 0 ? out : null;
}

/** The row's pictures; without a finding, the claim's first photo alone. */
export const rowPictures = (
  claimKey: string,
  lead: LeadingFinding | null,
  db: ClaimLensDb = shopDb(),
): Promise<RowPictures> =>
  db.transaction('r', [db.evidence, db.photos], async () => {
    const photo =
      lead?.photo ??
      (await db.evidence.where('claimKey').equals(claimKey).toArray()).find(({ sha256 }) => sha256)?.sha256;
    const box = lead?.region ?? null;
    const against = lead?.against && lead.against.kind !== 'thumbnail' ? lead.against.sha256 : null;
    return {
      photo: await pictureOf(db, photo, box),
      source: await pictureOf(db, against, box && mappedBox(box, lead?.transform ?? null)),
    };
  });
