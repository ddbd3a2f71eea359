/** Hands each picture to one of several workers, always the same one, so that what was found of it is found there again. */

/** Pictures remembered: more than a claim has. */
const REMEMBERED = 64;

export class Lanes<T> {
  private readonly all: readonly T[];
  private readonly known = new Map<string, T>();
  private next = 0;

  /** @param all at least one */
  constructor(all: readonly T[]) {
    this.all = all;
  }

  /** The worker for a picture: a new picture gets the next one in turn. */
  of(sha256: string): T {
    const lane = this.known.get(sha256) ?? this.all[this.next++ % this.all.length]!;
    this.known.delete(sha256);
    this.known.set(sha256, lane);
    const oldest = this.known.keys().next().value;
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
    return lane;
  }
}
