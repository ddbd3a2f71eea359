/** Where a stored picture stands relative to a claim: whose listing, whose evidence. */
import { ARCHIVE_PRODUCT } from '../../cases/archive-stills.ts';
import type { Claim } from '../../claims/model.ts';
import { rootKey } from '../../library/join.ts';
import type { SourceRelation } from '../../match/index.ts';
import { buyerKeyOf, itemProductKey } from '../../store/claims.ts';
import type { ClaimLensDb } from '../../store/db.ts';
import type { TeamImageRow } from '../../store/team/rows.ts';

/** A relation to the claim, and whether it is evidence of another claim about the same order (a follow-up, not a reuse). */
export interface Place {
  relation: SourceRelation;
  sameOrder: boolean;
  /** File name of the picture there, where it has one. */
  file: string | undefined;
  /** It is a still of one of the seller's packing videos. */
  ofPackingVideo?: boolean;
}

/** Whether an item of the claim is this product, or one that the seller has joined with it. */
async function isItem(db: ClaimLensDb, claim: Claim, productKey: string): Promise<boolean> {
  const items = claim.items.flatMap((_, i) => itemProductKey(claim, i) ?? []);
  if (items.includes(productKey)) return true;
  const root = await rootKey(db, productKey);
  for (const item of items) if ((await rootKey(db, item)) === root) return true;
  return false;
}

/** Whether a product is one that this order contains; null when the page did not tell the order's items. */
async function inOrder(db: ClaimLensDb, claim: Claim, productKey: string): Promise<boolean | null> {
  const known = claim.items.filter((item) => item.itemId || item.title);
  if (!known.length) return null;
  if (await isItem(db, claim, productKey)) return true;
  const product = await db.products.get(productKey);
  if (!product) return null;
  const same = known.some(
    (item) =>
      (item.itemId && product.itemIds.includes(item.itemId)) || (item.title && item.title === product.title),
  );
  if (same) return true;
  // An imported folder rarely carries the console's item numbers: then nothing can be said about the order.
  return product.itemIds.length && known.every((item) => item.itemId) ? false : null;
}

/**
 * A product of another seat: in this order by its number or its title there. Its key and this seat's joins say nothing: a folder of the
 * same name may hold other goods.
 */
function teamRelation(claim: Claim, { productKey: product, title, itemIds }: TeamImageRow): SourceRelation {
  const known = claim.items.filter((item) => item.itemId || item.title);
  const same = known.some(
    (item) => (item.itemId && itemIds.includes(item.itemId)) || (item.title && item.title === title),
  );
  if (same) return { kind: 'listing', product };
  const isOther = known.length > 0 && itemIds.length > 0 && known.every((item) => item.itemId);
  return { kind: isOther ? 'other-product' : 'unknown-product', product };
}

/** The picture in other seats' libraries, by the rules of the own one; they count only where the own has none of it. */
function teamPlaces(claim: Claim, rows: TeamImageRow[]): Place[] {
  const all = rows.map((row) => ({
    relation: teamRelation(claim, row),
    sameOrder: false,
    file: row.name || undefined,
  }));
  // Several seats that saved one picture say one thing: what accuses least.
  const rank = ({ relation }: Place): number => LEAST_FIRST.indexOf(relation.kind);
  return all.sort((a, b) => rank(a) - rank(b)).slice(0, 1);
}

const LEAST_FIRST: readonly SourceRelation['kind'][] = ['listing', 'unknown-product', 'other-product'];

async function listingRelation(db: ClaimLensDb, claim: Claim, product: string): Promise<SourceRelation> {
  if (product.startsWith(ARCHIVE_PRODUCT)) return { kind: 'archive', product };
  const contained = await inOrder(db, claim, product);
  if (contained === null) return { kind: 'unknown-product', product };
  return { kind: contained ? 'listing' : 'other-product', product };
}

function buyerRelation(own: string | null, other: string | null): 'same' | 'other' | 'unknown' {
  if (own === null || other === null) return 'unknown';
  return own === other ? 'same' : 'other';
}

/** One of each group of joined products, the one that took the others in where it is among them: shown as one, they say one thing. */
async function onePerGroup(db: ClaimLensDb, products: Iterable<string>): Promise<string[]> {
  const groups = new Map<string, string>();
  for (const product of products) {
    const root = await rootKey(db, product);
    if (product === root || !groups.has(root)) groups.set(root, product);
  }
  return [...groups.values()];
}

/** All places of one picture as seen from one claim; empty when it is neither library nor evidence any more. */
export async function placesOf(db: ClaimLensDb, claim: Claim, sha256: string): Promise<Place[]> {
  const out: Place[] = [];
  const tables = [db.libraryImages, db.teamImages, db.evidence] as const;
  const [images, teamImages, evidence] = await db.transaction('r', tables, () =>
    Promise.all([
      db.libraryImages.where('sha256').equals(sha256).toArray(),
      db.teamImages.where('sha256').equals(sha256).toArray(),
      db.evidence.where('sha256').equals(sha256).toArray(),
    ]),
  );
  const products = await onePerGroup(db, new Set(images.map((image) => image.productKey)));
  const listings = await Promise.all(products.map((product) => listingRelation(db, claim, product)));
  // One picture is often used for several listings: when one of them is in the order, the others say nothing more.
  const own = listings.filter((relation) => relation.kind === 'listing');
  for (const relation of own.length ? own : listings) {
    const product = 'product' in relation ? relation.product : undefined;
    const image = images.find((one) => one.productKey === product);
    const ofPackingVideo = relation.kind === 'archive' && image?.second !== undefined;
    out.push({ relation, sameOrder: false, file: image?.name || undefined, ofPackingVideo });
  }
  if (images.length === 0) out.push(...teamPlaces(claim, teamImages));
  const buyer = buyerKeyOf(claim);
  for (const key of new Set(evidence.map((row) => row.claimKey))) {
    const file = evidence.find((row) => row.claimKey === key)?.name ?? undefined;
    if (key === claim.key) {
      out.push({ relation: { kind: 'same-claim' }, sameOrder: true, file });
      continue;
    }
    const other = await db.claims.get(key);
    if (!other) continue;
    out.push({
      relation: { kind: 'other-claim', claim: key, buyer: buyerRelation(buyer, other.buyerKey) },
      sameOrder: claim.orderId !== undefined && claim.orderId === other.claim.orderId,
      file,
    });
  }
  return out;
}
