/**
 * Bars and frames around a small picture. Every guess is only a hypothesis: it counts when the picture inside it then
 * lines up with the photo, so guessing too freely can hide nothing.
 */
import type { Frame } from '../../pixels/frame.ts';
import { luma } from '../../pixels/luma.ts';
import type { Picture } from '../../pixels/picture.ts';

/** Truly black: no pixel of the line brighter than JPEG ringing makes it. */
const BLACK = 28;
/** A line of one colour: its values stay this close to their mean. */
const PLAIN = 10;

export const frameOf = (p: Picture): Frame => ({ x: 0, y: 0, width: p.width, height: p.height });

/** The frames that may hold the picture: the whole, without symmetric black bars, without plain lines on any side. */
export function frames(p: Picture): Frame[] {
  const whole = frameOf(p);
  const out = [
    whole,
    letterbox(p),
    trimmed(p, 0),
    trimmed(p, Math.max(2, Math.round(Math.min(p.width, p.height) * 0.02))),
  ];
  return out.filter(
    (f, i) =>
      f.width >= 16 &&
      f.height >= 16 &&
      out.findIndex((g) => g.x === f.x && g.y === f.y && g.width === f.width && g.height === f.height) === i,
  );
}

/**
 * Inside letterbox or pillarbox bars: black lines on both opposite sides, equally many (within one JPEG block), at least
 * 3 % and at most 36 % of the side each (a 9:16 picture in a 4:3 frame).
 */
function letterbox(p: Picture): Frame {
  const whole = frameOf(p);
  const [top, bottom] = run(p.height, (y) => line(p, y, true, isBlack));
  const [left, right] = run(p.width, (x) => line(p, x, false, isBlack));
  // JPEG blocks that straddle the edge of a bar ring into it, so the wider of the two runs is the bar.
  const [rows, columns] = [Math.max(top, bottom) + 1, Math.max(left, right) + 1];
  if (isBar(top, bottom, p.height)) return { ...whole, y: rows, height: p.height - 2 * rows };
  if (isBar(left, right, p.width)) return { ...whole, x: columns, width: p.width - 2 * columns };
  return whole;
}

const isBar = (a: number, b: number, size: number): boolean =>
  Math.abs(a - b) <= 8 && Math.min(a, b) >= size * 0.03 && Math.max(a, b) <= size * 0.36;

/**
 * Without the plain lines of each side, however many there are on which side.
 * @param border outermost pixels that are skipped first: a thin drawn frame around the bars.
 */
function trimmed(p: Picture, border: number): Frame {
  const inner = (from: number, to: number): Frame => ({
    x: from,
    y: from,
    width: p.width - to,
    height: p.height - to,
  });
  const f = inner(border, 2 * border);
  const plain = (at: number, row: boolean) => line(p, at, row, null, f);
  const [top, bottom] = run(f.height, (i) => plain(f.y + i, true));
  const [left, right] = run(f.width, (i) => plain(f.x + i, false));
  const cut = (n: number) => (n === 0 ? 0 : n + 1);
  return {
    x: f.x + cut(left),
    y: f.y + cut(top),
    width: f.width - cut(left) - cut(right),
    height: f.height - cut(top) - cut(bottom),
  };
}

/** How many lines hold from either end, at most 45 % of the side. */
function run(size: number, holds: (i: number) => boolean): [number, number] {
  const most = size * 0.45;
  let first = 0;
  while (first < most && holds(first)) first++;
  let last = 0;
  while (last < most && holds(size - 1 - last)) last++;
  return [first, last];
}

const isBlack = (r: number, g: number, b: number): boolean => r <= BLACK && g <= BLACK && b <= BLACK;

/** Is the row (or column) `at` black, or, without a test, of one colour? */
function line(
  p: Picture,
  at: number,
  row: boolean,
  test: ((r: number, g: number, b: number) => boolean) | null,
  f: Frame = frameOf(p),
): boolean {
  const [from, count] = row ? [f.x, f.width] : [f.y, f.height];
  let [low, high] = [255, 0];
  for (let i = from; i < from + count; i++) {
    const k = (row ? at * p.width + i : i * p.width + at) * 4;
    const [r, g, b] = [p.data[k]!, p.data[k + 1]!, p.data[k + 2]!];
    if (test) {
      if (!test(r, g, b)) return false;
      continue;
    }
    const bright = luma(r, g, b);
    low = Math.min(low, bright);
    high = Math.max(high, bright);
    if (high - low > 2 * PLAIN) return false;
  }
  return true;
}
