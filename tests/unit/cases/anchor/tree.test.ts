import { describe, expect, it } from 'vitest';
import { pathsOf, rootBy, rootOf } from '../../../../lib/cases/anchor/tree.ts';
import { sha256Hex } from '../../../../lib/claims/canonical.ts';

/** Leaves and roots that implementations of certificate transparency (RFC 6962) are tested with. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS: [number, string][] = [
  [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
  [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
];

describe('the tree over entries', () => {
  it.each(ROOTS)('of %i leaves has the root that others compute', (n, root) => {
    expect(rootOf(LEAVES.slice(0, n))).toBe(root);
  });

  it('leads each of its entries to the root, and no other', () => {
    for (const n of [1, 2, 3, 5, 8, 13, 200]) {
      const hashes = Array.from({ length: n }, (_, i) => sha256Hex(Uint8Array.of(i)));
      const root = rootOf(hashes);
      for (const [i, path] of pathsOf(hashes, [...hashes.keys()]).entries()) {
        expect(rootBy(hashes[i]!, path)).toBe(root);
        expect(rootBy(sha256Hex(Uint8Array.of(i, 1)), path)).not.toBe(root);
      }
    }
  });

  it('of nothing has no root', () => expect(() => rootOf([])).toThrow(RangeError));
});
