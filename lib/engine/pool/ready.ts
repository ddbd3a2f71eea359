/** Prepared pictures of a worker: decoded once, compared many times. */
import { type Decoded, decode } from '../../images/decode.ts';
import { UnreadablePhotoError } from '../../images/errors.ts';
import { classifyFrame } from '../../labels/marks/frame.ts';
import { type Prepared, prepare } from '../../match/index.ts';
import type { Unreadable } from './protocol.ts';
import { bytesOf } from './stored-bytes.ts';

export interface Ready {
  prepared: Prepared;
  scale: number;
  isScreenshot: boolean;
}

/** Prepared pictures by hash: a claim's photos are compared with the same few sources again and again. */
const READY_MAX = 24;
const ready = new Map<string, Ready>();

export function remember(sha256: string, entry: Ready): Ready {
  ready.delete(sha256);
  ready.set(sha256, entry);
  const oldest = ready.keys().next().value;
  if (ready.size > READY_MAX && oldest !== undefined) ready.delete(oldest);
  return entry;
}

export async function readyOf(dbName: string, sha256: string): Promise<Ready> {
  const known = ready.get(sha256);
  if (known) return remember(sha256, known);
  const decoded = await decode(await bytesOf(dbName, sha256));
  return remember(sha256, readyFrom(decoded, prepare(decoded.picture)));
}

export const readyFrom = (decoded: Decoded, prepared: Prepared): Ready => ({
  prepared,
  scale: decoded.scale,
  isScreenshot: classifyFrame(decoded.picture, decoded).kind === 'screenshot',
});

export function unreadableOf(error: unknown): Unreadable {
  if (error instanceof UnreadablePhotoError)
    return { problem: error.problem, detail: error.message.slice(0, 200) };
  return {
    problem: 'cannot-decode',
    detail: (error instanceof Error ? error.message : String(error)).slice(0, 200),
  };
}
