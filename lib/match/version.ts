/** Version of matching. The number after the dot marks changes of search and verification only: stored fingerprints stay good. */
export const MATCH_VERSION = 'match/1.7';

/**
 * Version of everything that stored fingerprints depend on: working size, pyramid, test pattern, vocabulary, hashes.
 * A stored fingerprint of another version is computed again.
 */
export const FINGERPRINT_VERSION = MATCH_VERSION.replace(/\..*$/, '');

/** Whether a fingerprint stored under this version can still be used; early rows carry the whole version. */
export const isCurrentFingerprint = (version: string): boolean =>
  version.replace(/\..*$/, '') === FINGERPRINT_VERSION;
