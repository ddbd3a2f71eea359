/**
 * What erasing does to every table and every value of `meta`. The types make it complete: a new table or name that is not
 * decided here does not compile, and a test looks for an erased claim in all of them.
 */
import { ARCHIVE_PRODUCT, stillsOf } from '../../cases/archive-stills.ts';
import { entriesOf, type Mentions } from '../../cases/erase.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import { type Emptied, emptied } from '../../store/ledger-chain.ts';
import {
  anyMeta,
  deleteMeta,
  type META,
  META_FAMILIES,
  type MetaName,
  readMeta,
  writeMeta,
} from '../../store/meta.ts';
import { CAMERA_FOLDER } from '../archive/camera-folder.ts';

/** One erasure under way. All functions run in one transaction over all tables. */
export interface Erasing {
  db: ClaimLensDb;
  claimKeys: string[];
  mentions: Mentions;
  /** Hashes of pictures that nothing else needs. */
  blobs: string[];
  /** Filled by the ledger's part: what the tombstone names. */
  emptied: Emptied;
}

type Erase = (erasing: Erasing) => Promise<unknown>;
type Table = keyof {
  [T in keyof ClaimLensDb as ClaimLensDb[T] extends { bulkPut: unknown } ? T : never]: unknown;
};

/** Holds nothing of a claim, for the reason given. */
const nothing =
  (_why: string): Erase =>
  async () =>
    undefined;

const byClaim =
  (
    table: 'readings' | 'evidence' | 'findings' | 'checks' | 'notes' | 'requests' | 'decisions' | 'payments',
  ): Erase =>
  ({ db, claimKeys }) =>
    db.table(table).where('claimKey').anyOf(claimKeys).delete();

const byKey =
  (table: 'claims' | 'verdicts' | 'flags' | 'cases' | 'teamClaims'): Erase =>
  ({ db, claimKeys }) =>
    db.table(table).bulkDelete(claimKeys);

/** Findings of other claims that name an erased one stay true without its number. */
const findings: Erase = async (erasing) => {
  await byClaim('findings')(erasing);
  const { db, mentions } = erasing;
  const rows = await db.findings.filter(({ finding }) => mentions.inside(finding)).toArray();
  const without = (value: unknown): unknown => {
    if (typeof value === 'string') return mentions.inside(value) ? '' : value;
    if (Array.isArray(value)) return value.map(without);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, without(member)]));
  };
  await db.findings.bulkPut(
    rows.map((row) => {
      const { against, facts, ...rest } = row.finding;
      const kept = against && { ...against, claim: undefined, file: undefined };
      return { ...row, finding: { ...rest, ...(kept && { against: kept }), facts: without(facts) } as never };
    }),
  );
};

/** Parcels of erased claims leave the index; captures of the packing camera, whose bytes are kept here, go with them. */
const archiveFiles: Erase = async ({ db, mentions }) => {
  const rows = (await db.archiveFiles.toArray()).filter(({ numbers }) =>
    numbers.some((number) => mentions.numbers.has(number)),
  );
  await db.archiveFiles.bulkDelete(rows.map(({ id }) => id));
  const left = new Set((await db.archiveFiles.toArray()).flatMap((row) => [row.sha256, ...stillsOf(row)]));
  for (const row of rows) {
    for (const still of stillsOf(row).filter((one) => !left.has(one))) {
      const stills = await db.libraryImages.where('sha256').equals(still).toArray();
      await db.libraryImages.bulkDelete(
        stills.filter(({ productKey }) => productKey.startsWith(ARCHIVE_PRODUCT)).map(({ id }) => id),
      );
      await dropBytes(db, still);
    }
    if (row.folder === CAMERA_FOLDER && row.sha256 && !left.has(row.sha256)) await dropBytes(db, row.sha256);
  }
};

async function dropBytes(db: ClaimLensDb, sha256: string): Promise<void> {
  const needed =
    (await db.evidence.where('sha256').equals(sha256).count()) +
    (await db.libraryImages.where('sha256').equals(sha256).count());
  if (needed > 0) return;
  await db.blobs.delete(sha256);
  await db.photos.delete(sha256);
  await db.masks.delete(sha256);
}

const ledger: Erase = async (erasing) => {
  const rows = entriesOf(await erasing.db.ledger.toArray(), erasing.claimKeys, erasing.mentions);
  const plan = emptied(rows);
  erasing.emptied = plan.places;
  await erasing.db.ledger.bulkPut(plan.rows);
};

/** In the order in which they run: what others are looked up by goes last. */
export const TABLES: Record<Table, Erase> = {
  readings: byClaim('readings'),
  evidence: byClaim('evidence'),
  findings,
  checks: byClaim('checks'),
  notes: byClaim('notes'),
  requests: byClaim('requests'),
  decisions: byClaim('decisions'),
  payments: byClaim('payments'),
  jobs: async ({ db, claimKeys, mentions }) => {
    await db.jobs.where('claimKey').anyOf(claimKeys).delete();
    await db.jobs.filter(({ claimKey, subject }) => claimKey === null && mentions.inside(subject)).delete();
  },
  blobs: ({ db, blobs }) => db.blobs.bulkDelete(blobs),
  /** A colleague's product picture stays findable by its fingerprint; what this seat read in the file, and the bytes, go. */
  photos: async ({ db, blobs }) => {
    const shared = new Set(
      (await db.teamImages.where('sha256').anyOf(blobs).toArray()).map(({ sha256 }) => sha256),
    );
    await db.photos.bulkDelete(blobs.filter((sha256) => !shared.has(sha256)));
    await db.photos
      .where('sha256')
      .anyOf([...shared])
      .modify({ report: null });
  },
  masks: ({ db, blobs }) => db.masks.bulkDelete(blobs),
  archiveFiles,
  products: nothing('goods of the shop, also where a claim’s page showed them first'),
  libraryImages: nothing('pictures of goods; stills of parcels go with archiveFiles'),
  // Packed pieces hold fingerprints of several photos; they are made again from those that stay.
  indexShards: ({ db }) => db.indexShards.filter(({ key }) => key.includes('/evidence/')).delete(),
  // The address of a page may be that of one claim; a row of a list is written again when the page is read again.
  health: async ({ db, claimKeys, mentions }) => {
    for (const row of await db.health.toArray()) {
      if (mentions.inside(row.url)) await db.health.delete(row.id);
      else if (row.keys.some((key) => claimKeys.includes(key)))
        await db.health.put({ ...row, keys: row.keys.filter((key) => !claimKeys.includes(key)) });
    }
  },
  teamOutbox: ({ db, claimKeys }) =>
    db.teamOutbox
      .filter(({ subject }) => claimKeys.some((key) => subject === key || subject.startsWith(`${key}#`)))
      .delete(),
  /** The key goes here and now; that it is to go everywhere is put into the outbox under its name on the server. */
  teamKeys: async ({ db, claimKeys }) => {
    for (const { name } of await db.teamKeys.where('claimKey').anyOf(claimKeys).toArray()) {
      await db.teamKeys.delete(name);
      await db.teamOutbox.put({ v: 1, id: `erase:${name}`, kind: 'erase', subject: name, n: 0 });
    }
  },
  teamPlaces: nothing('names are keyed hashes'),
  teamPhotos: ({ db, claimKeys }) =>
    db.teamPhotos.filter(({ id }) => claimKeys.some((key) => id.startsWith(`${key}#`))).delete(),
  teamClaims: byKey('teamClaims'),
  teamImages: nothing('pictures of goods'),
  teamShared: nothing('pictures of goods'),
  teamWants: ({ db, mentions }) =>
    db.teamWants.filter(({ id, recheck }) => mentions.inside(id) || mentions.inside(recheck)).delete(),
  claims: byKey('claims'),
  verdicts: byKey('verdicts'),
  flags: byKey('flags'),
  cases: byKey('cases'),
  anchors: nothing('hashes and times; emptied entries keep their hash'),
  meta: (erasing) => eraseMeta(erasing),
  ledger,
};

type EraseValue = (erasing: Erasing, name: MetaName) => Promise<unknown>;
const keep =
  (_why: string): EraseValue =>
  async () =>
    undefined;
/** The value goes when its name, or what it holds, speaks of the claim. */
const dropIfNamed: EraseValue = async ({ db, mentions }, name) => {
  if (mentions.inside(name) || mentions.inside(await anyMeta(db, name))) await deleteMeta(db, name);
};

export const META_VALUES: Record<keyof typeof META | keyof typeof META_FAMILIES, EraseValue> = {
  settings: keep('of the seller'),
  seat: keep('a random number'),
  'ledger-head': keep('hash of the newest entry'),
  'buyer-salt': keep('random bytes'),
  'older-salts': keep('random bytes'),
  'looking-at': dropIfNamed,
  'store-health': keep('counts and places'),
  /** Filters may hold a buyer's name or an order's number as the words looked for. */
  'ledger-views': async ({ db, mentions }) => {
    const views = await readMeta(db, 'ledger-views');
    if (views && mentions.inside(views))
      await writeMeta(
        db,
        'ledger-views',
        views.filter((view) => !mentions.inside(view)),
      );
  },
  'taught-readers': keep('how pages are built'),
  'trust-list': keep('certificates'),
  'anchor-trust': keep('certificates'),
  'anchor-tried': keep('a time and a reason'),
  'sample-product': keep('a product of ours'),
  'backup-plan': keep('keys and times'),
  'backup-folder': keep('a folder of the seller’s'),
  'clock-seen': keep('a time'),
  'clock-doubt': keep('times'),
  'server-clock': keep('times'),
  'retention-listed': async ({ db, claimKeys }) => {
    const listed = await readMeta(db, 'retention-listed');
    if (listed)
      await writeMeta(
        db,
        'retention-listed',
        Object.fromEntries(Object.entries(listed).filter(([key]) => !claimKeys.includes(key))),
      );
  },
  'picture-hosts': keep('hosts of the shop'),
  team: keep('address and keys'),
  'team-roll': keep('names of seats'),
  'team-cursor': keep('numbers'),
  'team-status': keep('states and counts'),
  'notice:': dropIfNamed,
  'sibling:': dropIfNamed,
  'same-name:': keep('products'),
  'pictures-of:': dropIfNamed,
  'archive-handle:': keep('a folder of the seller’s'),
};

async function eraseMeta(erasing: Erasing): Promise<void> {
  const names = (await erasing.db.meta.toCollection().primaryKeys()) as MetaName[];
  const families = Object.keys(META_FAMILIES) as (keyof typeof META_FAMILIES)[];
  for (const name of names) {
    const family = families.find((start) => name.startsWith(start));
    const erase = (META_VALUES as Record<string, EraseValue | undefined>)[family ?? name];
    // A name that this version does not know may hold anything: it goes as soon as it speaks of the claim.
    await (erase ?? dropIfNamed)(erasing, name);
  }
}
