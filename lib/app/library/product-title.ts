/** What a product is called, by its key, and at which seat it is where it is another's; read once per page. */
import { afterColon } from '../../i18n/finding-params.ts';
import { t } from '../../i18n/index.ts';
import { type ClaimLensDb, shopDb } from '../../store/db.ts';
import { readMeta } from '../../store/meta.ts';
import { teamProduct } from '../../store/team/images.ts';

const known = new Map<string, Promise<string>>();

async function read(key: string): Promise<string> {
  const db = shopDb();
  const theirs = await teamProduct(db, key);
  if (theirs) {
    const name = await seatName(db, theirs.seat);
    return name ? t('findings.productAtSeat', { title: theirs.title, name }) : theirs.title;
  }
  return (await db.products.get(key))?.title ?? afterColon(key) ?? key;
}

async function seatName(db: ClaimLensDb, seat: string): Promise<string | null> {
  const found = (await readMeta(db, 'team-roll'))?.find(({ body }) => body.seat === seat)?.body.name;
  return typeof found === 'string' ? found : null;
}

/** The product's title; the readable part of its key when it is no longer in the library. */
export function productTitle(key: string): Promise<string> {
  const asked = known.get(key);
  if (asked) return asked;
  const answer = read(key);
  known.set(key, answer);
  return answer;
}
