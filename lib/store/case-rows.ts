/** The rows of a case beside the claim's own (lib/store/rows.ts). Keys come from content or claim; `v` is the row's shape. */
import type { DecisionKind, Money } from '../claims/model.ts';

/** A flagged claim that is being worked on. Key: `claimKey`. */
export interface CaseRow {
  v: 1;
  claimKey: string;
  openedAt: string;
  state: 'open' | 'closed';
  closedAt: string | null;
  /** While true, retention never touches the claim; released by hand only. */
  legalHold: boolean;
  holdReason: string;
}

/** Key: `id` = content hash of claim, time and text. */
export interface NoteRow {
  v: 1;
  id: string;
  claimKey: string;
  at: string;
  text: string;
  /** A checker's answer about a photo, filed as an exhibit: unlike other notes it goes into a package. */
  answer?: {
    checker: string;
    url: string;
    photo: string;
    /** Of the screenshot's bytes; null without one. */
    shotSha256: string | null;
  };
  /** One place of a photo looked up in the claim's pictures, filed as an exhibit: it goes into a package too. */
  place?: {
    photo: string;
    /** In the photo's own pixels. */
    box: { x: number; y: number; width: number; height: number };
    /** Every picture that was looked at, and how the place was found in it (lib/place/patch). */
    looked: { sha256: string; state: string }[];
  };
  /** One frame of a video, filed as an exhibit. */
  frame?: {
    /** Hash of the video's file, seconds from its start, and the hash of the drawn frame (PNG). */
    video: string;
    second: number;
    sha256: string;
  };
  /** That screenshot as it was chosen, the drawn row of patches, or the frame: type, and bytes in base64; null once the claim's pictures were erased. */
  shot?: { mime: string; base64: string } | null;
  /** Seat of the team that wrote it; absent for this one. */
  seat?: string;
}

/** A request for evidence that the seller sent by hand. Key: `id` = content hash of claim, time and code. */
export interface RequestRow {
  v: 1;
  id: string;
  claimKey: string;
  at: string;
  template: 'T1' | 'T2';
  /** The fresh code asked for; empty when the text asked for none. */
  code: string;
  text: string;
  dueAt: string | null;
  answeredAt: string | null;
}

/** What a person decided. Key: `id` = content hash of claim, time and what. Never changed; a later row supersedes. */
export interface DecisionRow {
  v: 1;
  id: string;
  claimKey: string;
  at: string;
  what: DecisionKind;
  /** True when a person looked at the photos before deciding. */
  reviewedByPerson: boolean;
  reason: string;
  /** The verdict shown at that time, and the one that the person put in its place (override only). */
  verdictShown: string;
  verdictInstead: string | null;
  /** `not-a-match`: the photo and the picture it was taken for a copy of (SHA-256 each). */
  photo: string | null;
  against: string | null;
  /** Decisions that whoever made this one had before them; kept in a team only. */
  settles?: string[];
  /** Seat of the team that made it; absent for this one. */
  seat?: string;
}

/** Money that moved for a claim, as read from the page or entered by the seller. Key: `id` = content hash of the rest. */
export interface PaymentRow {
  v: 1;
  id: string;
  claimKey: string;
  at: string;
  amount: Money;
  /** `paid`: to the buyer. `recovered`: back to the seller. */
  direction: 'paid' | 'recovered';
  by: 'seller' | 'platform' | 'timeout' | 'unknown';
  source: 'page' | 'seller';
}

/** A file of the shipping archive, which stays where the seller keeps it. Key: `id` = `${folder}#${path}`. */
export interface ArchiveFileRow {
  v: 1;
  id: string;
  folder: string;
  path: string;
  size: number;
  /** Milliseconds since epoch, as the file system says. */
  modified: number;
  kind: 'photo' | 'video';
  sha256: string | null;
  hashedAt: string | null;
  /** Order and waybill numbers it answers to, normalised (archive.ts), and where they were read. */
  numbers: string[];
  numbersFrom: 'name' | 'barcode' | 'text' | 'both' | 'none';
  /** SHA-256 of a reduced picture of it that is kept here; null for files this browser cannot draw. */
  still: string | null;
  /** Of a video: stills spread over it that are kept here too, with their seconds from its start; absent until it was looked through. */
  frames?: { at: number; still: string }[];
  indexedAt: string;
  /** Since when a look into the folder did not find it; null while it is there. */
  missingSince: string | null;
}

/** Parts of a picture that exports cover, drawn by hand. Key: `sha256`. Boxes in the picture's own pixels. */
export interface MaskRow {
  v: 1;
  sha256: string;
  boxes: { x: number; y: number; width: number; height: number }[];
  at: string;
}

/** Tables and Dexie index declarations for the rows above. */
export const CASE_TABLES = {
  cases: 'claimKey, state',
  notes: 'id, claimKey',
  requests: 'id, claimKey',
  decisions: 'id, claimKey, photo',
  payments: 'id, claimKey',
  archiveFiles: 'id, folder, sha256, *numbers',
  masks: 'sha256',
} as const;
