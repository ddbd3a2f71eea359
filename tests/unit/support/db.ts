/** A database of its own for every test, in memory. */
import 'fake-indexeddb/auto';
import { ClaimLensDb } from '../../../lib/store/db.ts';

let count = 0;

/** A fresh, empty database of the newest schema. */
export const freshDb = (): ClaimLensDb => new ClaimLensDb(`test-${(count += 1)}`);
