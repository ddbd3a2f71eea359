/** The shape of every row that a backup may hold. A file from outside is data like any other: what does not fit is set aside. */
import * as v from 'valibot';
import { VERDICTS } from '../../claims/finding.ts';
import { Claim, DECISIONS, Instant, Money } from '../../claims/model.ts';
import { isEmptied, ledgerHash } from '../../store/ledger-chain.ts';
import { metaSchema } from '../../store/meta.ts';
import type { FindingRow, LedgerRow } from '../../store/rows.ts';
import { validFinding } from '../../verdict/validate.ts';
import { checkToken } from '../anchor/timestamp.ts';

const Sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Key = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000));
const ClaimKey = v.pipe(v.string(), v.regex(/^[a-z0-9-]+:.+$/s), v.maxLength(400));
const Text = v.pipe(v.string(), v.maxLength(20_000));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Place of a log entry. */
const Place = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** Rows of early versions hold an empty text where the time was not known. */
const At = v.union([Instant, v.literal('')]);
const Maybe = <S extends v.GenericSchema>(schema: S) => v.nullable(schema);
const Bytes = v.instance(Uint8Array);
/** Addresses that are asked for later: https, or none at all for files of the seller's own. */
const Address = v.pipe(
  v.string(),
  v.maxLength(4_096),
  v.check((url) => url === '' || URL.parse(url)?.protocol === 'https:', 'not an https address'),
);

const Parts = v.strictObject({
  total: Maybe(Count),
  why: v.picklist(['size', 'room']),
  parts: v.pipe(
    v.array(v.strictObject({ from: Count, to: Count, sha256: Sha })),
    v.minLength(1),
    v.maxLength(2),
  ),
});

const Begun = v.strictObject({
  sha256: Sha,
  url: Address,
  total: Maybe(Count),
  why: Parts.entries.why,
  said: v.strictObject({
    status: v.number(),
    headers: v.record(v.string(), v.string()),
    version: Maybe(v.string()),
  }),
});

const Fetch = v.looseObject({
  usedUrl: Address,
  at: At,
  status: v.number(),
  headers: v.record(v.string(), v.string()),
  how: v.picklist(['original', 'as-shown', 'page', 'pixels-only', 'file', 'team']),
  tries: v.array(v.object({ url: v.string(), outcome: v.string() })),
  error: v.optional(Text),
  parts: v.optional(Parts),
});

const isFinding = (row: unknown): boolean => {
  try {
    validFinding((row as FindingRow).finding);
    return true;
  } catch {
    return false;
  }
};

const SCHEMAS: Record<string, v.GenericSchema> = {
  claims: v.pipe(
    v.looseObject({
      v: v.literal(1),
      key: ClaimKey,
      claim: Claim,
      console: Key,
      shopId: v.string(),
      buyerKey: Maybe(v.string()),
      firstSeenAt: Instant,
      lastReadAt: At,
      appliedAt: Instant,
      deadlineAt: Maybe(Instant),
      touchedAt: Count,
    }),
    v.check(({ key, claim, console }) => claim.key === key && claim.console === console, 'two keys'),
  ),
  readings: v.looseObject({ v: v.literal(1), id: Key, claimKey: ClaimKey, claim: Claim, at: Instant }),
  evidence: v.looseObject({
    v: v.literal(1),
    id: Key,
    claimKey: ClaimKey,
    url: Address,
    originalUrl: Address,
    kind: v.picklist(['photo', 'video']),
    round: Count,
    seenAt: Instant,
    state: v.picklist(['waiting', 'kept', 'unavailable']),
    sha256: Maybe(Sha),
    fetch: Maybe(Fetch),
    begun: v.optional(Begun),
    name: Maybe(Text),
  }),
  blobs: v.looseObject({
    v: v.literal(1),
    sha256: Sha,
    bytes: Bytes,
    size: Count,
    mime: v.pipe(v.string(), v.regex(/^[\w.+-]+\/[\w.+-]+$|^$/)),
    addedAt: At,
    parts: v.optional(Parts),
  }),
  photos: v.looseObject({
    v: v.literal(1),
    sha256: Sha,
    mime: v.string(),
    width: Count,
    height: Count,
    fingerprint: Maybe(Bytes),
    fingerprintVersion: v.string(),
    preview: Maybe(Bytes),
  }),
  products: v.looseObject({
    v: v.literal(1),
    key: Key,
    title: Text,
    itemIds: v.array(v.string()),
    source: v.picklist(['folder', 'zip', 'sheet', 'page', 'claim', 'paste', 'audit']),
    addedAt: At,
  }),
  libraryImages: v.looseObject({
    v: v.literal(1),
    id: Key,
    productKey: Key,
    sha256: v.string(),
    name: Text,
    url: Maybe(Address),
    addedAt: At,
    state: v.picklist(['ready', 'waiting', 'unusable']),
    why: Maybe(Text),
  }),
  findings: v.pipe(
    v.looseObject({
      v: v.literal(1),
      id: Key,
      claimKey: ClaimKey,
      sha256: Maybe(v.string()),
      code: v.string(),
      at: At,
    }),
    v.check((row) => isFinding(row), 'facts that do not fit the code'),
  ),
  checks: v.looseObject({
    v: v.literal(1),
    id: Key,
    claimKey: ClaimKey,
    sha256: v.string(),
    check: v.looseObject({
      name: v.string(),
      version: v.string(),
      result: v.looseObject({ state: v.string() }),
    }),
    ms: v.number(),
    at: At,
  }),
  verdicts: v.looseObject({
    v: v.literal(1),
    claimKey: ClaimKey,
    verdict: v.picklist(VERDICTS),
    because: v.array(v.string()),
    photos: v.object({ total: Count, checked: Count, notChecked: Count }),
    at: At,
  }),
  flags: v.looseObject({ v: v.literal(1), claimKey: ClaimKey, on: v.boolean(), note: Text, at: At }),
  ledger: v.pipe(
    v.looseObject({
      v: v.literal(1),
      hash: Sha,
      seat: Key,
      n: Place,
      prev: Maybe(Sha),
      at: Instant,
      what: v.string(),
      subject: v.string(),
      data: v.record(v.string(), v.unknown()),
    }),
    v.check((row) => isEmptied(row as LedgerRow) || ledgerHash(row as LedgerRow) === row.hash, 'hash'),
  ),
  cases: v.looseObject({
    v: v.literal(1),
    claimKey: ClaimKey,
    openedAt: Instant,
    state: v.picklist(['open', 'closed']),
    closedAt: Maybe(Instant),
    legalHold: v.boolean(),
    holdReason: Text,
  }),
  notes: v.looseObject({ v: v.literal(1), id: Key, claimKey: ClaimKey, at: Instant, text: Text }),
  requests: v.looseObject({
    v: v.literal(1),
    id: Key,
    claimKey: ClaimKey,
    at: Instant,
    template: v.picklist(['T1', 'T2']),
    code: v.string(),
    text: Text,
    dueAt: Maybe(v.string()),
    answeredAt: Maybe(Instant),
  }),
  decisions: v.looseObject({
    v: v.literal(1),
    id: Key,
    claimKey: ClaimKey,
    at: Instant,
    what: v.picklist(DECISIONS),
    reviewedByPerson: v.boolean(),
    reason: Text,
    verdictShown: v.string(),
    verdictInstead: Maybe(v.string()),
    photo: Maybe(v.string()),
    against: Maybe(v.string()),
  }),
  payments: v.looseObject({
    v: v.literal(1),
    id: Key,
    claimKey: ClaimKey,
    at: v.string(),
    amount: Money,
    direction: v.picklist(['paid', 'recovered']),
    by: v.picklist(['seller', 'platform', 'timeout', 'unknown']),
    source: v.picklist(['page', 'seller']),
  }),
  archiveFiles: v.looseObject({
    v: v.literal(1),
    id: Key,
    folder: Key,
    path: Key,
    size: v.number(),
    modified: v.number(),
    kind: v.picklist(['photo', 'video']),
    sha256: Maybe(v.string()),
    numbers: v.array(v.string()),
    numbersFrom: v.picklist(['name', 'barcode', 'text', 'both', 'none']),
    still: Maybe(v.string()),
    frames: v.optional(v.array(v.object({ at: v.number(), still: Sha }))),
    missingSince: Maybe(At),
  }),
  masks: v.looseObject({
    v: v.literal(1),
    sha256: v.string(),
    boxes: v.array(v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() })),
    at: At,
  }),
  anchors: v.pipe(
    v.looseObject({
      v: v.literal(1),
      digest: Sha,
      seat: Key,
      from: Place,
      to: Place,
      at: Instant,
      token: Maybe(Bytes),
      genTime: Maybe(Instant),
      authority: Maybe(Text),
    }),
    v.check(
      ({ digest, token }) => token === null || checkToken(token, digest).state === 'fits',
      'a token about something else',
    ),
  ),
  meta: v.pipe(
    v.looseObject({ v: v.literal(1), name: Key, value: v.unknown() }),
    v.check(({ name, value }) => {
      const schema = metaSchema(name);
      return schema !== undefined && v.safeParse(schema, value).success;
    }, 'a name or value that is not declared'),
  ),
};

/**
 * Tables that a backup may hold.
 * @public the test of restoring holds the database's tables against it
 */
export const BACKED_UP = Object.keys(SCHEMAS);

/** Why a row cannot be taken, in the words of its schema; null when it fits. The row itself is not changed. */
export function misfitOf(table: string, row: unknown): string | null {
  const schema = Object.hasOwn(SCHEMAS, table) ? SCHEMAS[table] : undefined;
  if (!schema) return 'unknown table';
  const parsed = v.safeParse(schema, row);
  if (parsed.success) return null;
  const [issue] = parsed.issues;
  return `${v.getDotPath(issue) ?? 'row'}: ${issue.message}`.slice(0, 200);
}
