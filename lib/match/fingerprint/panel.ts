/** Finds the photograph inside a screenshot, border or letterbox. */
import { crossSums, foreign } from '../../pixels/kernels/marked.ts';
import type { ColourPlanes } from '../../pixels/raster.ts';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How far a pixel may stray from the frame's colour and still be frame (8-bit steps; JPEG ringing stays under this). */
const FRAME_TOLERANCE = 18;
/** A row belongs to the panel when this share of it is not frame colour. */
const BUSY_SHARE = 0.3;
/** Blank rows inside a photograph (a flat sky) that do not end it, as a share of the height. */
const GAP_SHARE = 0.015;
/** Panels below this share of the picture are more likely a thumbnail or a label than the photograph. */
const LEAST_PANEL = 0.12;

/** The most frequent border value of one plane, and how much of the border has it (within the tolerance). */
function borderMode(values: Uint8Array): { value: number; share: number } {
  const counts = new Uint32Array(256);
  for (const v of values) counts[v] = counts[v]! + 1;
  let best = 0;
  let bestSum = -1;
  let sum = 0;
  for (let v = 0; v < 256; v++) {
    sum += counts[v]!;
    if (v >= 9) sum -= counts[v - 9]!;
    if (sum > bestSum) {
      bestSum = sum;
      best = Math.max(0, v - 4);
    }
  }
  return { value: best, share: bestSum / Math.max(1, values.length) };
}

function longestRun(busy: Uint8Array, gap: number): [number, number] | null {
  let best: [number, number] | null = null;
  let start = -1;
  let last = -1;
  for (let i = 0; i <= busy.length; i++) {
    if (i < busy.length && busy[i]) {
      if (start < 0) start = i;
      last = i;
    } else if (start >= 0 && (i === busy.length || i - last > gap)) {
      if (!best || last - start > best[1] - best[0]) best = [start, last];
      start = -1;
    }
  }
  return best;
}

/**
 * The panel in the planes' own pixels, or null when the picture has no frame around it.
 * Dominant border colour, longest run of busy rows, then of busy columns inside those rows, then rows once more. The colour
 * differences are read only where the border's luma speaks of a frame.
 */
export function findPanel(planes: ColourPlanes): Box | null {
  const { width, height } = planes;
  if (width < 48 || height < 48) return null;
  const border: number[] = [];
  for (let x = 0; x < width; x++) border.push(x, (height - 1) * width + x);
  for (let y = 0; y < height; y++) border.push(y * width, y * width + width - 1);
  const pick = (plane: Uint8Array): Uint8Array => {
    const out = new Uint8Array(border.length);
    for (let k = 0; k < out.length; k++) out[k] = plane[border[k]!]!;
    return out;
  };
  const luma = borderMode(pick(planes.y));
  if (luma.share < 0.5) return null;
  const cb = borderMode(pick(planes.cb)).value;
  const cr = borderMode(pick(planes.cr)).value;
  const mask = foreign(planes, [luma.value, cb, cr], FRAME_TOLERANCE);
  const rowsBusy = (x0: number, x1: number): Uint8Array => {
    const { rows } = crossSums(mask, width, { left: x0, top: 0, right: x1 + 1, bottom: height });
    return Uint8Array.from(rows, (n) => (n > BUSY_SHARE * (x1 - x0 + 1) ? 1 : 0));
  };
  let rows = longestRun(rowsBusy(0, width - 1), Math.max(2, GAP_SHARE * height));
  if (!rows) return null;
  const [top, bottom] = rows;
  const { columns: counts } = crossSums(mask, width, { left: 0, top, right: width, bottom: bottom + 1 });
  const busyColumns = Uint8Array.from(counts, (n) => (n > BUSY_SHARE * (bottom - top + 1) ? 1 : 0));
  const columns = longestRun(busyColumns, Math.max(2, GAP_SHARE * width));
  if (!columns) return null;
  rows = longestRun(rowsBusy(columns[0], columns[1]), Math.max(2, GAP_SHARE * height)) ?? rows;
  const panel = {
    x: columns[0],
    y: rows[0],
    width: columns[1] - columns[0] + 1,
    height: rows[1] - rows[0] + 1,
  };
  const share = (panel.width * panel.height) / (width * height);
  return share < LEAST_PANEL || share > 0.97 || panel.width < 32 || panel.height < 32 ? null : panel;
}
