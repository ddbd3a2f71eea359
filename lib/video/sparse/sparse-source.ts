/** The bytes of a video as its reader takes them, where only some of them are at hand. */
import { BufferSource } from 'mediabunny';
import type { SparseFile } from '../../images/parts.ts';
import { CIRCLES, MOST_READS } from '../bounded-source.ts';
import { VideoError } from '../video-error.ts';

type Answer = { bytes: Uint8Array; view: DataView; offset: number };

const answerOf = (bytes: Uint8Array, offset: number): Answer => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  offset,
});

/** As BoundedSource, under the library's internal names, which tests/unit/video/sparse.test.ts holds on to. */
export class SparseSource extends BufferSource {
  private readonly file: SparseFile;
  private left = MOST_READS;

  constructor(file: SparseFile) {
    super(new Uint8Array(0));
    this.file = file;
  }

  _getFileSize(): number {
    return this.file.size;
  }

  /** Throws VideoError `not-kept` for bytes that are not at hand. */
  _read(start: number, end: number): Answer | Promise<Answer> {
    this.left -= 1;
    if (this.left < 0) throw new VideoError('damaged', CIRCLES);
    const found = this.file.read(start, end);
    const answer = (bytes: Uint8Array | null): Answer => {
      if (!bytes) throw new VideoError('not-kept', `${start} to ${end}`);
      return answerOf(bytes, start);
    };
    return found instanceof Promise ? found.then(answer) : answer(found);
  }
}
