/** Tells a label laid over the picture from words that stand on the goods, on a poster, or on a photographed or captured screen. */

import { resampleGrey } from '../../pixels/kernels/resample.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { Rect } from '../../pixels/resample.ts';
import { type Position, positionOf } from '../ocr/place.ts';
import type { LabelHit, TextLine } from '../reader.ts';

/** `overlay`: alone at an edge, level. `printed`: tilted, or a line of a text block. `screen`: among the lines of a captured screen. */
export type SettingKind = 'overlay' | 'printed' | 'screen' | 'unsure';

export interface Setting {
  kind: SettingKind;
  position: Position;
  /** Box height over the picture's short side: GB 45438 asks for letters of at least 0.05. */
  heightShare: number;
  tiltDeg: number;
  /** Other lines of the text block it stands in: lines of similar height, each beside or directly above or below another. */
  neighbours: number;
  /** Spread (interquartile range, 0..255) of the letters' brightness: small for letters drawn in one tone. */
  inkSpread: number;
}

/** Overlaid text is level to the pixel; a hand-held camera tilts what it sees. Short marks measure no finer than this. */
const LEVEL_DEG = 3;
const BLOCK_LINES = 2;
const SCREEN_LINES = 8;
/** Inside this share of the short side a level lone line is taken for an overlay. */
const SAMPLE_HEIGHT = 32;

/** `screenshot`: what lib/labels/marks/frame.ts said about the picture as a whole. */
export function settingOf(
  picture: Picture,
  hit: LabelHit,
  lines: readonly TextLine[],
  screenshot: boolean,
): Setting {
  const { box } = hit;
  const position = positionOf(hit.line.box, picture.width, picture.height);
  const neighbours = blockOf(hit.line, lines).length - 1;
  const tiltDeg = hit.line.tiltDeg;
  const setting = {
    position,
    heightShare: box.height / Math.min(picture.width, picture.height),
    tiltDeg,
    neighbours,
    inkSpread: inkSpread(picture, box),
  };
  if (screenshot && lines.length >= SCREEN_LINES) return { kind: 'screen', ...setting };
  if (Math.abs(tiltDeg) > LEVEL_DEG || neighbours >= BLOCK_LINES) return { kind: 'printed', ...setting };
  return { kind: position === 'inside' ? 'unsure' : 'overlay', ...setting };
}

/** The lines that hang together with `start`, itself included: the last line of a paragraph has one neighbour, and is still print. */
function blockOf(start: TextLine, lines: readonly TextLine[]): TextLine[] {
  const block = [start];
  for (const member of block)
    for (const line of lines) if (!block.includes(line) && adjoins(line.box, member.box)) block.push(line);
  return block;
}

/** Lines of one block: heights within a factor 1.35, next to each other on one row, or stacked with an edge or the middle in line. */
function adjoins(a: Rect, b: Rect): boolean {
  const ratio = a.height / b.height;
  if (ratio > 1.35 || ratio < 1 / 1.35) return false;
  const reach = Math.max(a.height, b.height);
  const dx = Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width);
  const dy = Math.max(a.y, b.y) - Math.min(a.y + a.height, b.y + b.height);
  if (dy < -0.6 * reach) return dx < reach;
  const left = Math.abs(a.x - b.x);
  const right = Math.abs(a.x + a.width - b.x - b.width);
  const middle = Math.abs(a.x + a.width / 2 - b.x - b.width / 2);
  return dy < 0.8 * reach && Math.min(left, right, middle) < 0.6 * reach;
}

/** Interquartile range of the brightness of the smaller of the two tone classes (Otsu) inside the box. */
function inkSpread(picture: Picture, box: Rect): number {
  const width = Math.max(8, Math.min(512, Math.round((box.width / box.height) * SAMPLE_HEIGHT)));
  const tones = resampleGrey(picture, box, width, SAMPLE_HEIGHT).sort();
  const n = tones.length;
  let total = 0;
  for (const v of tones) total += v;
  let below = 0;
  let cut = 1;
  let most = -1;
  for (let i = 1; i < n; i++) {
    below += tones[i - 1]!;
    const between = i * (n - i) * (below / i - (total - below) / (n - i)) ** 2;
    if (between > most) {
      most = between;
      cut = i;
    }
  }
  const ink = cut < n / 2 ? tones.subarray(0, cut) : tones.subarray(cut);
  return ink[Math.floor(ink.length * 0.75)]! - ink[Math.floor(ink.length * 0.25)]!;
}
