import { type Finding, factOf } from '../../lib/claims/finding.ts';
import { t } from '../../lib/i18n/index.ts';
import { timeOf } from '../../lib/images/held.ts';

/** What a finding's picture is called: the buyer's photo, or a frame of the buyer's video. */
export const photoWord = (finding: Finding): string =>
  t(
    timeOf(factOf(finding, 'place')) === undefined
      ? 'surfaces.compare.buyerPhoto'
      : 'surfaces.compare.buyerFrame',
  );
