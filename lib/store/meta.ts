/**
 * The small values of `meta`: every name that is used is declared here with the shape of its value, checked when read. A
 * value of another shape counts as missing. Lists of things that a room above describes are checked there, one by one.
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
  /** Key of the product that came with the sample claims. */
  'sample-product': v.string(),
  /** ISO instant at which the clock was looked at last. */
  'clock-seen': v.string(),
  /** Why this machine's clock is not believed; stands until a person has answered. */
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
} as const;

/** Values by a name that begins with one of these. */
export const META_FAMILIES = {
  /** Which mark before a deadline was told, in milliseconds: claim and deadline. */
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
