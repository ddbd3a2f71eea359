/** Matching: find the picture a photo comes from, and what was changed. */

export { coarseAgreement, coreAgreement } from './align/coarse-look.ts';
export { type StoredMap, storedMap } from './align/stored-map.ts';
export { differenceMap } from './differences/difference-map.ts';
export {
  decodeFingerprint,
  encodeFingerprint,
  FingerprintError,
  readFingerprint,
} from './fingerprint/codec.ts';
export {
  type Fingerprint,
  type FreshFingerprint,
  fingerprint,
  fingerprintPrepared,
  storedFingerprint,
} from './fingerprint/fingerprint.ts';
export { type Prepared, prepare } from './fingerprint/prepare.ts';
export {
  byFit,
  isEdited,
  type MatchedSource,
  relate,
  type SourceRelation,
  speaksBetween,
} from './judge/findings.ts';
export { betweenClaims, betweenScreens } from './judge/screens.ts';
export { type Found, MatchIndex } from './search/search-index.ts';
export type { Match, MatchLevel } from './types.ts';
export { verify } from './verify.ts';
export { FINGERPRINT_VERSION, isCurrentFingerprint, MATCH_VERSION } from './version.ts';
export { matchToOwn, type Placed, regionToOwn } from './windows/own-pixels.ts';
export { type Pair, type View, type Viewed, verifyViews } from './windows/verify-windows.ts';
export { windowsOf } from './windows/windows.ts';
