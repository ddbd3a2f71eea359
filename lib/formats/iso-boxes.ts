/** The boxes of ISO base media files: MP4, MOV, HEIC, AVIF (ISO 14496-12 4.2). */
import { fourcc, u32be, u64be } from './bytes.ts';

export interface Box {
  type: string;
  /** Start of the box, start and end of its content. */
  start: number;
  from: number;
  end: number;
}

/** The boxes of [from, to), with lengths clamped; at most `budget.left` in all. */
export function* boxes(
  bytes: Uint8Array,
  from: number,
  to: number,
  budget: { left: number },
): Generator<Box> {
  let at = from;
  while (at + 8 <= to && budget.left-- > 0) {
    let size = u32be(bytes, at);
    let header = 8;
    if (size === 1) {
      size = u64be(bytes, at + 8);
      header = 16;
    } else if (size === 0) {
      size = to - at;
    }
    if (size < header) return;
    yield { type: fourcc(bytes, at + 4), start: at, from: at + header, end: Math.min(to, at + size) };
    at += size;
  }
}
