/** The rows of a team (lib/team). They stay empty where there is none. */

/** What is to be sent. Key: `id` = `${kind}:${subject}`, so that the same thing changed twice is sent once, as it then stands. */
export interface OutboxRow {
  v: 1;
  id: string;
  kind: 'claim' | 'photo' | 'flag' | 'words' | 'picture' | 'reader' | 'assign' | 'look' | 'leave' | 'erase';
  /** Claim key, photo key, evidence id, page of a taught reader, or for `erase` the claim's name on the server: an erased claim is not mentioned here. */
  subject: string;
  /** Place in the seat's own ledger that asked for it: sent in that order. */
  n: number;
}

/** A claim's own data key. Key: `name` = keyed hash of the claim's key. */
export interface TeamKeyRow {
  v: 1;
  name: string;
  claimKey: string;
  key: Uint8Array;
}

/** How far a subject has come on the server. Key: `id` = the subject's part behind the shop. */
export interface TeamPlaceRow {
  v: 1;
  id: string;
  /** Highest place that was seen or sent: an earlier one that comes again is a replay. */
  place: number;
  /** Sequence of that message. */
  seq: number;
  /** Hash of its content, so that the same is not sent twice. */
  hash: string;
}

/** A photo whose fingerprint the team shares. Key: `id` = photo key. */
export interface TeamPhotoRow {
  v: 1;
  id: string;
  sha256: string;
  /** Sequence on the server. */
  seq: number;
  /** Another seat's. */
  foreign: boolean;
}

interface TeamLook {
  seat: string;
  until: number;
}

/** What the team knows of a claim beside the claim. Key: `claimKey`. */
export interface TeamClaimRow {
  v: 1;
  claimKey: string;
  /** Seat whose reading this is; null for claims that this seat read itself. */
  from: string | null;
  assignee: string | null;
  /** The other seat that opened it last, until when by this machine's clock (ms since epoch), and further ones that have it open. */
  look: (TeamLook & { others?: TeamLook[] }) | null;
  /** Ids of evidence that a seat said is not the buyer's: it may come in later all the same. */
  notBuyers?: string[];
}

/**
 * A product picture of another seat's library: known by its fingerprint (`photos`), its bytes come when a check wants them.
 * Key: `id` = names of the seat and of the picture on the server.
 */
export interface TeamImageRow {
  v: 1;
  id: string;
  seat: string;
  sha256: string;
  /** `team:`, the seat and the product's key there: never taken for a product of this seat's own. */
  productKey: string;
  title: string;
  itemIds: string[];
  /** File name at the seat. */
  name: string;
  /** When that seat saved it, ISO. */
  addedAt: string;
  /** Sequence on the server. */
  seq: number;
}

/** A product picture of this seat that the team knows. Key: `id` = image key. */
export interface TeamSharedRow {
  v: 1;
  id: string;
  sha256: string;
  /** Hash of what was sent, so that the same is not sent twice. */
  hash: string;
}

/** Bytes that are wanted from another seat. Key: `id` = photo key of the picture; for a product picture with `library` for the claim. */
export interface TeamWantRow {
  v: 1;
  id: string;
  /** Photo keys that are to be checked again when it has come. */
  recheck: string[];
  asked: boolean;
}

export const TEAM_TABLES = {
  teamOutbox: 'id, n',
  teamKeys: 'name, claimKey',
  teamPlaces: 'id',
  teamPhotos: 'id, seq, sha256',
  teamClaims: 'claimKey, assignee, look.seat',
  teamWants: 'id',
} as const;

/** Since schema 9. */
export const TEAM_LIBRARY_TABLES = {
  teamImages: 'id, seq, sha256, seat, productKey',
  teamShared: 'id',
} as const;

/** All tables of a team, for what concerns them together. */
export const ALL_TEAM_TABLES = [...Object.keys(TEAM_TABLES), ...Object.keys(TEAM_LIBRARY_TABLES)];
