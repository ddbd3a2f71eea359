/** One frame of an animation, put together as it is shown, by the browser's own ImageDecoder (WebCodecs). */
import { UnreadablePhotoError } from '../errors.ts';

/** Whether this browser can open frames beyond the first. */
export const opensFrames = (): boolean => typeof ImageDecoder === 'function';

/**
 * Calls `look` with each wanted frame in turn; the frame is closed afterwards.
 * @param wanted indexes from 0, ascending
 */
export async function eachFrame(
  bytes: Uint8Array,
  mime: string,
  wanted: readonly number[],
  look: (frame: VideoFrame, index: number) => void,
): Promise<void> {
  const decoder = new ImageDecoder({ data: bytes as BufferSource, type: mime });
  try {
    await decoder.tracks.ready;
    for (const frameIndex of wanted) {
      const { image } = await decoder.decode({ frameIndex });
      try {
        look(image, frameIndex);
      } finally {
        image.close();
      }
    }
  } catch (error) {
    throw new UnreadablePhotoError('cannot-decode', error instanceof Error ? error.message : String(error));
  } finally {
    decoder.close();
  }
}

/** How many frames the browser finds in a sequence whose blocks are not read here (AVIF); 1 for a still, and where it cannot tell. */
export async function countFrames(bytes: Uint8Array, mime: string): Promise<number> {
  if (!opensFrames() || !(await ImageDecoder.isTypeSupported(mime))) return 1;
  const decoder = new ImageDecoder({ data: bytes as BufferSource, type: mime });
  try {
    await decoder.tracks.ready;
    await decoder.completed;
    return decoder.tracks.selectedTrack?.frameCount ?? 1;
  } catch {
    return 1;
  } finally {
    decoder.close();
  }
}
