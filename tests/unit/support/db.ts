/** A database of its own for every test, in memory. */
import 'fake-indexeddb/auto';
import { ClaimLensDb } from '../../../lib/store/db.ts';

let count = 0;

/** A fresh, empty database of the newest schema. */
export function freshDb(): ClaimLensDb {
  count += 1;
  return new ClaimLensDb(`test-${count}`);
}
