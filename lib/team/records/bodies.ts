/** What messages say. Every body is checked when it comes in: a member may be of another version, or lie. */
import * as v from 'valibot';
import { Claim, DECISIONS } from '../../claims/model.ts';

const Hex = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)));
export const Sha256 = Hex(64);
const Base64 = (most: number) => v.pipe(v.string(), v.maxLength(most), v.regex(/^[A-Za-z0-9+/]*={0,2}$/));
const Text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const Instant = v.pipe(v.string(), v.isoTimestamp());
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Id of a seat on the roll, or of a ledger's chain: both random. */
const Seat = v.pipe(v.string(), v.regex(/^[0-9a-f-]{8,40}$/));
const ClaimKey = v.pipe(v.string(), v.maxLength(160));

/** A seat as the team knows it. Keys are base64 of 32 bytes. */
export const SeatBody = v.object({
  seat: Seat,
  /** Id of the seat's ledger chain; the seat's own id while it is only invited. */
  chain: Seat,
  name: Text(60),
  state: v.picklist(['invited', 'active', 'left', 'revoked']),
  verifying: Base64(64),
  wrapping: Base64(64),
  /** What lets a seat speak: signed by the founder for one invitation key; null for the founder. */
  grant: v.nullable(v.object({ seat: Seat, key: Base64(64), until: Instant, by: Base64(120) })),
  /** The invitation key's signature over the seat's own keys; empty while it is only invited. */
  proof: Base64(120),
  /** Sequence of the seat's last log message when it was revoked: what comes later is refused. */
  endsAt: v.optional(Count),
});
export type SeatBody = v.InferOutput<typeof SeatBody>;

/** A new epoch's secret, wrapped for every seat that stays. */
export const EpochBody = v.object({
  epoch: Count,
  with: Base64(64),
  boxes: v.record(Seat, Base64(200)),
  /** Secret of the epoch before, under this one: a seat that comes later reads what was written earlier. */
  before: Base64(200),
});
export type EpochBody = v.InferOutput<typeof EpochBody>;

/** A claim's own key. */
export const KeyBody = v.object({ key: Base64(64) });

export const ClaimBody = v.object({ claim: Claim, firstSeenAt: Instant, appliedAt: Instant });
export type ClaimBody = v.InferOutput<typeof ClaimBody>;

/** Longest side of a fingerprint's or preview's base64: previews are 320 px. */
const PRINT = Base64(200_000);

export const PhotoBody = v.object({
  claim: ClaimKey,
  sha256: Sha256,
  evidence: v.object({
    id: Text(300),
    url: Text(4_096),
    originalUrl: Text(4_096),
    kind: v.picklist(['photo', 'video']),
    round: v.pipe(Count, v.maxValue(1_000)),
    seenAt: Instant,
    name: v.nullable(Text(300)),
  }),
  mime: Text(100),
  width: v.pipe(Count, v.maxValue(100_000)),
  height: v.pipe(Count, v.maxValue(100_000)),
  print: PRINT,
  version: Text(60),
  windows: v.pipe(v.array(PRINT), v.maxLength(40)),
  preview: PRINT,
  /** Sequence up to which the seat knew the others' photos when it compared this one. */
  seen: Count,
});
export type PhotoBody = v.InferOutput<typeof PhotoBody>;

/** A fingerprint has 6.1 KB at most (lib/match/fingerprint/codec.ts), and what is shared of a preview 36 KB: as base64. */
const SMALL_PRINT = Base64(9_000);
const SMALL_PREVIEW = Base64(48_000);

/** A product picture of one seat's library; `gone` where it is no longer there. */
export const ImageBody = v.variant('gone', [
  v.object({ gone: v.literal(true) }),
  v.object({
    gone: v.literal(false),
    sha256: Sha256,
    product: v.object({
      key: Text(400),
      title: Text(300),
      itemIds: v.pipe(v.array(Text(60)), v.maxLength(60)),
    }),
    name: Text(300),
    addedAt: Instant,
    /** Learned from a claim's own page, which every seat that reads the claim does for itself. */
    learned: v.boolean(),
    mime: Text(100),
    width: v.pipe(Count, v.minValue(1), v.maxValue(100_000)),
    height: v.pipe(Count, v.minValue(1), v.maxValue(100_000)),
    print: SMALL_PRINT,
    version: Text(60),
    windows: v.pipe(v.array(SMALL_PRINT), v.maxLength(40)),
    preview: SMALL_PREVIEW,
  }),
]);
export type ImageBody = v.InferOutput<typeof ImageBody>;

/** One seat's photo resembles another seat's: a reason to look, no more. The other seat compares them itself. */
export const PairBody = v.object({ photo: Sha256, against: Sha256 });

const Note = v.object({ id: Sha256, at: Instant, text: Text(4_000), seat: Seat });
export type SharedNote = v.InferOutput<typeof Note>;

const Decision = v.object({
  id: Sha256,
  at: Instant,
  what: v.picklist(DECISIONS),
  reviewedByPerson: v.boolean(),
  reason: Text(4_000),
  verdictShown: Text(60),
  verdictInstead: v.nullable(Text(60)),
  photo: v.nullable(Sha256),
  against: v.nullable(Sha256),
  /** Decisions that whoever made this one had before them. */
  settles: v.pipe(v.array(Sha256), v.maxLength(200)),
  seat: Seat,
});
export type SharedDecision = v.InferOutput<typeof Decision>;

/** Whether a picture is the buyer's: a person said so, or the seat that read the page found whose it is. */
const PictureWord = v.object({
  /** Id of the evidence row: the same on every seat that reads the claim. */
  id: Text(300),
  buyers: v.boolean(),
  why: v.picklist(['not-buyers', 'other-owner', 'better-reading']),
  at: Instant,
  seat: Seat,
});
export type PictureWord = v.InferOutput<typeof PictureWord>;

/** A claim's shared state: one document, written with compare-and-set. */
export const StateBody = v.object({
  claim: ClaimKey,
  flag: v.nullable(
    v.object({ on: v.boolean(), passed: v.boolean(), note: Text(2_000), at: Instant, seat: Seat }),
  ),
  assignee: v.nullable(v.object({ seat: v.nullable(Seat), by: Seat })),
  notes: v.pipe(v.array(Note), v.maxLength(300)),
  decisions: v.pipe(v.array(Decision), v.maxLength(200)),
  /** Absent in documents of a version before this. */
  pictures: v.optional(v.pipe(v.array(PictureWord), v.maxLength(500)), []),
});
export type StateBody = v.InferOutput<typeof StateBody>;

/** A reader that a seat taught for a page; null where it was forgotten. What it may hold, lib/consoles/teach/spec.ts says. */
export const ReaderBody = v.object({ key: Text(800), reader: v.unknown() });

export const LeaseBody = v.object({ claim: ClaimKey, open: v.boolean() });

/** A seat asks for a picture's bytes. */
export const WantBody = v.object({ claim: ClaimKey, sha256: Sha256 });

/** A seat asks for a product picture's bytes. */
export const AskBody = v.object({ sha256: Sha256 });

/** A piece of a picture: bytes in base64, its number from 0, and how many there are. */
export const PieceBody = v.object({
  sha256: Sha256,
  n: v.pipe(Count, v.maxValue(400)),
  of: v.pipe(Count, v.minValue(1), v.maxValue(400)),
  mime: Text(100),
  bytes: Base64(900_000),
});

/** Consecutive entries of one seat's ledger, in order. The content of one about a claim is under the claim's own key. */
export const LogBody = v.object({
  entries: v.pipe(
    v.array(
      v.object({
        n: v.pipe(Count, v.minValue(1)),
        hash: Sha256,
        prev: v.nullable(Sha256),
        at: Instant,
        /** Name of the claim whose key seals `inside`; null where the epoch's own key is enough. */
        claim: v.nullable(Hex(32)),
        /** Canonical JSON of what, subject and data: plain, or sealed and in base64. */
        inside: Text(400_000),
      }),
    ),
    v.minLength(1),
    v.maxLength(500),
  ),
});
export type LogBody = v.InferOutput<typeof LogBody>;
