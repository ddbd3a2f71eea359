/** The rows of the database. Every row carries `v`, the version of its own shape; keys come from content or claim. */

import type { Check, Finding, Verdict } from '../claims/finding.ts';
import type { Claim } from '../claims/model.ts';

/** One claim, merged from all its readings. Key: `key`. */
export interface ClaimRow {
  v: 1;
  key: string;
  claim: Claim;
  /** File name, for a claim that is one photo of the seller's own choice. */
  name?: string;
  console: string;
  shopId: string;
  buyerKey: string | null;
  firstSeenAt: string;
  lastReadAt: string;
  /** UTC instants (claims/instants.ts), whatever offset the page told them with: the indexes are in order of time. */
  appliedAt: string;
  deadlineAt: string | null;
  /** Milliseconds since epoch of the last change to this row; what surfaces sort by. */
  touchedAt: number;
  /** Read by another seat of the team, and not by this one. */
  foreign?: true;
}

/** One reading that changed a claim: the claim's history by content. Key: `id` = SHA-256 of key + canonical claim. */
export interface ReadingRow {
  v: 1;
  id: string;
  claimKey: string;
  claim: Claim;
  at: string;
}

export type EvidenceState = 'waiting' | 'kept' | 'unavailable';

/** One photo or video attached to one claim. Key: `id` = `${claimKey}#${sha256(url without signature parameters)}`. */
export interface EvidenceRow {
  v: 1;
  id: string;
  claimKey: string;
  url: string;
  originalUrl: string;
  kind: 'photo' | 'video';
  round: number;
  seenAt: string;
  state: EvidenceState;
  sha256: string | null;
  /** How the bytes were got: which address answered, when, with what; or why not. */
  fetch: FetchFacts | null;
  /** Of a large video that is still waited for: its beginning, and the hash under which that is kept meanwhile. */
  begun?: BegunVideo & { sha256: string };
  /** File name, where one is known (audit, drop). */
  name: string | null;
}

export interface FetchFacts {
  usedUrl: string;
  at: string;
  status: number;
  /** Only the headers that matter as evidence: content-type, content-length, last-modified, etag, date. */
  headers: Record<string, string>;
  how: 'original' | 'as-shown' | 'page' | 'pixels-only' | 'file' | 'team';
  tries: { url: string; outcome: string }[];
  error?: string;
  /** Set where only parts of the file are kept; the row's `sha256` is then that of those parts, one after the other. */
  parts?: KeptParts;
}

export interface KeptPart {
  /** First byte of it in the file, and the byte after its last one. */
  from: number;
  to: number;
  sha256: string;
}

/** What is kept of a file. Its stored bytes are those of the parts, one after the other; their hash is no hash of the file. */
export interface KeptParts {
  /** Bytes of the whole file; null where the server did not say. */
  total: number | null;
  /** Why not the whole: larger than is kept, or no room on this computer. */
  why: 'size' | 'room';
  /** In the order of the file. One alone: the server gives no later bytes without all before them. */
  parts: KeptPart[];
}

/** What a server said of an object with its first answer. */
export interface Said {
  status: number;
  /** Those that matter as evidence. */
  headers: Record<string, string>;
  /** What names this very version of it; null where the server gives nothing, and so nothing can be added to it. */
  version: string | null;
}

/** A large video of which only the beginning is there yet. */
export interface BegunVideo {
  url: string;
  total: number | null;
  why: KeptParts['why'];
  said: Said;
}

/** Bytes by content. Key: `sha256`. Never changed once written. */
export interface BlobRow {
  v: 1;
  sha256: string;
  bytes: Uint8Array;
  size: number;
  mime: string;
  addedAt: string;
  /** Set where the bytes are parts of a file, one after the other. */
  parts?: KeptParts;
}

/** What is known of a picture's content without its pixels. Key: `sha256`. */
export interface PhotoRow {
  v: 1;
  sha256: string;
  mime: string;
  width: number;
  height: number;
  /** Encoded fingerprint (lib/match), with its algorithm version inside; null when the picture could not be decoded. */
  fingerprint: Uint8Array | null;
  fingerprintVersion: string;
  /**
   * Encoded fingerprints of the windows of a picture beyond 3:1, or of the frames of a video, in their order; absent for all
   * others.
   */
  windows?: Uint8Array[];
  /** The frames of a video that were looked at, in the order of `windows`: seconds, and a small JPEG of each. */
  frames?: { at: number; preview: Uint8Array }[];
  /** How far the team's photos were known when it was compared: a sequence of the team's server. */
  seen?: number;
  /** Small JPEG/WebP preview, longest side 320 px, for lists. */
  preview: Uint8Array | null;
  /** Everything the file says about itself (lib/provenance FileReport), kept as the plain data it is. */
  report: unknown;
  /** As another seat of the team told it: whoever has the bytes here looks for himself. */
  foreign?: true;
}

/** A product of the library. Key: `key` (console:itemId, or `file:folder name`). */
export interface ProductRow {
  v: 1;
  key: string;
  title: string;
  itemIds: string[];
  source: 'folder' | 'zip' | 'sheet' | 'page' | 'claim' | 'paste' | 'audit';
  addedAt: string;
}

/** A saved product image. Key: `id` = `${productKey}#${sha256}`. */
export interface LibraryImageRow {
  v: 1;
  id: string;
  productKey: string;
  sha256: string;
  name: string;
  url: string | null;
  addedAt: string;
  state: 'ready' | 'waiting' | 'unusable';
  why: string | null;
  /** A still of a packing video: seconds from its start. */
  second?: number;
}

export type JobKind =
  | 'fetch-evidence'
  | 'fetch-library'
  | 'read-labels'
  | 'read-inside'
  | 'ask-packs'
  | 'check-photo'
  | 'check-video'
  | 'learn-product-image'
  | 'fingerprint-library'
  | 'index-packing'
  | 'sum-up-claim';
export type JobState = 'queued' | 'running' | 'done' | 'failed';

/** Work to do. Key: `id` = `${kind}:${subject}` so that the same work is one row however often it is asked for. */
export interface JobRow {
  v: 1;
  id: string;
  kind: JobKind;
  subject: string;
  claimKey: string | null;
  state: JobState;
  /** Smaller runs first: 0 what the seller looks at, 5 the rest of the page, 9 background. */
  priority: number;
  attempts: number;
  queuedAt: number;
  startedAt: number | null;
  endedAt: number | null;
  error: string | null;
  /** Asked for again while it was running: its end puts it back into the queue. */
  again?: boolean;
  /** Milliseconds since epoch before which it does not run: the host asked for patience, or was not there. */
  notBefore?: number;
  /** What an earlier job found out and this one goes on from; gone when it ends. Plain JSON. */
  carry?: unknown;
  /** Milliseconds per stage of the last finished run: decode, fingerprint, search, align, provenance, labels, total. */
  ms?: Record<string, number>;
}

/** A finding as stored. Key: `id` = SHA-256 of claim, photo, code, against and region, so a repeated check replaces, never doubles. */
export interface FindingRow {
  v: 1;
  id: string;
  claimKey: string;
  sha256: string | null;
  code: Finding['code'];
  finding: Finding;
  at: string;
}

/** What each check said about a photo in a claim. Key: `id` = `${claimKey}#${sha256}#${check}`. */
export interface CheckRow {
  v: 1;
  id: string;
  claimKey: string;
  sha256: string;
  check: Check;
  ms: number;
  at: string;
}

/** Key: `claimKey`. */
export interface VerdictRow {
  v: 1;
  claimKey: string;
  verdict: Verdict;
  /** Ids of the findings that carried it. */
  because: string[];
  photos: { total: number; checked: number; notChecked: number };
  at: string;
}

/** The seller's own mark. Key: `claimKey`. Taken back = row with `on: false`, so replicas can order the two. */
export interface FlagRow {
  v: 1;
  claimKey: string;
  on: boolean;
  /** Looked at and let pass: nothing more to do here. Never true of a flagged claim. */
  passed?: boolean;
  note: string;
  at: string;
  /** Seat of the team that set it; absent for this one. */
  seat?: string;
}

/** One entry of the append-only ledger (ledger-chain.ts). Key: `hash` = SHA-256 of the canonical entry without it. */
export interface LedgerRow {
  v: 1;
  hash: string;
  seat: string;
  n: number;
  prev: string | null;
  at: string;
  what: string;
  subject: string;
  data: Record<string, unknown>;
}

/** A stretch of one seat's log under one hash, and what a time-stamp authority said of it. Key: `digest`. */
export interface AnchorRow {
  v: 1;
  /** Root of the tree over the entries' hashes: all that the authority is given. */
  digest: string;
  seat: string;
  /** First and last entry (`n`). */
  from: number;
  to: number;
  /** When the digest was made, by this machine. */
  at: string;
  /** The authority's answer as it came (RFC 3161); null while a request that was saved as a file waits for one. */
  token: Uint8Array | null;
  /** The authority's time and the name in its certificate; null without an answer. */
  genTime: string | null;
  authority: string | null;
}

/** How a console page was read last time. Key: `id` = `${console}#${page kind}`. */
export interface ReaderHealthRow {
  v: 1;
  id: string;
  console: string;
  page: string;
  at: string;
  seen: number;
  read: number;
  missing: string[];
  how: string[];
  version: string;
  url: string;
  /** Tab that was read and the claims read there, in page order: what the popup shows for the tab in front. */
  tabId: number;
  keys: string[];
  /** Pictures that may be evidence and that nothing on the page assigns; `claims` are the keys they may belong to. */
  unowned?: UnownedPicture[];
  /** ISO instant at which the seller showed where things stand on this page of a known console. */
  mendedAt?: string;
}

export interface UnownedPicture {
  url: string;
  originalUrl: string;
  kind: 'photo' | 'video';
  claims: string[];
}

/** Small values by name (settings, salt, seat id). Key: `name`. */
export interface MetaRow {
  v: 1;
  name: string;
  value: unknown;
}

/** One packed piece of the search index (lib/match). Key: `key`. */
export interface IndexShardRow {
  v: 1;
  key: string;
  bytes: Uint8Array;
}
