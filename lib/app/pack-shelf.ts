/** The shelf of installed model packs that every part of this page shares. */
import { dbShelf, type PackShelf } from '../labels/packs/index.ts';

let shelf: PackShelf | undefined;

/** Opened when first asked for. */
export function packShelf(): PackShelf {
  shelf ??= dbShelf();
  return shelf;
}
