/** The typed table of calls between the engine and its workers. Calls carry ids; bytes are read from the database. */

import type { ErrorMessage } from '../../base/errors.ts';
import type { Check, Finding, Region } from '../../claims/finding.ts';
import type { PhotoProblem } from '../../images/errors.ts';
import type { Place } from '../../images/held.ts';
import type { ClaimNumbers, EarlierLabel, SeenText } from '../../labels/index.ts';
import type { FreshFingerprint } from '../../match/fingerprint/fingerprint.ts';
import type { Match } from '../../match/types.ts';
import type { PackFault, PackSummary } from '../../packs/index.ts';
import type { Box } from '../../pixels/box.ts';
import type { SurfaceFeatures } from '../../place/features/features.ts';
import type { PlaceState } from '../../place/patch/place.ts';
import type { ComparedPreview, CredentialValidation, TrustList } from '../../provenance/index.ts';
import type { FileReport, ProvenanceContext } from '../../provenance/types.ts';

/** Why a photo could not be read; `problem` is one of lib/images/errors PhotoProblem. */
export interface Unreadable {
  problem: string;
  detail: string;
}

export interface Inspection {
  sha256: string;
  mime: string;
  width: number;
  height: number;
  /** Null when the picture could not be decoded; `unreadable` then says why. */
  fingerprint: Uint8Array | null;
  /** The same to search with; null where nothing will be searched. */
  query: FreshFingerprint | null;
  /** The windows of a picture beyond 3:1, in their order; `query` as above. Empty for all others. */
  windows: { fingerprint: Uint8Array; query: FreshFingerprint | null }[];
  /** Other full-size pictures of the file that show something else, to search with. */
  others: { place: Place; query: FreshFingerprint }[];
  preview: Uint8Array | null;
  unreadable: Unreadable | null;
  report: FileReport;
  /** Embedded previews compared with the picture; undefined when the pixels were not decoded. */
  previews: ComparedPreview[] | undefined;
  findings: Finding[];
  checks: Check[];
  ms: Record<string, number>;
}

/** A picture that a search found, and which of its windows (null: all of it) answered to which of the photo's, best first. */
export interface Candidate {
  sha256: string;
  pairs: [photo: number | null, source: number | null][];
  /** Whether the photo may be a close crop of it. */
  closeUp: boolean;
}

export interface Verification {
  sha256: string;
  match: Match | null;
  /** What of it speaks between two claims' photos: where both are screenshots, the app that they share says nothing. */
  betweenClaims: Match | null;
  /** Set when the source itself could not be read. */
  unreadable: Unreadable | null;
  /** Which frame of the source it is about, where the source is a video. */
  sourcePlace?: Place;
}

/** What is kept of one frame of a video. */
export interface FrameOfVideo {
  /** Seconds, and the same as a place in the file. */
  at: number;
  place: Place;
  fingerprint: Uint8Array;
  query: FreshFingerprint;
  preview: Uint8Array;
}

export interface VideoReading {
  /** Null when no frame could be looked at; `problem` then says why. */
  video: { codec: string; width: number; height: number; from: number; to: number } | null;
  problem: { problem: string; detail: string } | null;
  /** Only parts of the file are kept: nothing was seen of what lies between. */
  inPart: boolean;
  frames: FrameOfVideo[];
  looked: number;
  leftOut: number;
  still: boolean;
  /** Milliseconds by stage: `decode` for opening and drawing, `fingerprint`. */
  ms: Record<string, number>;
}

export interface Comparison {
  match: Match | null;
  /** Strength of difference 0..255 in the photo's working coordinates; null where nothing aligned. */
  difference: { width: number; height: number; data: Uint8Array } | null;
}

/** One place as it looks in another picture. */
export interface PlaceLook {
  state: PlaceState;
  /** The square around it, turned to the photo's view; null where it was not found. */
  jpeg: Uint8Array | null;
  /** Its middle in the other picture's own pixels. */
  at: [x: number, y: number] | null;
  /** Pairs of features that carry it, and how well the surroundings agree (-1..1). */
  support: number;
  agreement: number;
}

/** What a picture is compared with. */
export interface Candidates {
  library: Candidate[];
  evidence: Candidate[];
}

/** Method name → arguments and answer. */
export interface WorkerCalls {
  inspect: {
    args: {
      db: string;
      sha256: string;
      name: string | null;
      context: ProvenanceContext;
      pixels: boolean;
      /** Whether the answer is to hold what the picture can be searched with. */
      search: boolean;
    };
    answer: Inspection;
  };
  verify: {
    /** All library sources are compared; evidence only until enough sure copies were found. */
    args: {
      db: string;
      photo: string;
      /** Which picture of the file is compared; null for the photo itself. */
      place: Place | null;
    } & Candidates;
    answer: { results: Verification[]; ms: number };
  };
  verifyFrames: {
    args: { db: string; photo: string; frames: ({ place: Place } & Candidates)[] };
    /** In the order of the frames; empty for one that could not be drawn. Milliseconds for comparing, and for opening and drawing. */
    answer: { results: Verification[][]; ms: { align: number; draw: number } };
  };
  labels: {
    args: {
      db: string;
      sha256: string;
      base: string;
      numbers: ClaimNumbers;
      earlier: EarlierLabel[];
      /** Null for the first pass; for the second, at the picture as a whole, what the first one read. */
      seen: SeenText | null;
    };
    /** `rest`: what to go on from, where the picture as a whole is still to be looked at. */
    answer: { findings: Finding[]; checks: Check[]; rest: SeenText | null };
  };
  /** The labels that are laid over a stored video. */
  filmLabels: {
    args: { db: string; sha256: string; base: string };
    answer: { findings: Finding[]; checks: Check[] };
  };
  installPack: {
    args: { base: string; file: Blob; now: string };
    answer: { installed: PackSummary } | { fault: PackFault; why: string };
  };
  trustPhoto: {
    args: { base: string; pack: string; photo: { file: Blob } | { db: string; sha256: string }; now: string };
    /** How many photos are trusted now, or why this one was left out. */
    answer: { trusted: number } | { leftOut: string };
  };
  askPacks: {
    args: { base: string; db: string; sha256: string; marked: Region[] };
    /** `unreadable`: why no pack could be asked. */
    answer: { findings: Finding[]; checks: Check[]; unreadable: PhotoProblem | null };
  };
  credential: {
    args: { db: string; sha256: string; mime: string; wasm: string; trust: TrustList | null };
    answer: CredentialValidation;
  };
  compare: { args: { db: string; photo: string; source: string }; answer: Comparison };
  surfaces: { args: { db: string; sha256: string }; answer: SurfaceFeatures };
  /** Joins two pictures ahead of the first question about them. `features`: of the photo, found in whichever worker. */
  pairs: {
    args: { db: string; photo: string; features: SurfaceFeatures; other: string };
    answer: { inliers: number };
  };
  place: {
    /** `box`: the place, in the photo's own pixels; `other` may be the photo itself, whose `features` are not needed then. */
    args: { db: string; photo: string; features: SurfaceFeatures | null; other: string; box: Box };
    answer: PlaceLook;
  };
  frames: { args: { db: string; sha256: string }; answer: VideoReading };
  packingFrames: {
    args: {
      db: string;
      /** The file, or the hash under which it is stored. */
      video: Blob | string;
      /** Address of the model folder; null reads no numbers. */
      base: string | null;
      /** Whether printed lines are read where no code is in view. */
      readText: boolean;
    };
    /** JPEGs with their seconds, and what was read: texts of codes, printed lines with numbers. */
    answer: { frames: { at: number; jpeg: Uint8Array }[]; codes: string[]; text: string[] };
  };
  /** One of the pictures of a stored file in at most the working size: as a JPEG, or as a PNG. */
  picture: {
    args: { db: string; sha256: string; place: Place; lossless?: boolean };
    answer: { bytes: Uint8Array; mime: string };
  };
}

export type Method = keyof WorkerCalls;

export interface CallMessage<M extends Method = Method> {
  id: number;
  method: M;
  args: WorkerCalls[M]['args'];
  /** Others may run beside it: it lets them go first between its parts. */
  behind?: boolean;
}

export type ReplyMessage =
  | { id: number; ok: true; answer: WorkerCalls[Method]['answer'] }
  | { id: number; ok: false; error: ErrorMessage };
