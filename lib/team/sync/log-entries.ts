/** Ledger entries as they travel: place and links for the team, the content of an entry about a claim under that claim's key. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { canonicalJson } from '../../claims/canonical.ts';
import { fromBase64, toBase64 } from '../../formats/base64.ts';
import { emptied, isEmptied, type LedgerDamage, ledgerHash } from '../../store/ledger-chain.ts';
import type { LedgerRow } from '../../store/rows.ts';
import { SealError, seal, unseal } from '../crypto/seal.ts';
import type { LogBody } from '../records/bodies.ts';

type Entry = LogBody['entries'][number];

const Inside = v.strictObject({
  what: v.pipe(v.string(), v.maxLength(80)),
  subject: v.pipe(v.string(), v.maxLength(600)),
  data: v.record(v.string(), v.unknown()),
});

const about = (chain: string, n: number): Uint8Array => utf8ToBytes(`claimlens-team-entry/1\n${chain}\n${n}`);

/**
 * An entry to send.
 * @param claim name and key of the claim that it is about; null for one about none
 */
export async function entryOut(
  row: LedgerRow,
  claim: { name: string; key: Uint8Array } | null,
): Promise<Entry> {
  const { n, hash, prev, at, what, subject, data, seat } = row;
  const place = { n, hash, prev, at };
  if (isEmptied(row)) return { ...place, claim: null, inside: '' };
  const plain = canonicalJson({ what, subject, data });
  if (!claim) return { ...place, claim: null, inside: plain };
  const sealed = await seal(claim.key, utf8ToBytes(plain), about(seat, n));
  return { ...place, claim: claim.name, inside: toBase64(sealed) };
}

/** An entry that came: its row; with its content gone where its owner emptied it, or its claim's key is gone. */
export async function entryIn(
  chain: string,
  entry: Entry,
  keyNamed: (name: string) => Promise<Uint8Array | null>,
): Promise<LedgerRow | null> {
  const { n, hash, prev, at, claim, inside } = entry;
  const place = { v: 1 as const, seat: chain, n, prev, at, hash };
  const gone = (): LedgerRow => emptied([{ ...place, what: '', subject: '', data: {} }]).rows[0] as LedgerRow;
  if (inside === '') return gone();
  let plain = inside;
  if (claim !== null) {
    const key = await keyNamed(claim);
    if (!key) return gone();
    try {
      plain = new TextDecoder().decode(
        await unseal(key, fromBase64(inside) ?? new Uint8Array(), about(chain, n)),
      );
    } catch (error) {
      // A claim that was erased and read again has a new key: what was written under the old one is gone.
      if (error instanceof SealError) return gone();
      throw error;
    }
  }
  try {
    const parsed = v.safeParse(Inside, JSON.parse(plain));
    return parsed.success ? { ...place, ...parsed.output } : null;
  } catch {
    return null;
  }
}

/**
 * Whether entries continue a chain: each hash, each link, no gap. Null when they do; else the first place that does not.
 * @param last the chain's newest entry that is known here
 */
export function breakIn(
  chain: string,
  last: Pick<LedgerRow, 'n' | 'hash'> | null,
  rows: readonly LedgerRow[],
): LedgerDamage | null {
  let prev = last;
  for (const row of rows) {
    const { n } = row;
    if (n !== (prev?.n ?? 0) + 1) return { seat: chain, n, why: 'gap' };
    if (row.prev !== (prev?.hash ?? null)) return { seat: chain, n, why: 'link' };
    if (!isEmptied(row) && ledgerHash(row) !== row.hash) return { seat: chain, n, why: 'hash' };
    prev = row;
  }
  return null;
}
