/** What the seller answers to "are these two one product?", each with its way back. */
import {
  familyKeys,
  keepApart as keep,
  joinProducts as putTogether,
  takeBackAnswer as takeBack,
} from '../../library/join.ts';
import { shopDb } from '../../store/db.ts';
import { PRIORITY } from '../../store/jobs.ts';
import { checkAll } from '../claims/commands.ts';
import { claimsFrom } from './product-claims.ts';

/** Whose goods a photo shows depends on the item numbers of its product: the claims concerned are looked at again. */
async function recheck(products: readonly string[]): Promise<void> {
  await checkAll(await claimsFrom(products), PRIORITY.background);
}

/** Shows each pair as one product. Returns the keys that were taken in: a product that is gone meanwhile is passed over. */
export async function joinProducts(pairs: readonly { from: string; into: string }[]): Promise<string[]> {
  const db = shopDb();
  const joined: string[] = [];
  const concerned = new Set<string>();
  for (const { from, into } of pairs) {
    if (!(await putTogether(db, from, into, new Date()))) continue;
    joined.push(from);
    for (const key of await familyKeys(db, into)) concerned.add(key);
  }
  if (joined.length > 0) await recheck([...concerned]);
  return joined;
}

/** Remembers that they are not the same. */
export const keepApart = (from: string, into: string): Promise<void> =>
  keep(shopDb(), from, into, new Date());

/** Takes answers back, whichever they were. */
export async function takeBackAnswers(from: readonly string[]): Promise<void> {
  const db = shopDb();
  const concerned = new Set<string>();
  for (const key of from) {
    const family = await familyKeys(db, key);
    await takeBack(db, key, new Date());
    if (family.length > 1) for (const one of family) concerned.add(one);
  }
  if (concerned.size > 0) await recheck([...concerned]);
}
