/** Provenance: what a photo's bytes say about where it comes from. */

export { mergeCredential } from './c2pa/merge-credential.ts';
export type { TrustList } from './c2pa/validate.ts';
export type { CredentialValidation } from './c2pa/validation.ts';
export type { ComparedPreview } from './checks/embedded-preview.ts';
export { claimSet } from './claim-set.ts';
export { jpegIntact } from './container/jpeg-scan.ts';
export { judge } from './judge.ts';
export { type Comparison, compareThumbnail } from './preview/compare-preview.ts';
export { thumbnails } from './preview/previews.ts';
export { readFile } from './read.ts';
export { PROVENANCE_VERSION } from './version.ts';
