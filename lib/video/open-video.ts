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
  type Source,
  UnsupportedInputFormatError,
  WEBM,
} from 'mediabunny';
import { findAscii, u32be, u64be } from '../formats/bytes.ts';
import { boxes } from '../formats/iso-boxes.ts';
import { firstPart, type SparseFile, sparseFile } from '../images/parts.ts';
import type { Picture } from '../pixels/picture.ts';
import type { KeptParts } from '../store/rows.ts';
import { BoundedSource, CIRCLES } from './bounded-source.ts';
import { drawnSize } from './drawn-size.ts';
import { guardSamples } from './sample-tables.ts';
import { outlineOf } from './sparse/outline.ts';
import { drawnSpans, type Span } from './sparse/spans.ts';
import { SparseSource } from './sparse/sparse-source.ts';
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
  /** The seconds that can be drawn, rising; all of the video where its bytes are all at hand. */
  spans: Span[];
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
 * @param parts what is kept of the file, where `bytes` are not the whole
 * @throws VideoError with the reason why none of its frames can be looked at.
 */
export async function readVideo(bytes: Uint8Array, parts?: KeptParts): Promise<ReadVideo> {
  if (parts) return readParts(bytes, parts);
  guardSamples(bytes);
  try {
    return await readWith(new BoundedSource(bytes), bytes);
  } catch (error) {
    // A recording that was cut off inside its last cluster leads its reader in circles there: what comes before is whole.
    const end = error instanceof VideoError && error.message.includes(CIRCLES) ? lastCluster(bytes) : -1;
    if (end <= 0) throw error;
    return readWith(new BoundedSource(bytes.subarray(0, end)), bytes);
  }
}

/** Of a file with one table for all samples the frames in both parts; of all others the first part, as of a file that was cut off. */
async function readParts(bytes: Uint8Array, parts: KeptParts): Promise<ReadVideo> {
  const sparse = sparseFile(bytes, parts);
  const outline = sparse && (await outlineOf(sparse));
  if (sparse && outline && !outline.inFragments) {
    if (!outline.hasTables) throw new VideoError('not-kept', 'no tables');
    return readSparse(sparse);
  }
  const first = firstPart(bytes, parts);
  return readVideo(outline ? wholeFragments(first) : first).catch((error: unknown) => {
    // What is missing is not the file's fault.
    const isCut = error instanceof VideoError && ['damaged', 'no-picture'].includes(error.problem);
    throw isCut ? new VideoError('not-kept', error.message) : error;
  });
}

/** A file in fragments up to the last one whose frames are all there. */
function wholeFragments(bytes: Uint8Array): Uint8Array {
  let end = 0;
  let at = 0;
  for (const box of boxes(bytes, 0, bytes.length, { left: bytes.length })) {
    const length = box.end - box.start;
    // Lengths are clamped: a box that would go on reaches the end just so.
    if (box.start !== at || (box.end === bytes.length && length < saidLength(bytes, at))) break;
    at = box.end;
    if (box.type !== 'moof') end = at;
  }
  return bytes.subarray(0, end);
}

const saidLength = (bytes: Uint8Array, at: number): number =>
  u32be(bytes, at) === 1 ? u64be(bytes, at + 8) : u32be(bytes, at);

/**
 * As `readVideo`, of a file that is read piece by piece.
 * @throws VideoError also `container` for what is no MP4 or MOV file.
 */
async function readSparse(file: SparseFile): Promise<ReadVideo> {
  const outline = await outlineOf(file);
  if (!outline) throw new VideoError('container');
  guardSamples(outline.bytes, file.size);
  const read = await readWith(new SparseSource(file), outline.bytes);
  if (file.whole) return read;
  const { keys, to } = read.video;
  read.video.spans = await drawnSpans(read.track, keys, to);
  if (read.video.spans.length > 0) return read;
  read.close();
  throw new VideoError('not-kept', 'no frame');
}

/** Where the last cluster of a Matroska file begins; -1 in other files. */
function lastCluster(bytes: Uint8Array): number {
  for (let at = bytes.length - 4; at >= 0; at--) if (u32be(bytes, at) === 0x1f43b675) return at;
  return -1;
}

/** @param bytes the file, or its outline, for what is asked beside */
async function readWith(source: Source, bytes: Uint8Array): Promise<ReadVideo> {
  const input = new Input({ formats: [MP4, QTFF, MATROSKA, WEBM], source });
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
    const keys = await keyTimes(track);
    return { video: { codec, width, height, from, to, keys, spans: [{ from, to }] }, track, close };
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
 * @param parts what is kept of the file, where `bytes` are not the whole
 * @throws VideoError with the reason why none of its frames can be looked at.
 */
export const openVideo = (bytes: Uint8Array, parts?: KeptParts): Promise<OpenVideo> =>
  openedWith(() => readVideo(bytes, parts));

/** As `openVideo`, of an MP4 or MOV file that is read piece by piece. */
export const openSparse = (file: SparseFile): Promise<OpenVideo> => openedWith(() => readSparse(file));

async function openedWith(read: () => Promise<ReadVideo>): Promise<OpenVideo> {
  if (typeof VideoDecoder === 'undefined') throw new VideoError('no-decoder');
  const { video, track, close } = await read();
  const can = await track.canDecode().catch(() => false);
  if (!can) {
    close();
    throw new VideoError('codec', video.codec);
  }
  return { ...video, frames: (times) => drawn(track, video, times), close };
}
