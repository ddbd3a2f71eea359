/** Model packs: what a shop may install, how it is tested and calibrated, and what it may say. */
export { PackError, type PackFault } from './archive.ts';
export { dbRepository } from './db-repository.ts';
export { listPacks, type PackHost, type PackSummary } from './host.ts';
export { PACK_CHECK } from './judge-score.ts';
export { openPackHost } from './open-host.ts';
export type { PackRepository } from './repository.ts';
