/** Small videos without ffmpeg or an encoder: their packets hold noise, their containers are whole. */
import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  WebMOutputFormat,
} from 'mediabunny';
import { random } from '../fuzz/mutate.ts';

/** Frames of each video, four a second, every fourth a key frame. */
const FRAMES = 24;

async function written(format: OutputFormat, rotation: 0 | 90): Promise<Uint8Array> {
  const next = random(7);
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(source, { rotation });
  await output.start();
  for (let i = 0; i < FRAMES; i++) {
    const data = Uint8Array.from({ length: 40 }, () => next() * 256);
    const packet = new EncodedPacket(data, i % 4 ? 'delta' : 'key', i / 4, 0.25);
    const decoderConfig = { codec: 'vp09.00.10.08', codedWidth: 320, codedHeight: 180 };
    await source.add(packet, i === 0 ? { decoderConfig } : undefined);
  }
  await output.finalize();
  return new Uint8Array(target.buffer!);
}

/** One video in each container that is read: plain, head first, in pieces, turned. */
export async function smallVideos(): Promise<Record<string, Uint8Array>> {
  return {
    mp4: await written(new Mp4OutputFormat({ fastStart: false }), 0),
    'mp4-head-first': await written(new Mp4OutputFormat({ fastStart: 'in-memory' }), 0),
    'mp4-in-pieces': await written(new Mp4OutputFormat({ fastStart: 'fragmented' }), 0),
    mov: await written(new MovOutputFormat({ fastStart: false }), 90),
    mkv: await written(new MkvOutputFormat(), 0),
    webm: await written(new WebMOutputFormat(), 0),
  };
}
