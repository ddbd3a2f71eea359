/** A person says that two pictures are not the same: remembered, and the photo is summed up again without that match. */

import { decide } from '../cases/cases.ts';
import { checkClaim } from './commands.ts';

/** `photo` and `against` are SHA-256 of stored pictures. Checks of this photo leave that pair out from now on. */
export async function refuseMatch(claimKey: string, photo: string, against: string): Promise<void> {
  await decide(claimKey, { what: 'not-a-match', reason: '', reviewedByPerson: true, photo, against });
  await checkClaim(claimKey);
}
