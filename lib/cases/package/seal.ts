/** Seals a package: manifest, hash list and export record, so that no byte of it is unguarded. */
import { canonicalJson, sha256Hex } from '../../claims/canonical.ts';
import { stableAddress } from '../../claims/unite.ts';
import type { Member } from '../../formats/zip-write.ts';
import { BEIJING, offsetText } from '../instants.ts';
import { LAW_TABLE_VERSION } from '../law/table.ts';
import type { PackageInput } from './input.ts';
import type { Item } from './items.ts';
import type { Derived } from './report.ts';

const utf8 = new TextEncoder();

/** Readable JSON with sorted keys: the same content always gives the same bytes. */
export const json = (value: unknown): Uint8Array =>
  utf8.encode(`${JSON.stringify(JSON.parse(canonicalJson(value)), null, 1)}\n`);

/** Not named by the manifest: the manifest itself, the list beside it, and the record of this export. */
const OUTSIDE_MANIFEST = ['manifest.json', 'SHA256SUMS', 'export-record.json'];

/** Adds manifest, hash list and export record; returns the manifest's hash. */
export function seal(
  input: PackageInput,
  members: Member[],
  items: readonly Item[],
  derived: readonly Derived[],
): string {
  const { dossier, toolVersion } = input;
  const evidence = new Map(dossier.evidence.map((row) => [row.sha256, row]));
  const manifest = json({
    schema: 'claimlens-package/2',
    tool: { name: 'ClaimLens', version: toolVersion },
    lawTable: LAW_TABLE_VERSION,
    claim: dossier.claim.key,
    zone: offsetText(BEIJING),
    timeSource: 'clock of the seller’s machine',
    page: {
      address: stableAddress(dossier.claim.claim.pageUrl),
      reader: dossier.claim.claim.reader,
      account: dossier.claim.shopId,
    },
    files: members
      .map(({ path, bytes }) => {
        const item = items.find((one) => one.path === path);
        const row = item?.kind === 'original' ? evidence.get(item.sha256) : undefined;
        return {
          path,
          sha256: sha256Hex(bytes),
          size: bytes.length,
          no: item?.no,
          kind: item?.kind ?? (derived.some((one) => one.path === path) ? 'derived' : 'page'),
          capturedAt: item?.fixedAt,
          round: row?.round,
          fetched: row?.fetch && {
            address: stableAddress(row.fetch.usedUrl),
            at: row.fetch.at,
            status: row.fetch.status,
            headers: row.fetch.headers,
            how: row.fetch.how,
          },
          // The file here is these parts of a larger one, one after the other.
          parts: row?.fetch?.parts,
        };
      })
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    // Of originals of which the seller covered parts: the hash stays, so that the bytes can be handed in later and be recognised.
    leftOut: items
      .filter((item) => item.leftOut)
      .map(({ no, kind, sha256, fixedAt }) => ({ no, kind, sha256, capturedAt: fixedAt, why: 'covered' })),
    outside: OUTSIDE_MANIFEST,
  });
  const manifestSha256 = sha256Hex(manifest);
  members.push({ path: 'manifest.json', bytes: manifest });
  const sums = utf8.encode(
    members
      .map(({ path, bytes }) => `${sha256Hex(bytes)}  ${path}\n`)
      .sort()
      .join(''),
  );
  members.push({ path: 'SHA256SUMS', bytes: sums });
  members.push({ path: 'export-record.json', bytes: exportRecord(input, manifestSha256, sha256Hex(sums)) });
  return manifestSha256;
}

/** The record names its own hash too, taken with that field as 64 zeros, so that no byte of the package is unguarded. */
function exportRecord(
  { exportedAt, exportNo }: PackageInput,
  manifestSha256: string,
  sumsSha256: string,
): Uint8Array {
  const body = (recordSha256: string) =>
    json({ schema: 'claimlens-export/1', exportedAt, exportNo, manifestSha256, sumsSha256, recordSha256 });
  return body(sha256Hex(body('0'.repeat(64))));
}
