/**
 * Opens a video and draws its frames, in a worker: containers by mediabunny, pictures by the browser's own decoders (WebCodecs).
 * Nothing is fetched; the bytes are at hand.
 */
import {
  CanvasSink,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  UnsupportedInputFormatError,
  WEBM,
} from 'mediabunny';
import { findAscii, u32be } from '../formats/bytes.ts';
import type { Picture } from '../pixels/picture.ts';
import { BoundedSource, CIRCLES } from './bounded-source.ts';
import { drawnSize } from './drawn-size.ts';
import { guardSamples } from './sample-tables.ts';
import { VideoError } from './video-error.ts';

/** A side or duration beyond these is no phone's video, and a decoder's memory follows the side. */
const MOST_SIDE = 8_192;
const MOST_SECONDS = 4 * 3_600;
/** Key frames listed; one a second over more than an hour. */
const MOST_KEYS = 5_000;

export interface Video {
  /** As the container names it: `avc`, `hevc`, `vp9`, … */
  codec: string;
  /** Size upright, in pixels. */
  width: number;
  height: number;
  /** Seconds. */
  from: number;
  to: number;
  /** Times of the key frames in seconds, rising. */
  keys: number[];
}

export interface OpenVideo extends Video {
  /** Frames at the given rising times in seconds, upright, in the size of drawn-size.ts; a time at which nothing can be drawn is left out. */
  frames(times: readonly number[]): AsyncGenerator<{ at: number; picture: Picture }>;
  close(): void;
}

async function keyTimes(track: InputVideoTrack): Promise<number[]> {
  const sink = new EncodedPacketSink(track);
  const times: number[] = [];
  let packet: EncodedPacket | null = await sink.getFirstKeyPacket({ metadataOnly: true });
  while (packet && times.length < MOST_KEYS) {
    times.push(packet.timestamp);
    packet = await sink.getNextKeyPacket(packet, { metadataOnly: true });
  }
  return times.sort((a, b) => a - b);
}

async function* drawn(track: InputVideoTrack, video: Video, times: readonly number[]) {
  const { width, height } = drawnSize(video);
  const sink = new CanvasSink(track, { width, height, fit: 'fill', poolSize: 2 });
  let i = 0;
  for await (const wrapped of sink.canvasesAtTimestamps(times)) {
    const at = times[i++] ?? 0;
    const canvas = wrapped?.canvas as OffscreenCanvas | undefined;
    const context = canvas?.getContext('2d') as OffscreenCanvasRenderingContext2D | null | undefined;
    if (context) yield { at, picture: context.getImageData(0, 0, width, height) as unknown as Picture };
  }
}

interface ReadVideo {
  video: Video;
  track: InputVideoTrack;
  close(): void;
}

/**
 * Reads what a container says of its pictures; draws nothing.
 * @throws VideoError with the reason why none of its frames can be looked at.
 */
export async function readVideo(bytes: Uint8Array): Promise<ReadVideo> {
  guardSamples(bytes);
  try {
    return await readWhole(bytes);
  } catch (error) {
    // A recording that was cut off inside its last cluster leads its reader in circles there: what comes before is whole.
    const end = error instanceof VideoError && error.message.includes(CIRCLES) ? lastCluster(bytes) : -1;
    if (end <= 0) throw error;
    return readWhole(bytes.subarray(0, end));
  }
}

/** Where the last cluster of a Matroska file begins; -1 in other files. */
function lastCluster(bytes: Uint8Array): number {
  for (let at = bytes.length - 4; at >= 0; at--) if (u32be(bytes, at) === 0x1f43b675) return at;
  return -1;
}

async function readWhole(bytes: Uint8Array): Promise<ReadVideo> {
  const input = new Input({ formats: [MP4, QTFF, MATROSKA, WEBM], source: new BoundedSource(bytes) });
  const close = (): void => input.dispose();
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw new VideoError('no-picture');
    const codec = (await track.getCodec()) ?? '';
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    if (!(width >= 1 && height >= 1)) throw new VideoError('damaged');
    if (Math.max(width, height) > MOST_SIDE) throw new VideoError('too-large', `${width} x ${height}`);
    if (!codec) throw new VideoError(isProtected(bytes) ? 'protected' : 'codec', 'unknown');
    const from = Math.max(0, await track.getFirstTimestamp());
    const to = Math.min(from + MOST_SECONDS, await track.computeDuration());
    if (!(to > from)) throw new VideoError('no-picture');
    return { video: { codec, width, height, from, to, keys: await keyTimes(track) }, track, close };
  } catch (error) {
    close();
    if (error instanceof VideoError) throw error;
    const detail = error instanceof Error ? error.message.slice(0, 200) : '';
    if (error instanceof UnsupportedInputFormatError) throw new VideoError('container', detail);
    throw new VideoError(isProtected(bytes) ? 'protected' : 'damaged', detail);
  }
}

/** Whether the pictures are encrypted: their sample description is called so (ISO 14496-12 8.12). Asked only of videos that cannot be read. */
const isProtected = (bytes: Uint8Array): boolean =>
  findAscii(bytes, 'encv') >= 0 && findAscii(bytes, 'sinf') >= 0;

/**
 * Opens a video for drawing.
 * @throws VideoError with the reason why none of its frames can be looked at.
 */
export async function openVideo(bytes: Uint8Array): Promise<OpenVideo> {
  if (typeof VideoDecoder === 'undefined') throw new VideoError('no-decoder');
  const { video, track, close } = await readVideo(bytes);
  const can = await track.canDecode().catch(() => false);
  if (!can) {
    close();
    throw new VideoError('codec', video.codec);
  }
  return { ...video, frames: (times) => drawn(track, video, times), close };
}
