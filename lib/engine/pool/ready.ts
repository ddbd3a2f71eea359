/** Stored pictures made ready for comparison in a worker, the last ones kept: a claim's photos meet the same few sources again. */
import { cut, type Decoded, decode } from '../../images/decode.ts';
import { UnreadablePhotoError } from '../../images/errors.ts';
import type { Place } from '../../images/held.ts';
import { giveBack } from '../../images/surface.ts';
import { classifyFrame } from '../../labels/marks/frame.ts';
import { type Prepared, prepare, type View, type Viewed, windowsOf } from '../../match/index.ts';
import type { Frame } from '../../pixels/frame.ts';
import type { Picture } from '../../pixels/picture.ts';
import type { Unreadable } from './protocol.ts';
import { bytesOf } from './stored-bytes.ts';
import { decodeFrame, isTime } from './video/open-videos.ts';

interface Ready {
  whole: View;
  /** Own size of what was seen of it, in pixels. */
  width: number;
  height: number;
  /** Whether photographs on a screen were looked for in it, which only a photo that is compared needs, not what it is compared with. */
  panels: boolean;
  /** Whether the picture may be a screenshot, once that was asked. */
  screen?: boolean;
}

const READY_MAX = 24;
const ready = new Map<string, Ready>();

/** Pixels of long pictures, for their windows: up to 100 MB each, so only those of the pair in work. */
const STRIPS_MAX = 2;
const strips = new Map<string, { picture: Picture; scale: number }>();

/** Parts of one picture that are kept ready at a time, 2 MB each. */
const VIEWS_MAX = 16;

function keep<T>(map: Map<string, T>, most: number, key: string, value: T): T {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next().value;
  if (map.size > most && oldest !== undefined) map.delete(oldest);
  return value;
}

const keyOf = (sha256: string, place: Place | null): string => (place ? `${sha256}/${place}` : sha256);

/** Size of what was seen of a decoded picture, in its own pixels. */
export const seenSize = ({ picture, scale }: Decoded): { width: number; height: number } => ({
  width: Math.round(picture.width / scale),
  height: Math.round(picture.height / scale),
});

/** The windows of a decoded picture; none where its beginning is missing, which shifts everything. */
export const windowsFor = (decoded: Decoded): Frame[] =>
  decoded.origin.x === 0 && decoded.origin.y === 0 ? windowsOf(seenSize(decoded)) : [];

/** Takes back the memory of a decoded picture that is prepared: only of long ones the pixels are kept. */
export function doneWith(decoded: Decoded): void {
  if (windowsFor(decoded).length === 0) giveBack(decoded.picture);
}

/** Keeps what an inspection has decoded already: all of it, as a photo is compared by. */
export function rememberPicture(sha256: string, decoded: Decoded, prepared: Prepared): void {
  readyFrom(keyOf(sha256, null), decoded, true, prepared);
}

function readyFrom(
  key: string,
  decoded: Decoded,
  panels: boolean,
  prepared = prepare(decoded.picture, { panels }),
): Ready {
  const { scale, origin, picture } = decoded;
  if (windowsFor(decoded).length) keep(strips, STRIPS_MAX, key, { picture, scale });
  const whole = { prepared, scale, ...origin };
  return keep(ready, READY_MAX, key, { whole, ...seenSize(decoded), panels });
}

const decodedOf = async (db: string, sha256: string, place: Place | null): Promise<Decoded> =>
  isTime(place)
    ? decodeFrame(db, sha256, place)
    : decode(await bytesOf(db, sha256), undefined, { place, long: true });

/** A stored picture made ready. Throws UnreadablePhotoError. */
async function readyOf(db: string, sha256: string, place: Place | null, panels: boolean): Promise<Ready> {
  const key = keyOf(sha256, place);
  const known = ready.get(key);
  if (known && (known.panels || !panels)) return keep(ready, READY_MAX, key, known);
  const decoded = await decodedOf(db, sha256, place);
  const made = readyFrom(key, decoded, panels);
  if (!isTime(place)) doneWith(decoded);
  return made;
}

/** A cut or framed screenshot has few of its marks left, so whatever is no camera's picture for certain may be one. */
const mayBeScreen = (decoded: Decoded): boolean => classifyFrame(decoded.picture, decoded).kind !== 'camera';

/** A picture at hand that is looked at once and as a whole: a frame of a video. */
export function viewedFrame(decoded: Decoded): ViewedPicture {
  const whole = { prepared: prepare(decoded.picture), scale: decoded.scale, ...decoded.origin };
  return { ...seenSize(decoded), mayBeScreen: async () => mayBeScreen(decoded), view: () => whole };
}

/** The part of a working copy that shows `frame` (own pixels), and where it stands. `options`: see `prepare`. */
export function viewOf(
  picture: Picture,
  scale: number,
  frame: Frame,
  options: { panels?: boolean } = {},
): View {
  const x = Math.min(picture.width - 1, Math.round(frame.x * scale));
  const y = Math.min(picture.height - 1, Math.round(frame.y * scale));
  const width = Math.max(1, Math.min(picture.width - x, Math.round(frame.width * scale)));
  const height = Math.max(1, Math.min(picture.height - y, Math.round(frame.height * scale)));
  const prepared = prepare(cut(picture, { x, y, width, height }), options);
  return { prepared, scale, x: x / scale, y: y / scale };
}

export interface ViewedPicture extends Viewed {
  /** Whether it may be a screenshot: asked of matches between claims only, for which it is decoded once more. */
  mayBeScreen(): Promise<boolean>;
}

/**
 * A stored picture that can be looked at in parts. Throws UnreadablePhotoError.
 * @param options `panels: false`: it is what a photo is compared with
 */
export async function viewedOf(
  db: string,
  sha256: string,
  place: Place | null = null,
  { panels = true }: { panels?: boolean } = {},
): Promise<ViewedPicture> {
  const key = keyOf(sha256, place);
  let one = await readyOf(db, sha256, place, panels);
  if (windowsOf(one).length && !strips.has(key)) {
    ready.delete(key);
    one = await readyOf(db, sha256, place, panels);
  }
  const strip = strips.get(key);
  const views = new Map<string, View>();
  return {
    width: one.width,
    height: one.height,
    mayBeScreen: async () => {
      if (one.screen === undefined) {
        const decoded = await decodedOf(db, sha256, place);
        one.screen = mayBeScreen(decoded);
        if (!isTime(place)) giveBack(decoded.picture);
      }
      return one.screen;
    },
    view: (frame) => {
      if (!frame || !strip) return one.whole;
      const name = [frame.x, frame.y, frame.width, frame.height].join();
      const known = views.get(name);
      return keep(views, VIEWS_MAX, name, known ?? viewOf(strip.picture, strip.scale, frame, { panels }));
    },
  };
}

export function unreadableOf(error: unknown): Unreadable {
  if (error instanceof UnreadablePhotoError)
    return { problem: error.problem, detail: error.message.slice(0, 200) };
  return {
    problem: 'cannot-decode',
    detail: (error instanceof Error ? error.message : String(error)).slice(0, 200),
  };
}
