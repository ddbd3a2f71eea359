/** The database: its tables, their indexes and their migrations. The single source of truth of the product. */
import Dexie, { type EntityTable, type Transaction } from 'dexie';
import { utcInstant } from '../claims/instants.ts';
import {
  type ArchiveFileRow,
  CASE_TABLES,
  type CaseRow,
  type DecisionRow,
  type MaskRow,
  type NoteRow,
  type PaymentRow,
  type RequestRow,
} from './case-rows.ts';
import { lateTombstone } from './ledger-chain.ts';
import { withCurrentFacts } from './old-facts.ts';
import type {
  AnchorRow,
  BlobRow,
  CheckRow,
  ClaimRow,
  EvidenceRow,
  FindingRow,
  FlagRow,
  IndexShardRow,
  JobRow,
  LedgerRow,
  LibraryImageRow,
  MetaRow,
  PhotoRow,
  ProductRow,
  ReaderHealthRow,
  ReadingRow,
  VerdictRow,
} from './rows.ts';
import {
  type OutboxRow,
  TEAM_LIBRARY_TABLES,
  TEAM_TABLES,
  type TeamClaimRow,
  type TeamImageRow,
  type TeamKeyRow,
  type TeamPhotoRow,
  type TeamPlaceRow,
  type TeamSharedRow,
  type TeamWantRow,
} from './team/rows.ts';

export const DB_NAME = 'claimlens';

/** Index declarations per schema version; a new version adds an entry here and, where rows change shape, an upgrade below. */
export const SCHEMA: Record<number, Record<string, string | null>> = {
  1: {
    claims: 'key, console, shopId, buyerKey, appliedAt, deadlineAt, touchedAt',
    readings: 'id, claimKey, at',
    evidence: 'id, claimKey, sha256, state',
    blobs: 'sha256, addedAt',
    photos: 'sha256',
    products: 'key, addedAt, *itemIds',
    libraryImages: 'id, productKey, sha256, state, url',
    jobs: 'id, state, [state+priority], claimKey, [claimKey+state]',
    findings: 'id, claimKey, sha256, code, [claimKey+sha256]',
    checks: 'id, claimKey, sha256, [claimKey+sha256]',
    verdicts: 'claimKey, verdict',
    flags: 'claimKey',
    ledger: 'hash, [seat+n], subject, at',
    health: 'id, console',
    meta: 'name',
    indexShards: 'key',
  },
  2: CASE_TABLES,
  // Work of one kind is found without reading past thousands of jobs of another.
  3: { jobs: 'id, state, [state+priority], [state+kind+priority], claimKey, [claimKey+state]' },
  // Facts of findings under one name each: see UPGRADES.
  4: {},
  // Instants of claims in one form, and a tombstone for entries that were emptied without one: see UPGRADES.
  5: {},
  // Claims of one order are found without reading all: twins.ts.
  6: { claims: 'key, console, shopId, buyerKey, appliedAt, deadlineAt, touchedAt, claim.orderId' },
  // Stretches of the log that a time-stamp authority has seen the hash of.
  7: { anchors: 'digest, [seat+to]' },
  8: TEAM_TABLES,
  // Product pictures of other seats.
  9: TEAM_LIBRARY_TABLES,
};

/** What changes in the rows when a database reaches a version. */
const UPGRADES: Record<number, (change: Transaction) => Promise<unknown>> = {
  4: (change) =>
    change
      .table<FindingRow>('findings')
      .toCollection()
      .modify((row) => {
        row.finding = withCurrentFacts(row.finding as never);
      }),
  5: async (change) => {
    await change
      .table<ClaimRow>('claims')
      .toCollection()
      .modify((row) => {
        row.appliedAt = utcInstant(row.appliedAt);
        if (row.deadlineAt) row.deadlineAt = utcInstant(row.deadlineAt);
      });
    const values = change.table<MetaRow>('meta');
    const seat = (await values.get('seat'))?.value;
    if (typeof seat !== 'string') return;
    const ledger = change.table<LedgerRow>('ledger');
    const late = lateTombstone(await ledger.toArray(), seat, new Date().toISOString());
    if (!late) return;
    await ledger.add(late);
    await values.put({ v: 1, name: 'ledger-head', value: { seat, n: late.n, hash: late.hash } });
  },
};

export class ClaimLensDb extends Dexie {
  claims!: EntityTable<ClaimRow, 'key'>;
  readings!: EntityTable<ReadingRow, 'id'>;
  evidence!: EntityTable<EvidenceRow, 'id'>;
  blobs!: EntityTable<BlobRow, 'sha256'>;
  photos!: EntityTable<PhotoRow, 'sha256'>;
  products!: EntityTable<ProductRow, 'key'>;
  libraryImages!: EntityTable<LibraryImageRow, 'id'>;
  jobs!: EntityTable<JobRow, 'id'>;
  findings!: EntityTable<FindingRow, 'id'>;
  checks!: EntityTable<CheckRow, 'id'>;
  verdicts!: EntityTable<VerdictRow, 'claimKey'>;
  flags!: EntityTable<FlagRow, 'claimKey'>;
  ledger!: EntityTable<LedgerRow, 'hash'>;
  health!: EntityTable<ReaderHealthRow, 'id'>;
  meta!: EntityTable<MetaRow, 'name'>;
  indexShards!: EntityTable<IndexShardRow, 'key'>;
  cases!: EntityTable<CaseRow, 'claimKey'>;
  notes!: EntityTable<NoteRow, 'id'>;
  requests!: EntityTable<RequestRow, 'id'>;
  decisions!: EntityTable<DecisionRow, 'id'>;
  payments!: EntityTable<PaymentRow, 'id'>;
  archiveFiles!: EntityTable<ArchiveFileRow, 'id'>;
  masks!: EntityTable<MaskRow, 'sha256'>;
  anchors!: EntityTable<AnchorRow, 'digest'>;
  teamOutbox!: EntityTable<OutboxRow, 'id'>;
  teamKeys!: EntityTable<TeamKeyRow, 'name'>;
  teamPlaces!: EntityTable<TeamPlaceRow, 'id'>;
  teamPhotos!: EntityTable<TeamPhotoRow, 'id'>;
  teamClaims!: EntityTable<TeamClaimRow, 'claimKey'>;
  teamWants!: EntityTable<TeamWantRow, 'id'>;
  teamImages!: EntityTable<TeamImageRow, 'id'>;
  teamShared!: EntityTable<TeamSharedRow, 'id'>;

  /**
   * @param name database name; the audit uses one of its own so that it never touches the shop's data
   * @param upTo highest schema version to declare (tests open old shapes with it)
   */
  constructor(name: string = DB_NAME, upTo: number = schemaVersion()) {
    // Its cache serves live queries alone, and copies each row of theirs once more.
    super(name, { cache: 'disabled' });
    for (const [version, stores] of Object.entries(SCHEMA)) {
      if (Number(version) > upTo) continue;
      const declared = this.version(Number(version)).stores(stores);
      const upgrade = UPGRADES[Number(version)];
      if (upgrade) declared.upgrade(upgrade);
    }
  }
}

/** Version of the current schema. */
export const schemaVersion = (): number => Math.max(...Object.keys(SCHEMA).map(Number));

/** Names of all tables of the current schema. */
export const tableNames = (): string[] => [
  ...new Set(Object.values(SCHEMA).flatMap((stores) => Object.keys(stores))),
];

/**
 * Rows whose `index` is one of `keys`, in the order of the keys. Each key is asked for at once: Dexie's `anyOf` walks a cursor, which waits
 * for the browser at every row. Inside a transaction they share it.
 */
export async function rowsOf<T>(
  table: { where(index: string): { equals(key: string): { toArray(): PromiseLike<T[]> } } },
  index: string,
  keys: readonly string[],
): Promise<T[]> {
  return (await Promise.all(keys.map((key) => table.where(index).equals(key).toArray()))).flat();
}

let shared: ClaimLensDb | undefined;

/** The shop's own database, opened once per context. */
export function shopDb(): ClaimLensDb {
  shared ??= new ClaimLensDb();
  return shared;
}
