/** Which seconds of a video can be drawn where only some of its bytes are at hand. */
import { type EncodedPacket, EncodedPacketSink, type InputVideoTrack } from 'mediabunny';
import { VideoError } from '../video-error.ts';

/** Seconds [from, to). */
export interface Span {
  from: number;
  to: number;
}

/** Frames stand in the file in another order than they are shown, by no more than so many (ISO 14496-10 A.3: 16). */
const REORDERED = 16;

const isNotKept = (error: unknown): boolean => error instanceof VideoError && error.problem === 'not-kept';

/** Runs a read; null where its bytes are not at hand. */
async function kept<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isNotKept(error)) return null;
    throw error;
  }
}

/** The earliest of a packet's time and those of the ones behind it. */
async function earliest(sink: EncodedPacketSink, first: EncodedPacket): Promise<number> {
  let at = first.timestamp;
  let packet: EncodedPacket | null = first;
  for (let n = 0; packet && n < REORDERED; n++) {
    packet = await sink.getNextPacket(packet, { metadataOnly: true });
    if (packet) at = Math.min(at, packet.timestamp);
  }
  return at;
}

/** How far a run of frames from one key frame on can be drawn: `end`, or the time of its first missing frame; null for none. */
async function drawnUntil(sink: EncodedPacketSink, key: number, end: number): Promise<number | null> {
  let packet = await kept(() => sink.getKeyPacket(key));
  if (!packet) return null;
  for (;;) {
    const now: EncodedPacket = packet;
    const next = await sink.getNextPacket(now, { metadataOnly: true });
    if (!next || (next.type === 'key' && next.timestamp >= end)) return end;
    packet = await kept(() => sink.getNextPacket(now));
    if (!packet) return Math.min(end, await earliest(sink, next));
  }
}

/**
 * The seconds whose frames lie in the kept bytes with everything that drawing them takes.
 * @param keys times of the key frames in seconds, rising @param to end of the video in seconds
 */
export async function drawnSpans(
  track: InputVideoTrack,
  keys: readonly number[],
  to: number,
): Promise<Span[]> {
  const sink = new EncodedPacketSink(track);
  const spans: Span[] = [];
  for (const [i, key] of keys.entries()) {
    // What a file says of later times is not looked at.
    if (key >= to) break;
    const end = Math.min(keys[i + 1] ?? to, to);
    const until = await drawnUntil(sink, key, end);
    if (until === null || until <= key) continue;
    const last = spans.at(-1);
    if (last && last.to === key) last.to = until;
    else spans.push({ from: key, to: until });
  }
  return spans;
}

/** The second that lies `share` (0..1) of the spans' length into them. */
export function secondIn(spans: readonly Span[], share: number): number {
  let left = share * spans.reduce((sum, { from, to }) => sum + to - from, 0);
  for (const { from, to } of spans) {
    if (left < to - from) return from + left;
    left -= to - from;
  }
  return spans.at(-1)?.to ?? 0;
}
