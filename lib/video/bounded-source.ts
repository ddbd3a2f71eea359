/** The bytes of a video as its reader takes them, with an end to how often: a reader that is led in circles stops. */
import { BufferSource } from 'mediabunny';
import { VideoError } from './video-error.ts';

/** Reads in a video's whole life: of 348 public videos none took more than 1,600 to be opened and its key frames listed. */
export const MOST_READS = 1_000_000;
/** A short file has fewer parts to be read: at least so many reads, and one more for every few bytes. */
const LEAST_READS = 50_000;
const BYTES_A_READ = 8;

/** Detail of the VideoError that ends such a video. */
export const CIRCLES = 'read too often';

type Answer = { bytes: Uint8Array; view: DataView; offset: number };

/**
 * mediabunny 1.61 looks for a lost element of Matroska in a loop that never ends where eight bytes or fewer are left (`resync` in
 * its ebml.js), and others may be found. Every look at the bytes passes here, under the library's internal name, since its public
 * `onread` tells only the first; tests/unit/video/hostile.test.ts fails when that changes.
 */
export class BoundedSource extends BufferSource {
  private left: number;

  constructor(bytes: Uint8Array) {
    super(bytes);
    this.left = Math.min(MOST_READS, LEAST_READS + bytes.length / BYTES_A_READ);
  }

  _read(): Answer {
    this.left -= 1;
    if (this.left < 0) throw new VideoError('damaged', CIRCLES);
    // The inherited method is left out of the published types.
    return (BufferSource.prototype as unknown as { _read(this: BoundedSource): Answer })._read.call(this);
  }
}
