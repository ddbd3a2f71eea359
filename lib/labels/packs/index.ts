/** Model packs: what a shop may install, how it is tested and calibrated, and what it may say. */
export { PackError } from './archive.ts';
export { type Calibration, LEAST_PHOTOS } from './calibrate.ts';
export { openPack, type PackRecord, type PackTools } from './install.ts';
export { judgeScore } from './judge-score.ts';
export { mapOf, runPack, vectorOf } from './run.ts';
export { addTrusted, calibratePack, installPack, type PackShelf } from './shelf.ts';
