/** The hash by which the log binds what a person entered: `data.row` of the entry. */
import { contentHash } from '../../claims/canonical.ts';

/**
 * Hash of a row without its keys, which change when claims are joined, without what is filled in later and logged by
 * itself (`answeredAt`), without a screenshot, which goes with the pictures (the row keeps its hash), and without the seat that a
 * team's row came from, which stands in the log already.
 */
export function rowHash(row: object): string {
  const {
    v: _v,
    id: _id,
    claimKey: _key,
    answeredAt: _answered,
    shot: _shot,
    seat: _seat,
    ...rest
  } = row as Record<string, unknown>;
  return contentHash(rest);
}
