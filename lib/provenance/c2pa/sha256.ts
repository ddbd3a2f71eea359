/** SHA-256 over several pieces of a file, synchronous so that a read stays one pure call. */
import { sha256 as hashing } from '@noble/hashes/sha2.js';

/** Digest of the pieces in order as one message, 32 bytes. */
export function sha256(pieces: readonly Uint8Array[]): Uint8Array {
  const hash = hashing.create();
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
}
