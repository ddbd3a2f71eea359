/** What a product is called, by its key; read once per page. */
import { afterColon } from '../../i18n/finding-params.ts';
import { shopDb } from '../../store/db.ts';

const known = new Map<string, Promise<string>>();

/** The product's title; the readable part of its key when it is no longer in the library. */
export function productTitle(key: string): Promise<string> {
  const asked = known.get(key);
  if (asked) return asked;
  const answer = shopDb()
    .products.get(key)
    .then((row) => row?.title ?? afterColon(key) ?? key);
  known.set(key, answer);
  return answer;
}
