/** Screenshot, camera photo or drawn graphic? Rules over what can be counted; gates other checks, accuses nobody. */
import { lumaAt } from '../../pixels/luma.ts';
import type { Picture } from '../../pixels/picture.ts';

export interface FrameAnswer {
  kind: 'screenshot' | 'camera' | 'graphic' | 'unsure';
  /** The rules that held. */
  why: string[];
  /** What was counted; null for a picture too small to count in. */
  counts: FrameCounts | null;
}

/** Phone screens in portrait, pixels (makers' specification pages); sizes that cameras also write (1080×1920, 4:3) are left out. */
const SCREENS = new Set([
  ...['750x1334', '828x1792', '1125x2436', '1170x2532', '1179x2556', '1206x2622', '1242x2688', '1284x2778'],
  ...['1290x2796', '1320x2868', '720x1520', '720x1600', '720x1612', '1080x2160', '1080x2280', '1080x2340'],
  ...['1080x2376', '1080x2388', '1080x2400', '1080x2408', '1080x2412', '1080x2460', '1200x2670', '1220x2712'],
  ...['1224x2700', '1240x2772', '1256x2760', '1260x2800', '1264x2780', '1280x2800', '1344x2992', '1440x2960'],
  ...['1440x3040', '1440x3088', '1440x3120', '1440x3168', '1440x3200', '1440x3216'],
]);
/** No camera writes so tall a picture by default (16:9 is 1.78; full-screen modes exist, so this alone decides nothing). */
const TALL = 1.95;
const ROWS = 400;
/** Brightness range within which a row counts as one flat band; leaves room for JPEG. */
const FLAT_ROW = 8;
const FLAT_STEP = 1.5;
const FLAT_RUN = 24;
const PATCHES = 600;
/** Rows of plain interface: share of all rows, and how many separate bands they form (padding around a photo makes two). */
const INTERFACE = { rows: 0.1, bands: 4 };
/**
 * Rows of a band at least, and between two bands: a plain ground flickers at the limit and comes apart by one or two rows. A line of text is six
 * or more rows high.
 */
const BAND = { rows: 2, apart: 3 };
/** Mean Laplacian of the smoothest tenth of patches: sensor noise leaves more even after recompression; drawn pictures leave none. */
const NOISE_FREE = 0.15;
const NOISY = 0.4;
const MOSTLY_FLAT = 0.85;
const FEW_COLOURS = 256;

interface FrameCounts {
  /** Share of rows that are one flat tone over the whole width. */
  flatRows: number;
  /** Separate groups of such rows. */
  bands: number;
  /** Share of pixels in horizontal runs of ≥ 24 equal ones. */
  flatRuns: number;
  /** Tenth and fortieth percentile of patch noise (mean absolute Laplacian, brightness levels). */
  noise10: number;
  noise40: number;
  /** Colours (4 bits per channel) among the pixels outside flat runs. */
  colours: number;
}

function count({ width, height, data }: Picture): FrameCounts {
  const luma = (x: number, y: number): number => lumaAt(data, (y * width + x) * 4);
  const step = Math.max(1, Math.floor(height / ROWS));
  const colours = new Uint8Array(4096);
  let rows = 0;
  let flatRows = 0;
  let bands = 0;
  let solid = 0;
  let away = Number.POSITIVE_INFINITY;
  let flat = 0;
  for (let y = 0; y < height; y += step, rows++) {
    let least = 255;
    let most = 0;
    let run = 0;
    let before = Number.NEGATIVE_INFINITY;
    for (let x = 0; x < width; x++) {
      const v = luma(x, y);
      least = Math.min(least, v);
      most = Math.max(most, v);
      if (Math.abs(v - before) <= FLAT_STEP) run++;
      else {
        if (run >= FLAT_RUN) flat += run;
        run = 1;
        const i = (y * width + x) * 4;
        colours[((data[i]! >> 4) << 8) | ((data[i + 1]! >> 4) << 4) | (data[i + 2]! >> 4)] = 1;
      }
      before = v;
    }
    if (run >= FLAT_RUN) flat += run;
    const isFlat = most - least <= FLAT_ROW;
    if (isFlat) flatRows++;
    solid = isFlat ? solid + 1 : 0;
    if (solid >= BAND.rows) {
      // The band's own first rows are no gap.
      if (away - (BAND.rows - 1) >= BAND.apart) bands++;
      away = 0;
    } else away++;
  }
  const noise: number[] = [];
  for (let k = 0; k < PATCHES; k++) {
    const left = 1 + ((k * 7919) % (width - 10));
    const top = 1 + ((k * 104729) % (height - 10));
    let sum = 0;
    for (let y = top; y < top + 8; y++) {
      for (let x = left; x < left + 8; x++) {
        sum += Math.abs(4 * luma(x, y) - luma(x - 1, y) - luma(x + 1, y) - luma(x, y - 1) - luma(x, y + 1));
      }
    }
    noise.push(sum / 64);
  }
  noise.sort((a, b) => a - b);
  return {
    flatRows: flatRows / rows,
    bands,
    flatRuns: flat / (rows * width),
    noise10: noise[Math.floor(PATCHES * 0.1)]!,
    noise40: noise[Math.floor(PATCHES * 0.4)]!,
    colours: colours.reduce((n, seen) => n + seen, 0),
  };
}

/**
 * What kind of frame the picture is; `own` is the photo's own size where `picture` is a smaller copy. `unsure` is the answer for everything the rules don't clearly fit, studio pictures on white too.
 */
export function classifyFrame(
  picture: Picture,
  own: { width: number; height: number } = picture,
): FrameAnswer {
  const { width, height } = own;
  if (Math.min(picture.width, picture.height) < 64)
    return { kind: 'unsure', why: ['too-small'], counts: null };
  const c = count(picture);
  const why: string[] = [];
  const short = Math.min(width, height);
  const long = Math.max(width, height);
  if (SCREENS.has(`${short}x${long}`)) why.push('screen-size');
  if (long / short >= TALL) why.push('tall');
  const interfaceRows = c.flatRows >= INTERFACE.rows && c.bands >= INTERFACE.bands;
  if (interfaceRows) why.push('interface-rows');
  if (c.noise10 < NOISE_FREE && c.noise40 < NOISY) why.push('no-noise');
  const counts: FrameCounts = {
    flatRows: Number(c.flatRows.toFixed(3)),
    bands: c.bands,
    flatRuns: Number(c.flatRuns.toFixed(3)),
    noise10: Number(c.noise10.toFixed(2)),
    noise40: Number(c.noise40.toFixed(2)),
    colours: c.colours,
  };
  if (interfaceRows && why.length >= 2) return { kind: 'screenshot', why, counts };
  if (c.flatRuns >= MOSTLY_FLAT && c.colours <= FEW_COLOURS) {
    why.push('few-colours');
    return { kind: 'graphic', why, counts };
  }
  if (c.flatRows < 0.02 && c.noise10 >= NOISE_FREE && c.flatRuns < MOSTLY_FLAT) {
    why.push('noise');
    return { kind: 'camera', why, counts };
  }
  return { kind: 'unsure', why, counts };
}
