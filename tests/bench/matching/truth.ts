/** Compares marked regions with a truth mask. */
import sharp from 'sharp';
import type { Region } from '../../../lib/claims/finding.ts';

export interface Mask {
  width: number;
  height: number;
  data: Uint8Array;
}

export async function readMask(file: string): Promise<Mask> {
  const { data, info } = await sharp(file).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: Uint8Array.from(data, (v) => (v > 127 ? 1 : 0)) };
}

/** Fills the regions' contours by the even-odd rule. */
export function painted(regions: Region[], width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height);
  for (const r of regions) {
    for (let y = Math.max(0, Math.floor(r.y)); y < Math.min(height, Math.ceil(r.y + r.height)); y++) {
      const crossings: number[] = [];
      const at = y + 0.5;
      for (const c of r.contours ?? []) {
        for (let i = 0; i < c.length; i += 2) {
          const j = (i + 2) % c.length;
          const [y0, y1] = [c[i + 1]!, c[j + 1]!];
          if (y0 <= at !== y1 <= at) crossings.push(c[i]! + ((at - y0) / (y1 - y0)) * (c[j]! - c[i]!));
        }
      }
      crossings.sort((a, b) => a - b);
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        const end = Math.min(width, crossings[k + 1]! - 0.5);
        for (let x = Math.max(0, Math.ceil(crossings[k]! - 0.5)); x < end; x++) out[y * width + x] = 1;
      }
    }
  }
  return out;
}

export interface RegionScore {
  iou: number;
  /** Over 20 % of the true pixels are marked. */
  hit: boolean;
  /** The first listed region's box meets the true box by over 20 % of the smaller. */
  first: boolean;
  /** Marked outside the truth, share of the picture. */
  outside: number;
}

export function scoreRegions(regions: Region[], truth: Mask): RegionScore {
  const { width, height, data } = truth;
  const marked = painted(regions, width, height);
  let both = 0;
  let either = 0;
  let real = 0;
  let outside = 0;
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let i = 0; i < data.length; i++) {
    if (data[i]) {
      real++;
      const x = i % width;
      const y = (i / width) | 0;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y + 1);
    } else if (marked[i]) outside++;
    if (data[i] && marked[i]) both++;
    if (data[i] || marked[i]) either++;
  }
  const lead = regions[0];
  const across = lead ? Math.min(box.right, lead.x + lead.width) - Math.max(box.left, lead.x) : 0;
  const down = lead ? Math.min(box.bottom, lead.y + lead.height) - Math.max(box.top, lead.y) : 0;
  const smaller = lead
    ? Math.min((box.right - box.left) * (box.bottom - box.top), lead.width * lead.height)
    : 1;
  return {
    iou: either ? both / either : 1,
    hit: both > 0.2 * real,
    first: across > 0 && down > 0 && across * down > 0.2 * smaller,
    outside: outside / data.length,
  };
}
