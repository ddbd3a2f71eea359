/** Model packs: what a shop may install, how it is tested and calibrated, and what it may say. */
export { PackError } from './archive.ts';
export {
  type Calibration,
  type CalibrationAnswer,
  calibrate,
  LEAST_PHOTOS,
  upperBound,
} from './calibrate.ts';
export { checkPack, openPack, type PackRecord, type PackTools } from './install.ts';
export { gate, judgeScore, MODEL_CHECK } from './judge-score.ts';
export { PackManifest } from './manifest.ts';
export { mapOf, type OpenPack, type RegionMap, runPack, scoreOf, vectorOf } from './run.ts';
export { addTrusted, calibratePack, installPack, type PackShelf } from './shelf.ts';
