/** Keeping and calibrating packs; where the rows lie is the caller's. */

import type { Picture } from '../pixels/picture.ts';
import { type Calibration, type CalibrationAnswer, calibrate, type TrustedScore } from './calibrate.ts';
import { checkPack, type PackCard, type PackRecord, type PackTools } from './install.ts';
import { type OpenPack, runPack, scoreOf } from './run.ts';

/** Rows of a pack: the pack itself, its calibration, and the scores of trusted photos (photo hash → score). */
export interface PackRepository {
  putPack(record: PackRecord): Promise<void>;
  /** Every pack without model and golden pictures; `pack` gives one whole. */
  cards(): Promise<PackCard[]>;
  pack(id: string): Promise<PackRecord | null>;
  putCalibration(calibration: Calibration): Promise<void>;
  calibration(pack: string): Promise<Calibration | null>;
  putTrusted(pack: string, photo: string, score: TrustedScore): Promise<void>;
  trusted(pack: string): Promise<TrustedScore[]>;
  /** Deletes every row of the pack: file, calibration and scores. */
  dropPack(pack: string): Promise<void>;
}

/** Checks the file and keeps it, replacing an older version with its calibration and scores. Throws PackError, and then keeps nothing. */
export async function installPack(
  repository: PackRepository,
  bytes: Uint8Array,
  tools: PackTools,
): Promise<PackRecord> {
  const record = await checkPack(bytes, tools);
  await repository.dropPack(record.id);
  await repository.putPack(record);
  return record;
}

/** Scores one photo that the seller trusts, in the form the platform sends it, and once more recompressed. */
export async function addTrusted(
  repository: PackRepository,
  pack: OpenPack,
  photo: string,
  picture: Picture,
  reencode: (picture: Picture) => Promise<Picture>,
): Promise<void> {
  const score = scoreOf(pack.manifest, await runPack(pack, picture));
  const recompressed = scoreOf(pack.manifest, await runPack(pack, await reencode(picture)));
  await repository.putTrusted(pack.manifest.id, photo, { score, recompressed });
}

/** Calibrates from the trusted photos so far and keeps the result; says how many more are needed otherwise. */
export async function calibratePack(
  repository: PackRepository,
  record: PackCard,
  at: string,
): Promise<CalibrationAnswer> {
  const { id, version, model, calibration } = record.manifest;
  const scores = await repository.trusted(id);
  const answer = calibrate(
    { id, version, model: model.sha256, threshold: calibration.threshold },
    scores,
    at,
  );
  if ('calibration' in answer) await repository.putCalibration(answer.calibration);
  return answer;
}
