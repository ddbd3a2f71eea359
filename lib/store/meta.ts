/**
 * The small values of `meta`: every name that is used is declared here with the shape of its value, checked when read. A
 * value of another shape counts as missing. Lists whose entries a module above describes are checked there, one by one.
 */
import * as v from 'valibot';
import type { ClaimLensDb } from './db.ts';

/** Single values by name. */
export const META = {
  /** The seller's settings; `settings.ts` knows their fields. */
  settings: v.record(v.string(), v.unknown()),
  /** Id of this seat: a UUID made at first use. */
  seat: v.string(),
  /** Newest entry of this seat's chain. */
  'ledger-head': v.object({ seat: v.string(), n: v.number(), hash: v.string() }),
  /** Salt of the buyers' pseudonyms: 32 random bytes; it never leaves the machine. */
  'buyer-salt': v.instance(Uint8Array),
  /** Salts of databases whose backups were restored here: what their log holds is opened with them. */
  'older-salts': v.array(v.instance(Uint8Array)),
  /** Key of the claim that a badge in a page was clicked for. */
  'looking-at': v.string(),
  /** Answer of the last check of the stored data. */
  'store-health': v.record(v.string(), v.unknown()),
  /** Filters that the seller keeps under a name. */
  'ledger-views': v.array(v.unknown()),
  /** Readers that the seller taught. */
  'taught-readers': v.array(v.unknown()),
  /** Certificates that the seller trusts, as PEM text, with their source and the date of the list. */
  'trust-list': v.object({
    pem: v.string(),
    source: v.string(),
    date: v.string(),
    licence: v.optional(v.string()),
    official: v.optional(v.boolean()),
  }),
  /** Certificates of time-stamp authorities that the seller trusts, as PEM text. */
  'anchor-trust': v.object({ pem: v.string() }),
  /** When a time-stamp authority was asked last, ISO, and why it gave no token; null where it gave one. */
  'anchor-tried': v.object({ at: v.string(), why: v.nullable(v.string()) }),
  /** Key of the product that came with the sample claims. */
  'sample-product': v.string(),
  /** Automatic backups: how often, in days, and the keys made from the password, which itself is kept nowhere. */
  'backup-plan': v.object({
    days: v.number(),
    since: v.string(),
    keys: v.object({
      iterations: v.number(),
      salt: v.string(),
      cipher: v.custom<CryptoKey>((value) => typeof value === 'object' && value !== null),
      mac: v.custom<CryptoKey>((value) => typeof value === 'object' && value !== null),
    }),
  }),
  /** The folder that automatic backups go to; a live object of the browser. */
  'backup-folder': v.custom<FileSystemDirectoryHandle>(
    (value) => typeof value === 'object' && value !== null,
  ),
  /** ISO instant at which the clock was last compared. */
  'clock-seen': v.string(),
  /** Why this machine's clock is not trusted; kept until a person has answered. */
  'clock-doubt': v.object({
    why: v.picklist(['back', 'ahead', 'server']),
    expected: v.string(),
    says: v.string(),
  }),
  /** A server's `Date` header beside this machine's time then, milliseconds since epoch each. */
  'server-clock': v.object({ here: v.number(), there: v.number() }),
  /** Claims whose photos or records are to go by age, with the ISO instant since when they stand in the list. */
  'retention-listed': v.record(
    v.string(),
    v.object({ what: v.picklist(['pixels', 'all']), since: v.string() }),
  ),
  /** Hosts that were granted for product pictures alone: the shop's own. */
  'picture-hosts': v.array(v.string()),
  /** The team that this seat belongs to, with its secrets; they never leave the machine but in an invitation. */
  team: v.object({
    url: v.string(),
    user: v.string(),
    password: v.string(),
    shop: v.string(),
    root: v.instance(Uint8Array),
    epochs: v.array(v.object({ epoch: v.number(), secret: v.instance(Uint8Array) })),
    seat: v.string(),
    keys: v.object({
      signing: v.instance(Uint8Array),
      verifying: v.instance(Uint8Array),
      unwrapping: v.instance(Uint8Array),
      wrapping: v.instance(Uint8Array),
    }),
    founder: v.object({ seat: v.string(), verifying: v.instance(Uint8Array) }),
  }),
  /** The team's seats as last received. */
  'team-roll': v.array(
    v.object({ body: v.record(v.string(), v.unknown()), place: v.number(), seq: v.number() }),
  ),
  /** How far the team's streams were read, and this seat's ledger sent. */
  'team-cursor': v.object({
    now: v.number(),
    log: v.number(),
    /** Hash of the log's message at `log`: a server that was put back from an older copy has another there, or none. */
    mark: v.string(),
    sent: v.number(),
    /** Lowest `seen` of photos that came and that own photos were not compared with yet; null for none. */
    unseen: v.nullable(v.number()),
  }),
  /** State of the connection to the team's server. */
  'team-status': v.object({
    state: v.picklist(['connecting', 'online', 'waiting', 'refused', 'revoked']),
    why: v.nullable(v.string()),
    /** Messages still to come. */
    pending: v.number(),
    /** Messages that were not accepted, by reason; and seats whose ledger does not continue. */
    refused: v.record(v.string(), v.number()),
    broken: v.array(v.string()),
    at: v.string(),
  }),
} as const;

/** Values by a name that begins with one of these. */
export const META_FAMILIES = {
  /** The last reminder shown before a deadline, as milliseconds before it: claim and deadline. */
  'notice:': v.number(),
  /** Of one claim: pictures that were withdrawn from its evidence, and addresses that the seller assigned to it. */
  'pictures-of:': v.object({
    withdrawn: v.array(
      v.looseObject({
        row: v.looseObject({ id: v.string(), originalUrl: v.string() }),
        why: v.string(),
        at: v.string(),
      }),
    ),
    assigned: v.array(v.string()),
  }),
  /** A photo's check that was asked for again, once, since a later photo came from it. */
  'sibling:': v.literal(true),
  /** The seller's answer whether two products of one name are one: key of the product taken in. */
  'same-name:': v.object({
    into: v.string(),
    joined: v.optional(v.boolean(), false),
    lent: v.optional(v.record(v.string(), v.array(v.string())), {}),
  }),
  /** Handle of a folder of the shipping archive; a live object of the browser, which no backup can hold. */
  'archive-handle:': v.custom<FileSystemDirectoryHandle>(
    (value) => typeof value === 'object' && value !== null,
  ),
} as const;

type Single = keyof typeof META;
type Family = keyof typeof META_FAMILIES;
export type MetaName = Single | `${Family}${string}`;
type SchemaOf<N extends MetaName> = N extends Single
  ? (typeof META)[N]
  : { [F in Family]: N extends `${F}${string}` ? (typeof META_FAMILIES)[F] : never }[Family];
export type MetaValue<N extends MetaName> = v.InferOutput<SchemaOf<N>>;

/** The declared shape of a name's value; undefined for a name that nobody declared. */
export function metaSchema(name: string): v.GenericSchema | undefined {
  if (Object.hasOwn(META, name)) return META[name as Single];
  const family = (Object.keys(META_FAMILIES) as Family[]).find((start) => name.startsWith(start));
  return family && META_FAMILIES[family];
}

/** The value of a name; null when there is none, or one of another shape. */
export async function readMeta<N extends MetaName>(db: ClaimLensDb, name: N): Promise<MetaValue<N> | null> {
  const row = await db.meta.get(name);
  const parsed = row && v.safeParse(metaSchema(name)!, row.value);
  return parsed?.success ? (parsed.output as MetaValue<N>) : null;
}

/** The value of any name, also of one that this version does not declare, unchecked: for looking through, not for use. */
export const anyMeta = async (db: ClaimLensDb, name: string): Promise<unknown> =>
  (await db.meta.get(name))?.value;

/** Writes a value in place of the old one. Joins a running transaction over `meta`. */
export async function writeMeta<N extends MetaName>(
  db: ClaimLensDb,
  name: N,
  value: MetaValue<N>,
): Promise<void> {
  await db.meta.put({ v: 1, name, value });
}

export async function deleteMeta(db: ClaimLensDb, name: MetaName): Promise<void> {
  await db.meta.delete(name);
}
