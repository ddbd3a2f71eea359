/** Model packs: what a shop may install, how it is tested and calibrated, and what it may say. */
export { PackError } from './archive.ts';
export type { PackHost } from './host.ts';
export { openPackHost } from './open-host.ts';
