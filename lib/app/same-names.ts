/** What the seller answers to "are these two one product?", each with its way back. */
import {
  familyKeys,
  keepApart as keep,
  joinProducts as putTogether,
  takeBackAnswer as takeBack,
} from '../library/join.ts';
import { shopDb } from '../store/db.ts';
import { PRIORITY } from '../store/jobs.ts';
import { checkAll } from './commands.ts';
import { claimsFrom } from './product-claims.ts';

/** Whose goods a photo shows depends on the item numbers of its product: the claims concerned are looked at again. */
async function recheck(products: readonly string[]): Promise<void> {
  await checkAll(await claimsFrom(products), PRIORITY.background);
}

/** Shows both as one product. False when one of them is gone meanwhile. */
export async function joinProducts(from: string, into: string): Promise<boolean> {
  const db = shopDb();
  const isJoined = await putTogether(db, from, into, new Date());
  if (isJoined) await recheck(await familyKeys(db, into));
  return isJoined;
}

/** Remembers that they are not the same. */
export const keepApart = (from: string, into: string): Promise<void> =>
  keep(shopDb(), from, into, new Date());

/** Takes either answer back. */
export async function takeBackAnswer(from: string): Promise<void> {
  const db = shopDb();
  const concerned = await familyKeys(db, from);
  await takeBack(db, from, new Date());
  if (concerned.length > 1) await recheck(concerned);
}
