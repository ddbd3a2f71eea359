/**
 * A hash tree over entries of the log (RFC 9162 §2.1.1): one hash stands for all of them, and a short path shows that one
 * entry was among them without showing the others.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';

const leafOf = (hash: string): Uint8Array => sha256(concatBytes(Uint8Array.of(0), hexToBytes(hash)));
const nodeOf = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(concatBytes(Uint8Array.of(1), left, right));

/** All levels from the leaves up; the last one holds the root alone. An odd node moves up as it is. */
function levelsOf(hashes: readonly string[]): Uint8Array[][] {
  let level = hashes.map(leafOf);
  const levels = [level];
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i] as Uint8Array, level[i + 1]];
      next.push(right ? nodeOf(left, right) : left);
    }
    level = next;
    levels.push(level);
  }
  return levels;
}

/** Root over hashes (64 hex digits each) in their order. Throws RangeError when there are none. */
export function rootOf(hashes: readonly string[]): string {
  const root = levelsOf(hashes).at(-1)?.[0];
  if (!root) throw new RangeError('no entries');
  return bytesToHex(root);
}

/** A step up: the sibling's hash, and whether it stands on the left. */
export type Step = [side: 'left' | 'right', hash: string];

/** The paths of some places (counted from 0), in the order asked for. */
export function pathsOf(hashes: readonly string[], places: readonly number[]): Step[][] {
  const levels = levelsOf(hashes).slice(0, -1);
  return places.map((place) => {
    let at = place;
    const steps: Step[] = [];
    for (const level of levels) {
      const isRight = at % 2 === 1;
      const sibling = level[isRight ? at - 1 : at + 1];
      if (sibling) steps.push([isRight ? 'left' : 'right', bytesToHex(sibling)]);
      at = Math.floor(at / 2);
    }
    return steps;
  });
}

/** The root that a hash leads to by its path. */
export const rootBy = (hash: string, path: readonly Step[]): string =>
  bytesToHex(
    path.reduce(
      (at, [side, other]) =>
        side === 'left' ? nodeOf(hexToBytes(other), at) : nodeOf(at, hexToBytes(other)),
      leafOf(hash),
    ),
  );
