/**
 * Opens a video and draws its frames, in a worker: containers by mediabunny, pictures by the browser's own decoders (WebCodecs).
 * Nothing is fetched; the bytes are at hand.
 */
import {
  BufferSource,
  CanvasSink,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  WEBM,
} from 'mediabunny';
import type { Picture } from '../pixels/picture.ts';
import { FilmError } from './film-error.ts';

/** Longest side of a drawn frame in pixels: the working copy of matching has this side. */
const SIDE = 1_024;
/** A side or duration beyond these is no phone's video, and a decoder's memory follows the side. */
const MOST_SIDE = 8_192;
const MOST_SECONDS = 4 * 3_600;
/** Key frames listed; one a second over more than an hour. */
const MOST_KEYS = 5_000;

export interface Film {
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

export interface OpenFilm extends Film {
  /** Frames at the given rising times in seconds, upright, longest side at most SIDE; a time at which nothing can be drawn is left out. */
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

async function* drawn(track: InputVideoTrack, film: Film, times: readonly number[]) {
  const scale = Math.min(1, SIDE / Math.max(film.width, film.height));
  const width = Math.max(1, Math.round(film.width * scale));
  const height = Math.max(1, Math.round(film.height * scale));
  const sink = new CanvasSink(track, { width, height, fit: 'fill', poolSize: 2 });
  let i = 0;
  for await (const wrapped of sink.canvasesAtTimestamps(times)) {
    const at = times[i++] ?? 0;
    const canvas = wrapped?.canvas as OffscreenCanvas | undefined;
    const context = canvas?.getContext('2d') as OffscreenCanvasRenderingContext2D | null | undefined;
    if (context) yield { at, picture: context.getImageData(0, 0, width, height) as unknown as Picture };
  }
}

/**
 * Opens a video for drawing.
 * @throws FilmError with the reason why none of its frames can be looked at.
 */
export async function openFilm(bytes: Uint8Array): Promise<OpenFilm> {
  if (typeof VideoDecoder === 'undefined') throw new FilmError('no-decoder');
  const input = new Input({ formats: [MP4, QTFF, MATROSKA, WEBM], source: new BufferSource(bytes) });
  const close = (): void => input.dispose();
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw new FilmError('no-picture');
    const codec = (await track.getCodec()) ?? '';
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    if (width < 1 || height < 1) throw new FilmError('damaged');
    if (Math.max(width, height) > MOST_SIDE) throw new FilmError('too-large', `${width} x ${height}`);
    if (!codec || !(await track.canDecode())) throw new FilmError('codec', codec || 'unknown');
    const from = Math.max(0, await track.getFirstTimestamp());
    const to = Math.min(from + MOST_SECONDS, await track.computeDuration());
    if (!(to > from)) throw new FilmError('no-picture');
    const film: Film = { codec, width, height, from, to, keys: await keyTimes(track) };
    return { ...film, frames: (times) => drawn(track, film, times), close };
  } catch (error) {
    close();
    if (error instanceof FilmError) throw error;
    throw new FilmError('damaged', error instanceof Error ? error.message.slice(0, 200) : '');
  }
}
