/** Provenance: what a photo's bytes say about where it comes from. */
export type { CredentialValidation, TrustList } from './c2pa-validate.ts';
export { claimSet } from './claim-set.ts';
export { type Comparison, compareThumbnail } from './compare-preview.ts';
export { type ComparedPreview, judge } from './judge/judge.ts';
export { mergeCredential } from './merge-credential.ts';
export { thumbnails } from './previews.ts';
export { readFile } from './read.ts';
export { PROVENANCE_VERSION } from './version.ts';
