/** A hand that holds a camera: the movement over a still picture as ffmpeg's `perspective` filter takes it, from a seed alone. */
import { random } from '../fuzz/mutate.ts';

export interface Movement {
  /** Share of the picture that the frame shows at the start and at the end, 0..1. */
  zoom: [number, number];
  /** How far the view wanders, as a share of the picture. */
  pan: number;
  /** Shake of the hand, as a share of the picture. */
  shake: number;
  /** Turn in degrees at most. */
  turn: number;
  /** Keystone by tilting the camera, as a share of the picture. */
  tilt: number;
}

const share = (n: number): string => n.toFixed(5);

/** A slow wave and two quick ones around 0, of the given height, over frame number `on`. */
function wave(height: number, next: () => number, fast = true): string {
  const one = (part: number, period: number): string =>
    `${share(height * part)}*sin(2*PI*on/${share(period)}+${share(next() * 6.28)})`;
  return fast
    ? [one(0.6, 30 + 20 * next()), one(0.25, 7 + 4 * next()), one(0.15, 3 + 2 * next())].join('+')
    : one(1, 60 + 30 * next());
}

/**
 * The filter that shows a still picture as a moving hand-held camera would, in the picture's own size.
 * @param frames number of frames over which the zoom goes from start to end
 */
export function handHeld(move: Movement, frames: number, seed: number): string {
  const next = random(seed);
  const [from, to] = move.zoom;
  const zoom = `(${share(from)}+${share(to - from)}*on/${frames})`;
  const room = Math.max(0, (1 - Math.max(from, to)) / 2 - move.shake - move.tilt);
  const pan = Math.min(move.pan, room);
  const dx = `(${wave(pan, next, false)}+${wave(move.shake, next)})`;
  const dy = `(${wave(pan, next, false)}+${wave(move.shake, next)})`;
  const angle = `((${wave((move.turn * Math.PI) / 180, next, false)})+(${wave(move.shake, next)}))`;
  const corner = (x: number, y: number): [string, string] => {
    const tilt = wave(move.tilt, next, false);
    const [u, v] = [`(${x}*${zoom}/2*W)`, `(${y}*${zoom}/2*H)`];
    return [
      `W/2+${u}*cos(${angle})-${v}*sin(${angle})+W*(${dx}+${tilt})`,
      `H/2+${u}*sin(${angle})+${v}*cos(${angle})+H*(${dy}+${tilt})`,
    ];
  };
  const corners = [corner(-1, -1), corner(1, -1), corner(-1, 1), corner(1, 1)];
  const places = corners.map(([x, y], i) => `x${i}='${x}':y${i}='${y}'`).join(':');
  return `perspective=${places}:interpolation=cubic:sense=source:eval=frame`;
}
