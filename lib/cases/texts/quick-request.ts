/** The first request for fresh evidence from the claim alone, before there is a case. */
import type { Claim } from '../../claims/model.ts';
import type { Locale } from '../../i18n/locale.ts';
import { wordsOf } from '../words.ts';
import { composeText } from './compose.ts';
import type { Action } from './fresh-request.ts';

const LONGEST_PRODUCT = 60;
/** The fresh video first: a fixed request can be prepared beforehand. */
const SHOTS = ['video', 'one-frame', 'angles'];

/** T1 filled from the claim; `due` is the day and hour as the buyer reads them. */
export function quickRequest(
  claim: Claim,
  locale: Locale,
  fresh: { code: string; action: Action },
  due: string,
): string {
  const t = wordsOf(locale);
  const action = t(`texts.actions.${fresh.action}`);
  const product = claim.items.flatMap(({ title }) => title ?? []).join(' / ');
  return composeText('T1', locale, {
    orderId: claim.orderId ?? claim.claimId,
    product: [...product].slice(0, LONGEST_PRODUCT).join(''),
    code: fresh.code,
    dueAt: due,
    shots: SHOTS.map((shot, i) =>
      t('texts.listLine', { no: i + 1, what: t(`texts.shots.${shot}`, { action }) }),
    ).join('\n'),
  }).text;
}
