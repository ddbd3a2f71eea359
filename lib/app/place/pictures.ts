/** The pictures in which a place of a claim's photo is looked for: what was sold, what was packed, what was sent in, in order of time. */
import { archiveFor } from '../../cases/archive.ts';
import { compareInstants } from '../../claims/instants.ts';
import { familyKeys } from '../../library/join.ts';
import { itemProductKey } from '../../store/claims.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';

export interface PlacePicture {
  sha256: string;
  kind: 'listing' | 'archive' | 'claim';
  /** Round in which it was sent in; 0 for others. */
  round: number;
  /** When it was taken in or packed, ISO; null where only its being there counts. */
  at: string | null;
}

/** Product pictures that are looked at, beside those that a finding names. */
const MOST_LISTING = 3;
const MOST_ARCHIVE = 6;

/** Every picture once. Videos and files that are not kept are left out. */
export async function placePictures(claimKey: string, db: ClaimLensDb = shopDb()): Promise<PlacePicture[]> {
  const row = await db.claims.get(claimKey);
  if (!row) return [];
  const [evidence, findings, files] = await Promise.all([
    db.evidence.where('claimKey').equals(claimKey).toArray(),
    db.findings.where('claimKey').equals(claimKey).toArray(),
    db.archiveFiles.toArray(),
  ]);
  const named = findings.flatMap(({ finding }) =>
    finding.against?.kind === 'listing' ? [finding.against.sha256] : [],
  );
  const keys = row.claim.items.flatMap((_, i) => itemProductKey(row.claim, i) ?? []);
  const families = (await Promise.all(keys.map((key) => familyKeys(db, key)))).flat();
  const own = await db.libraryImages.where('productKey').anyOf(families).limit(MOST_LISTING).toArray();
  const listing = [...new Set([...named, ...own.map(({ sha256 }) => sha256)])].map(
    (sha256): PlacePicture => ({ sha256, kind: 'listing', round: 0, at: null }),
  );
  const archive = archiveFor(row.claim, files, null, 0)
    .present.filter(({ still }) => still !== null)
    .sort((a, b) => a.modified - b.modified)
    .slice(0, MOST_ARCHIVE)
    .map((file): PlacePicture => {
      const at = new Date(file.modified).toISOString();
      return { sha256: file.still ?? '', kind: 'archive', round: 0, at };
    });
  const photos = evidence
    .sort((a, b) => a.round - b.round || compareInstants(a.seenAt, b.seenAt) || (a.id < b.id ? -1 : 1))
    .flatMap(({ sha256, kind, round, seenAt }): PlacePicture[] =>
      sha256 && kind === 'photo' ? [{ sha256, kind: 'claim', round, at: seenAt }] : [],
    );
  const seen = new Set<string>();
  const out: PlacePicture[] = [];
  // A photo that was made from the listing is both; it is shown as the claim's.
  for (const one of [...photos, ...archive, ...listing]) {
    if (seen.has(one.sha256) || !(await db.blobs.get(one.sha256))) continue;
    seen.add(one.sha256);
    out.push(one);
  }
  const order = ['listing', 'archive', 'claim'];
  return out.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** In which order pictures are looked at: the photo on which the place is marked, those of the very goods, then what was sold. */
export function lookingOrder(photo: string, pictures: readonly PlacePicture[]): string[] {
  const others = pictures.filter(({ sha256 }) => sha256 !== photo);
  const sold = others.filter(({ kind }) => kind === 'listing');
  const goods = others.filter(({ kind }) => kind !== 'listing');
  return [photo, ...[...goods, ...sold].map(({ sha256 }) => sha256)];
}
