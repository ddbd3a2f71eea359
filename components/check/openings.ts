/** Which answers are opened of photos that come one after the other. */

/** Photos that come less than this apart are dropped in one go, in milliseconds. */
export const APART_MS = 600;

export interface Openings {
  /** A photo has come. */
  next(key: string): void;
  /** Opens nothing any more. */
  stop(): void;
}

/**
 * Opens the first photo's answer at once; of photos that follow quickly only the last, once no more have come: each page would be drawn for
 * a moment that nobody sees. Who has gone elsewhere meanwhile stays there.
 * @param open shows an answer
 * @param place what is looked at
 */
export function openings(open: (key: string) => void, place: () => string): Openings {
  let last = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    next(key) {
      const now = performance.now();
      const isQuick = now - last < APART_MS;
      last = now;
      clearTimeout(timer);
      if (!isQuick) {
        open(key);
        return;
      }
      const before = place();
      timer = setTimeout(() => {
        if (place() === before) open(key);
      }, APART_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
