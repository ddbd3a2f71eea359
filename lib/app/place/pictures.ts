/** The pictures in which a place of a claim's photo is looked for: what was sold, what was packed, what was sent in, in order of time. */
import { archiveFor } from '../../cases/archive.ts';
import { stillsOf } from '../../cases/archive-stills.ts';
import { compareInstants } from '../../claims/instants.ts';
import { claimedProducts } from '../../library/claimed-products.ts';
import type { ArchiveFileRow } from '../../store/case-rows.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { spread } from '../../video/scenes.ts';

export interface PlacePicture {
  sha256: string;
  kind: 'listing' | 'archive' | 'claim';
  /** Round in which it was sent in; 0 for others. */
  round: number;
  /** When it was taken in or packed, ISO; null where only its being there counts. */
  at: string | null;
  /** Of a packing video: seconds from its start. */
  second?: number;
}

/** Product pictures that are looked at, beside those that a finding names. */
const MOST_LISTING = 3;
const MOST_ARCHIVE = 6;
/** Pictures of all of them, and stills of one packing video. */
const MOST_PACKED = 12;
const MOST_FRAMES = 4;

/** What a packing photo or video shows: of a video some of its stills, each with its second, in place of the one that stands for it. */
function packedPictures(file: ArchiveFileRow): PlacePicture[] {
  const at = new Date(file.modified).toISOString();
  const picture = { kind: 'archive', round: 0, at } as const;
  const frames = spread(file.frames ?? [], MOST_FRAMES);
  if (frames.length > 0) return frames.map((one) => ({ ...picture, sha256: one.still, second: one.at }));
  return file.still === null ? [] : [{ ...picture, sha256: file.still }];
}

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
  const products = (await claimedProducts(db, row.claim)).flat();
  const own = await db.libraryImages.where('productKey').anyOf(products).limit(MOST_LISTING).toArray();
  const listing = [...new Set([...named, ...own.map(({ sha256 }) => sha256)])].map(
    (sha256): PlacePicture => ({ sha256, kind: 'listing', round: 0, at: null }),
  );
  const archive = archiveFor(row.claim, files, null, 0)
    .present.filter((file) => stillsOf(file).length > 0)
    .sort((a, b) => a.modified - b.modified)
    .slice(0, MOST_ARCHIVE)
    .flatMap((file) => packedPictures(file))
    .slice(0, MOST_PACKED);
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
