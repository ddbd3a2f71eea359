/** Every check of the product. The catalogue, the validation of findings and the tests of the docs follow from this list. */
import type { CheckSpec } from '../claims/check.ts';
import { decodeCheck, fetchCheck } from '../images/checks.ts';
import { labelsCheck } from '../labels/judge/judge.ts';
import { numbersCheck } from '../labels/marks/order-numbers.ts';
import { matchCheck } from '../match/judge/findings.ts';
import { packCheck } from '../packs/judge-score.ts';
import { FILE_CHECKS } from '../provenance/checks/registry.ts';
import { claimSetCheck } from '../provenance/claim-set.ts';
import { videoCheck } from '../video/check.ts';
import { repeatCheck } from './history/repeat.ts';
import { roundsCheck } from './history/rounds.ts';

export const CHECKS: readonly CheckSpec[] = [
  matchCheck,
  ...FILE_CHECKS.map(
    ({ id, codes = {}, gives }): CheckSpec => ({
      id,
      codes,
      ...(gives ? { gives } : {}),
      page: 'provenance',
    }),
  ),
  labelsCheck,
  numbersCheck,
  packCheck,
  videoCheck,
  claimSetCheck,
  roundsCheck,
  repeatCheck,
  decodeCheck,
  fetchCheck,
];
