/** Matching: find the picture a photo comes from, and what was changed. */
export { decodeFingerprint, encodeFingerprint, FingerprintError } from './codec.ts';
export { differenceMap } from './difference-map.ts';
export { byFit, type MatchedSource, relate, type SourceStanding } from './findings.ts';
export {
  type Fingerprint,
  type FreshFingerprint,
  fingerprint,
  fingerprintPrepared,
  storedFingerprint,
} from './fingerprint.ts';
export { type Prepared, prepare } from './prepare.ts';
export { betweenScreens } from './screens.ts';
export { type Found, MatchIndex } from './search-index.ts';
export type { Match, MatchLevel } from './types.ts';
export { verify } from './verify.ts';
export { FINGERPRINT_VERSION, isCurrentFingerprint, MATCH_VERSION } from './version.ts';
