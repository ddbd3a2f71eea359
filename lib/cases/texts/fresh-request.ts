/** What makes a request fresh: a code that nobody could know beforehand, and an action named with it. */

/** Fills the array with random bytes (`crypto.getRandomValues`). */
export type Random = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;

/** No characters that look alike in handwriting (0 O Q, 1 I L, 2 Z, 5 S, 8 B, 6 G, U V). */
const ALPHABET = 'ACDEFHJKMNPRTWXY3479';
const LENGTH = 6;

export const ACTIONS = ['turn', 'touch', 'base', 'beside'] as const;
export type Action = (typeof ACTIONS)[number];

/** Six characters from 20 (about 26 bits: fresh for one request, not a password), and one of the named actions. */
export function freshRequest(random: Random): { code: string; action: Action } {
  let code = '';
  while (code.length < LENGTH) code += ALPHABET[pick(random, ALPHABET.length)];
  return { code, action: ACTIONS[pick(random, ACTIONS.length)] ?? 'turn' };
}

/** A uniform number below `n` (1..256) by rejection. */
function pick(random: Random, n: number): number {
  const limit = 256 - (256 % n);
  const byte = new Uint8Array(1);
  do random(byte);
  while ((byte[0] ?? 0) >= limit);
  return (byte[0] ?? 0) % n;
}
