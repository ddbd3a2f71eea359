/** The repository of installed model packs that every part of this page shares. */
import { dbRepository, type PackRepository } from '../../packs/index.ts';

let repository: PackRepository | undefined;

/** Opened when first asked for. */
export function packRepository(): PackRepository {
  repository ??= dbRepository();
  return repository;
}
