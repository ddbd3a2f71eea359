/**
 * Version of everything that stored fingerprints depend on: working size, pyramid, test pattern, vocabulary, hashes.
 * A stored fingerprint of another version is computed anew; the number after the dot marks changes of verification only.
 */
export const MATCH_VERSION = 'match/1.2';
